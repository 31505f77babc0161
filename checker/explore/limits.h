// When a sweep must stop early, and how it says so.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace braid::explore {

/// Why a sweep stopped before its end; `none` while it has not.
enum class StopReason : std::uint8_t { none, interrupted, time, memory, steps, disk, satisfied };

/// `interrupted`, `time limit`, ... as printed after "incomplete: ".
[[nodiscard]] std::string_view name_of(StopReason reason);

/// The limits of one run, shared by all its sweeps. Thread-safe, and request_stop() may be called from a
/// signal handler. Time counts from construction.
class Limits {
 public:
  struct Options {
    std::optional<std::chrono::milliseconds> time;
    std::optional<std::uint64_t> memory;  ///< bytes of states, weights, tables and cells
    std::optional<std::uint64_t> steps;  ///< steps taken; checked between ranks, so that tests are repeatable
  };

  Limits() : Limits(Options{}) {}
  explicit Limits(const Options& options);

  /// Asks all sweeps to stop soon. The first reason stays.
  void request_stop(StopReason reason) noexcept;
  [[nodiscard]] StopReason stopped() const noexcept { return reason_.load(std::memory_order_relaxed); }

  /// Polls the clock and `interrupt`; true if the sweep must stop. Cheap enough for once a cell.
  bool poll() noexcept;
  /// Accounts memory taken (or, negative, given back); requests a stop above the limit.
  void account_memory(std::int64_t bytes) noexcept;
  /// Accounts the steps of a finished rank; requests a stop when the budget is used up.
  void account_steps(std::uint64_t steps) noexcept;

  [[nodiscard]] std::uint64_t memory_in_use() const noexcept;
  [[nodiscard]] std::uint64_t peak_memory() const noexcept { return peak_.load(std::memory_order_relaxed); }
  [[nodiscard]] const Options& options() const { return options_; }

  /// A flag that a signal handler sets; polled together with the clock. Must outlive this.
  void watch(const std::atomic<bool>* interrupt) { interrupt_ = interrupt; }

 private:
  Options options_;
  std::chrono::steady_clock::time_point deadline_;
  const std::atomic<bool>* interrupt_ = nullptr;
  std::atomic<StopReason> reason_ = StopReason::none;
  std::atomic<std::int64_t> memory_ = 0;
  std::atomic<std::uint64_t> peak_ = 0;
  std::atomic<std::uint64_t> steps_ = 0;
};

}  // namespace braid::explore
