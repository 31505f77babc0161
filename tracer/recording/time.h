// Times of recordings: decimal seconds, kept exactly.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace braid::recording {

/// A time or a duration, in seconds, as it was written: `1795354136.10` has two decimals. At most nine
/// decimals, and less than 9 * 10^9 seconds either way. Comparison ignores how many decimals were written.
struct Time {
  std::int64_t nanoseconds = 0;
  std::uint8_t decimals = 0;  ///< 0 to 9; as many are written again

  friend std::strong_ordering operator<=>(const Time& a, const Time& b) {
    return a.nanoseconds <=> b.nanoseconds;
  }
  friend bool operator==(const Time& a, const Time& b) { return a.nanoseconds == b.nanoseconds; }

  /// The sum has the decimals of the more exact summand.
  friend Time operator+(const Time& a, const Time& b) {
    return {a.nanoseconds + b.nanoseconds, a.decimals > b.decimals ? a.decimals : b.decimals};
  }
  friend Time operator-(const Time& a, const Time& b) {
    return {a.nanoseconds - b.nanoseconds, a.decimals > b.decimals ? a.decimals : b.decimals};
  }
};

inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

/// Whole seconds.
[[nodiscard]] constexpr Time seconds(std::int64_t count) {
  return {count * kNanosecondsPerSecond, 0};
}

/// Reads `-12.345`: digits, perhaps a point and one to nine digits; nothing where `text` is anything else.
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);

/// Appends what parse_time reads back. Allocates only if `out` grows.
void append_time(std::string& out, Time time);

[[nodiscard]] std::string to_string(Time time);

}  // namespace braid::recording
