// The threads of a sweep.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace braid::explore {

/// Runs independent tasks on a fixed number of workers: oneTBB, or plain threads where BRAID_EXECUTOR_TBB is
/// not defined (the thread sanitizer cannot look into Debian's oneTBB). One caller at a time.
class Executor {
 public:
  static constexpr std::size_t kWorthThreads = 4096;

  /// `worth_threads`: below that many states a rank is swept on the calling thread (tests lower it).
  /// REQUIRES workers >= 1. With one worker everything runs on the calling thread.
  explicit Executor(unsigned workers, std::size_t worth_threads = kWorthThreads);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  [[nodiscard]] unsigned workers() const { return workers_; }
  [[nodiscard]] std::size_t worth_threads() const { return worth_threads_; }

  /// Calls `task(index, worker)` once for each index below `count`, in no particular order, and returns when
  /// all are done. `worker` is below workers(), and no two tasks with the same worker run at once. A task's
  /// exception is thrown again here after the others are done.
  void for_each(std::size_t count, const std::function<void(std::size_t, unsigned)>& task);

  /// The number of hardware threads, at least 1.
  [[nodiscard]] static unsigned hardware_workers();

 private:
  struct Threads;
  unsigned workers_;
  std::size_t worth_threads_;
  std::unique_ptr<Threads> threads_;
};

}  // namespace braid::explore
