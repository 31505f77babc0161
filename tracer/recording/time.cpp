#include "braid/tracer/recording/time.h"

#include <array>
#include <charconv>

namespace braid::recording {
namespace {

constexpr std::size_t kMostDecimals = 9;
constexpr std::size_t kMostWholeDigits = 10;
constexpr std::int64_t kMostSeconds = 9'000'000'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<Time> parse_time(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  std::size_t at = 0;
  std::int64_t whole = 0;
  while (at < text.size() && is_digit(text[at])) {
    if (at == kMostWholeDigits) return std::nullopt;
    whole = whole * 10 + (text[at++] - '0');
  }
  if (at == 0 || whole >= kMostSeconds) return std::nullopt;
  std::int64_t part = 0;
  std::size_t decimals = 0;
  if (at < text.size()) {
    if (text[at++] != '.') return std::nullopt;
    for (; at < text.size() && is_digit(text[at]) && decimals < kMostDecimals; ++decimals)
      part = part * 10 + (text[at++] - '0');
    if (decimals == 0 || at < text.size()) return std::nullopt;
  }
  for (std::size_t place = decimals; place < kMostDecimals; ++place) part *= 10;
  const std::int64_t nanoseconds = whole * kNanosecondsPerSecond + part;
  return Time{negative ? -nanoseconds : nanoseconds, static_cast<std::uint8_t>(decimals)};
}

void append_time(std::string& out, Time time) {
  const bool negative = time.nanoseconds < 0;
  const auto magnitude = negative ? std::uint64_t{0} - static_cast<std::uint64_t>(time.nanoseconds)
                                  : static_cast<std::uint64_t>(time.nanoseconds);
  constexpr auto kUnit = static_cast<std::uint64_t>(kNanosecondsPerSecond);
  if (negative) out += '-';
  std::array<char, 24> digits{};
  const auto whole = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude / kUnit);
  out.append(digits.data(), whole.ptr);
  if (time.decimals == 0) return;
  std::array<char, kMostDecimals> part{};
  std::uint64_t rest = magnitude % kUnit;
  for (std::size_t place = kMostDecimals; place-- > 0; rest /= 10)
    part[place] = static_cast<char>('0' + rest % 10);
  out += '.';
  out.append(part.data(), time.decimals);
}

std::string to_string(Time time) {
  std::string text;
  append_time(text, time);
  return text;
}

}  // namespace braid::recording
