#include "braid/tracer/recording/time.h"

#include <array>
#include <bit>
#include <charconv>
#include <cstring>

namespace braid::recording {
namespace {

constexpr std::ptrdiff_t kMostDecimals = 9;
constexpr std::ptrdiff_t kMostWholeDigits = 10;
constexpr std::int64_t kMostSeconds = 9'000'000'000;

constexpr auto kPowersOfTen = std::to_array<std::int64_t>(
    {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000});

/// The number that eight digits are, in three multiplications instead of eight; nothing where there are
/// others among them. Pairs of digits, then of pairs, then of fours are added up side by side in one word.
std::optional<std::int64_t> eight_digits(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  constexpr std::uint64_t kHighHalves = 0xF0F0F0F0F0F0F0F0;
  constexpr std::uint64_t kZeros = 0x3030303030303030;
  constexpr std::uint64_t kSixes = 0x0606060606060606;
  if ((word & kHighHalves) != kZeros || ((word + kSixes) & kHighHalves) != kZeros) return std::nullopt;
  word -= kZeros;
  word = (word * 10 + (word >> 8U)) & 0x00FF00FF00FF00FF;
  word = (word * 100 + (word >> 16U)) & 0x0000FFFF0000FFFF;
  word = (word * 10000 + (word >> 32U)) & 0xFFFFFFFF;
  return static_cast<std::int64_t>(word);
}

/// The number of the digits at `at`, of which it takes at most one more than a time has.
std::int64_t take_digits(const char*& at, const char* end) {
  if (end - at > kMostWholeDigits + 1) end = at + kMostWholeDigits + 1;
  std::int64_t number = 0;
  if (std::endian::native == std::endian::little && end - at >= 8) {
    if (const auto eight = eight_digits(at)) {
      number = *eight;
      at += 8;
    }
  }
  for (; at != end && *at >= '0' && *at <= '9'; ++at) number = number * 10 + (*at - '0');
  return number;
}

}  // namespace

std::optional<Time> parse_time(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  const char* const whole_begin = at;
  const std::int64_t whole = take_digits(at, end);
  if (at == whole_begin || at - whole_begin > kMostWholeDigits || whole >= kMostSeconds) return std::nullopt;
  std::int64_t part = 0;
  std::ptrdiff_t decimals = 0;
  if (at != end) {
    if (*at++ != '.') return std::nullopt;
    const char* const part_begin = at;
    part = take_digits(at, end);
    decimals = at - part_begin;
    if (decimals == 0 || decimals > kMostDecimals || at != end) return std::nullopt;
  }
  part *= kPowersOfTen[static_cast<std::size_t>(kMostDecimals - decimals)];
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
  for (std::size_t place = part.size(); place-- > 0; rest /= 10)
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
