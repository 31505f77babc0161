#include "braid/checker/explore/limits.h"

namespace braid::explore {

std::string_view name_of(StopReason reason) {
  switch (reason) {
    case StopReason::none:
      return "complete";
    case StopReason::interrupted:
      return "interrupted";
    case StopReason::time:
      return "time limit";
    case StopReason::memory:
      return "memory limit";
    case StopReason::steps:
      return "step limit";
    case StopReason::disk:
      return "disk";
    case StopReason::satisfied:
      return "satisfied";
  }
  return "?";
}

Limits::Limits(const Options& options) : options_(options) {
  if (options_.time) deadline_ = std::chrono::steady_clock::now() + *options_.time;
}

void Limits::request_stop(StopReason reason) noexcept {
  StopReason none = StopReason::none;
  reason_.compare_exchange_strong(none, reason, std::memory_order_relaxed);
}

bool Limits::poll() noexcept {
  if (interrupt_ != nullptr && interrupt_->load(std::memory_order_relaxed)) {
    request_stop(StopReason::interrupted);
  }
  if (options_.time && std::chrono::steady_clock::now() >= deadline_) request_stop(StopReason::time);
  return stopped() != StopReason::none;
}

void Limits::account_memory(std::int64_t bytes) noexcept {
  const std::int64_t now = memory_.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  if (bytes <= 0 || now <= 0) return;
  const auto used = static_cast<std::uint64_t>(now);
  std::uint64_t peak = peak_.load(std::memory_order_relaxed);
  while (used > peak && !peak_.compare_exchange_weak(peak, used, std::memory_order_relaxed)) {
  }
  if (options_.memory && used > *options_.memory) request_stop(StopReason::memory);
}

void Limits::account_steps(std::uint64_t steps) noexcept {
  const std::uint64_t now = steps_.fetch_add(steps, std::memory_order_relaxed) + steps;
  if (options_.steps && now >= *options_.steps) request_stop(StopReason::steps);
}

std::uint64_t Limits::memory_in_use() const noexcept {
  const std::int64_t now = memory_.load(std::memory_order_relaxed);
  return now > 0 ? static_cast<std::uint64_t>(now) : 0;
}

}  // namespace braid::explore
