#include "braid/tracer/import/strace/stamp_clock.h"

namespace braid::import::strace {
namespace {

/// The first line of -r says 0, or little where the beginning is missing; no clock was before 1973.
constexpr recording::Time kRelativeBelow = recording::seconds(100'000'000);
constexpr recording::Time kMost = recording::seconds(8'900'000'000);
constexpr std::int64_t kDay = 86'400;

}  // namespace

std::optional<recording::Time> StampClock::time(const Stamp& stamp) {
  if (stamp.form == Stamp::Form::time_of_day) {
    if (stamp.time + recording::seconds(kDay / 2) < latest_) ++days_;
    latest_ = stamp.time;
    if (days_ >= kMost.nanoseconds / recording::kNanosecondsPerSecond / kDay) return std::nullopt;
    return stamp.time + recording::seconds(days_ * kDay);
  }
  if (!relative_) relative_ = stamp.time < kRelativeBelow;
  if (stamp.time > kMost) return std::nullopt;
  if (!*relative_) return stamp.time;
  if (stamp.time > kMost - sum_) return std::nullopt;
  sum_ = sum_ + stamp.time;
  return sum_;
}

}  // namespace braid::import::strace
