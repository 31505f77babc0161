#include "braid/checker/command/quantities.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "braid/checker/command/command_line.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

struct Unit {
  std::string_view name;
  double factor;
};

constexpr double kKibi = 1024;
constexpr double kMebi = kKibi * kKibi;
constexpr double kGibi = kMebi * kKibi;
constexpr double kTebi = kGibi * kKibi;
constexpr std::array kMemoryUnits = std::to_array<Unit>({{"", 1},
                                                         {"b", 1},
                                                         {"k", kKibi},
                                                         {"kb", kKibi},
                                                         {"kib", kKibi},
                                                         {"m", kMebi},
                                                         {"mb", kMebi},
                                                         {"mib", kMebi},
                                                         {"g", kGibi},
                                                         {"gb", kGibi},
                                                         {"gib", kGibi},
                                                         {"t", kTebi},
                                                         {"tb", kTebi},
                                                         {"tib", kTebi}});
constexpr std::array kTimeUnits =
    std::to_array<Unit>({{"ms", 1}, {"", 1000}, {"s", 1000}, {"m", 60e3}, {"min", 60e3}, {"h", 3600e3}});

/// A number without sign and exponent, and its unit (in any case), in the units' base; nothing for anything
/// else.
template <std::size_t N>
std::optional<double> parse_quantity(std::string_view text, const std::array<Unit, N>& units) {
  const std::size_t number_end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view number = text.substr(0, number_end);
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size()) return std::nullopt;
  std::string name(text.substr(number_end));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const Unit& unit : units) {
    if (unit.name == name) return value * unit.factor;
  }
  return std::nullopt;
}

}  // namespace

std::uint64_t parse_memory(std::string_view option, std::string_view text) {
  constexpr double kMost = 4611686018427387904.0;  // 2^62
  const std::optional<double> bytes = parse_quantity(text, kMemoryUnits);
  if (!bytes || *bytes < 1 || *bytes > kMost) {
    throw CommandLineError(
        fmt::format("{} is {}; a size like 512M, 4G or 1.5G is needed (bytes, K, M, G, T), at least 1 byte",
                    option, quote(text)));
  }
  return static_cast<std::uint64_t>(*bytes);
}

std::chrono::milliseconds parse_duration(std::string_view option, std::string_view text) {
  constexpr double kMost = 10.0 * 365 * 24 * 3600e3;
  const std::optional<double> milliseconds = parse_quantity(text, kTimeUnits);
  if (!milliseconds || *milliseconds < 1 || *milliseconds > kMost) {
    throw CommandLineError(fmt::format(
        "{} is {}; a time like 90s, 1.5m, 2h or 250ms is needed, at least 1ms and at most 10 years", option,
        quote(text)));
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(*milliseconds));
}

}  // namespace braid::command
