#include "braid/checker/explore/executor.h"

#include <algorithm>
#include <thread>

#ifdef BRAID_EXECUTOR_TBB
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <optional>
#else
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <vector>
#endif

namespace braid::explore {

unsigned Executor::hardware_workers() {
  return std::max(1U, std::thread::hardware_concurrency());
}

#ifdef BRAID_EXECUTOR_TBB

struct Executor::Threads {
  explicit Threads(unsigned workers) : arena(static_cast<int>(workers)) {
    // oneTBB gives no more threads than the machine has, unless told to.
    if (workers > hardware_workers()) limit.emplace(tbb::global_control::max_allowed_parallelism, workers);
  }
  std::optional<tbb::global_control> limit;
  tbb::task_arena arena;
};

Executor::Executor(unsigned workers, std::size_t worth_threads)
    : workers_(workers),
      worth_threads_(worth_threads),
      threads_(workers > 1 ? std::make_unique<Threads>(workers) : nullptr) {}

Executor::~Executor() = default;

void Executor::for_each(std::size_t count, const std::function<void(std::size_t, unsigned)>& task) {
  if (threads_ == nullptr || count <= 1) {
    for (std::size_t index = 0; index < count; ++index) task(index, 0);
    return;
  }
  threads_->arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, count, 1),
        [&](const tbb::blocked_range<std::size_t>& range) {
          const auto worker = static_cast<unsigned>(tbb::this_task_arena::current_thread_index());
          for (std::size_t index = range.begin(); index != range.end(); ++index) task(index, worker);
        },
        tbb::simple_partitioner());
  });
}

#else

/// Workers 1.. wait for a round; worker 0 is the caller. All fields but `next` are guarded by `mutex`.
struct Executor::Threads {
  std::mutex mutex;
  std::condition_variable round_begins;
  std::condition_variable round_ends;
  std::size_t round = 0;
  unsigned busy = 0;
  bool stopping = false;
  const std::function<void(std::size_t, unsigned)>* task = nullptr;
  std::size_t count = 0;
  std::exception_ptr failure;
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> threads;

  void work(unsigned worker, const std::function<void(std::size_t, unsigned)>& body, std::size_t end) {
    try {
      for (std::size_t index = next++; index < end; index = next++) body(index, worker);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (failure == nullptr) failure = std::current_exception();
    }
  }

  void serve(unsigned worker) {
    std::size_t seen = 0;
    std::unique_lock lock(mutex);
    while (true) {
      round_begins.wait(lock, [&] { return stopping || round != seen; });
      if (stopping) return;
      seen = round;
      const auto* body = task;
      const std::size_t end = count;
      lock.unlock();
      work(worker, *body, end);
      lock.lock();
      if (--busy == 0) round_ends.notify_one();
    }
  }
};

Executor::Executor(unsigned workers, std::size_t worth_threads)
    : workers_(workers),
      worth_threads_(worth_threads),
      threads_(workers > 1 ? std::make_unique<Threads>() : nullptr) {
  for (unsigned worker = 1; worker < workers; ++worker) {
    threads_->threads.emplace_back([this, worker] { threads_->serve(worker); });
  }
}

Executor::~Executor() {
  if (threads_ == nullptr) return;
  {
    const std::lock_guard lock(threads_->mutex);
    threads_->stopping = true;
  }
  threads_->round_begins.notify_all();
  for (std::thread& thread : threads_->threads) thread.join();
}

void Executor::for_each(std::size_t count, const std::function<void(std::size_t, unsigned)>& task) {
  if (threads_ == nullptr || count <= 1) {
    for (std::size_t index = 0; index < count; ++index) task(index, 0);
    return;
  }
  Threads& team = *threads_;
  {
    const std::lock_guard lock(team.mutex);
    team.task = &task;
    team.count = count;
    team.next = 0;
    team.busy = workers_ - 1;
    team.failure = nullptr;
    ++team.round;
  }
  team.round_begins.notify_all();
  team.work(0, task, count);
  std::unique_lock lock(team.mutex);
  team.round_ends.wait(lock, [&] { return team.busy == 0; });
  if (team.failure != nullptr) std::rethrow_exception(team.failure);
}

#endif

}  // namespace braid::explore
