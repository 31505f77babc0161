#include "braid/checker/report/number_text.h"

#include <fmt/format.h>

#include <array>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>

namespace braid::report {

using explore::BigInteger;
using explore::BigRational;

namespace {

using Float = boost::multiprecision::cpp_bin_float_50;  // its exponents have 31 bits

std::string magnitude(const Float& value) {
  return fmt::format("~{}", value.str(4, std::ios_base::scientific));
}

}  // namespace

std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", count, count == 1 ? singular : plural);
}

std::string counted(const BigInteger& count, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", short_digits(count), count == 1 ? singular : plural);
}

std::string digits(const BigInteger& number) {
  return number.str();
}

std::string short_digits(const BigInteger& number) {
  constexpr unsigned kMostBits = 332;  // 100 decimal digits
  if (number < 1 || boost::multiprecision::msb(number) < kMostBits) return digits(number);
  return magnitude(Float(number));
}

std::string percentage(const BigInteger& part, const BigInteger& whole) {
  const BigInteger doubled = part * 20000 + whole;  // half up: (part * 10000 + whole / 2) / whole
  const auto hundredths = static_cast<std::uint64_t>(doubled / (whole * 2));
  if (hundredths == 0 && part > 0) return "<0.01";
  if (hundredths == 10000 && part < whole) return ">99.99";
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

std::string fraction_text(const BigRational& fraction) {
  constexpr std::size_t kLongest = 24;
  constexpr unsigned kFewBits = 80;  // more digits than kLongest
  const BigInteger numerator = boost::multiprecision::numerator(fraction);
  const BigInteger denominator = boost::multiprecision::denominator(fraction);
  if (denominator == 1) return digits(numerator);
  if (boost::multiprecision::msb(denominator) <= kFewBits) {
    const std::string exact = digits(numerator) + "/" + digits(denominator);
    if (exact.size() <= kLongest) return exact;
  }
  return magnitude(Float(numerator) / Float(denominator));
}

std::string short_number(double number) {
  constexpr std::array<std::string_view, 6> kUnits = {"", " k", " M", " G", " T", " P"};
  std::size_t unit = 0;
  while (number >= 999.5 && unit + 1 < kUnits.size()) {
    number /= 1000;
    ++unit;
  }
  if (number >= 1e6) return fmt::format("{:.1e}{}", number, kUnits[unit]);
  return unit == 0 || number >= 99.5 ? fmt::format("{:.0f}{}", number, kUnits[unit])
                                     : fmt::format("{:.3g}{}", number, kUnits[unit]);
}

std::string short_bytes(double bytes) {
  constexpr std::array<std::string_view, 6> kUnits = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  std::size_t unit = 0;
  while (bytes >= 1023.5 && unit + 1 < kUnits.size()) {
    bytes /= 1024;
    ++unit;
  }
  if (bytes >= 1e6) return fmt::format("{:.1e} {}", bytes, kUnits[unit]);
  return fmt::format("{:.{}f} {}", bytes, unit > 0 && bytes < 9.95 ? 1 : 0, kUnits[unit]);
}

std::string short_duration(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 59.5) return fmt::format("{:.0f} s", seconds);
  const double minutes = std::floor((seconds + 0.5) / 60);
  if (minutes < 60)
    return fmt::format("{:.0f} min {:.0f} s", minutes, std::floor(seconds + 0.5 - 60 * minutes));
  const double hours = std::floor(minutes / 60);
  if (hours < 48) return fmt::format("{:.0f} h {:.0f} min", hours, minutes - 60 * hours);
  return hours < 1e6 ? fmt::format("{:.0f} days", hours / 24) : fmt::format("{:.1e} days", hours / 24);
}

}  // namespace braid::report
