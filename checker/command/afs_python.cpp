#include "braid/checker/command/afs_python.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <system_error>
#include <vector>

namespace braid::command {
namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view strip(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// Removes a sign from the front of `text`; says whether it was a minus.
bool take_sign(std::string_view& text) {
  if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
  const bool negative = text.front() == '-';
  text.remove_prefix(1);
  return negative;
}

unsigned digit_value(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? static_cast<unsigned>(letter - 'a') + 10 : 16;
}

/// The values of digits of a radix, most significant first; nothing where something else stands among them or
/// an underscore is not between two digits.
std::optional<std::vector<unsigned char>> parse_digits(std::string_view text, unsigned radix) {
  std::vector<unsigned char> digits;
  digits.reserve(text.size());
  bool after_digit = false;
  for (const char c : text) {
    if (c == '_' && after_digit) {
      after_digit = false;
      continue;
    }
    const unsigned value = digit_value(c);
    if (value >= radix) return std::nullopt;
    digits.push_back(static_cast<unsigned char>(value));
    after_digit = true;
  }
  if (!after_digit) return std::nullopt;
  return digits;
}

Integer integer_of(const std::vector<unsigned char>& digits, unsigned radix) {
  Integer value;
  if (radix == 10) {
    for (const unsigned char digit : digits) value = value * 10 + digit;
    return value;
  }
  const unsigned bits = radix == 16 ? 4 : radix == 8 ? 3 : 1;
  import_bits(value, digits.begin(), digits.end(), bits);
  return value;
}

/// int(text, radix) for the radixes that options use.
std::optional<Integer> parse_integer(std::string_view text, unsigned radix) {
  text = strip(text);
  const bool negative = take_sign(text);
  const char prefix = radix == 16 ? 'x' : radix == 8 ? 'o' : 'b';
  if (radix != 10 && text.size() >= 2 && text[0] == '0' && lower(text[1]) == prefix) {
    text.remove_prefix(2);
    if (!text.empty() && text.front() == '_') text.remove_prefix(1);
  }
  const auto digits = parse_digits(text, radix);
  if (!digits || (radix == 10 && digits->size() > kMostPythonDigits)) return std::nullopt;
  const Integer magnitude = integer_of(*digits, radix);
  return negative ? Integer(-magnitude) : magnitude;
}

/// The text without its underscores; nothing where one is not between two digits.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      plain += text[i];
    } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) || !is_digit(text[i + 1])) {
      return std::nullopt;
    }
  }
  return plain;
}

std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

/// A decimal number without sign, taken apart.
struct Decimal {
  std::string_view integral;
  std::string_view fraction;
  std::int64_t exponent = 0;  ///< saturates far beyond what any text can make up for
};

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal decimal;
  decimal.integral = take_digits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    decimal.fraction = take_digits(text);
  }
  if (decimal.integral.empty() && decimal.fraction.empty()) return std::nullopt;
  if (text.empty()) return decimal;
  if (lower(text.front()) != 'e') return std::nullopt;
  text.remove_prefix(1);
  const bool negative = take_sign(text);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) return std::nullopt;
  constexpr std::int64_t kSaturation = 1'000'000'000'000'000;
  for (const char c : digits) decimal.exponent = std::min(kSaturation, decimal.exponent * 10 + (c - '0'));
  if (negative) decimal.exponent = -decimal.exponent;
  return decimal;
}

/// The double nearest to a number whose text is `text` and whose parts are `decimal`.
double value_of(const std::string& text, const Decimal& decimal) {
  const auto is_zero = [](char c) { return c == '0'; };
  const auto integral = std::find_if_not(decimal.integral.begin(), decimal.integral.end(), is_zero);
  const auto fraction = std::find_if_not(decimal.fraction.begin(), decimal.fraction.end(), is_zero);
  const bool below_one = integral == decimal.integral.end();
  if (below_one && fraction == decimal.fraction.end()) return 0;
  // The number lies between 10^(magnitude - 1) and 10^magnitude.
  const std::int64_t magnitude = decimal.exponent + (below_one ? decimal.fraction.begin() - fraction
                                                               : decimal.integral.end() - integral);
  if (magnitude > 400) return std::numeric_limits<double>::infinity();
  if (magnitude < -400) return 0;
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc::result_out_of_range) return value;
  return magnitude > 0 ? std::numeric_limits<double>::infinity() : 0;
}

}  // namespace

std::optional<Integer> parse_python_integer(std::string_view text) {
  if (text.size() >= 2 && text[0] == '0' && lower(text[1]) == 'x') return parse_integer(text, 16);
  if (text.size() >= 2 && text[0] == '0' && lower(text[1]) == 'b') {
    text.remove_prefix(2);
    return parse_integer(text.empty() ? "0" : text, 2);
  }
  return parse_integer(text, !text.empty() && text.front() == '0' ? 8 : 10);
}

std::optional<double> parse_python_float(std::string_view text) {
  std::string_view stripped = strip(text);
  const bool negative = take_sign(stripped);
  const double sign = negative ? -1 : 1;
  const auto plain = without_underscores(stripped);
  if (!plain) return std::nullopt;
  std::string name(*plain);
  std::transform(name.begin(), name.end(), name.begin(), lower);
  if (name == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (name == "inf" || name == "infinity") return sign * std::numeric_limits<double>::infinity();
  const auto decimal = parse_decimal(*plain);
  if (!decimal) return std::nullopt;
  return sign * value_of(*plain, *decimal);
}

std::optional<std::string> python_text(const Integer& value) {
  constexpr std::size_t kMostBits = 14'400;  // 10^4300 has 14285 bits
  if (value != 0 && msb(abs(value)) > kMostBits) return std::nullopt;
  std::string text = value.str();
  if (text.size() - (value < 0 ? 1 : 0) > kMostPythonDigits) return std::nullopt;
  return text;
}

std::string python_text(double value) {
  if (value != value) return "nan";
  std::array<char, 64> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  std::string text(buffer.data(), end.ptr);
  const std::size_t mark = text.find('e');
  if (mark == std::string::npos) return text;  // inf, -inf

  const int exponent = std::stoi(text.substr(mark + 1));
  if (exponent < -4 || exponent >= 16) return text;
  const std::string sign = text[0] == '-' ? "-" : "";
  std::string digits = text.substr(sign.size(), mark - sign.size());
  std::erase(digits, '.');
  if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const std::size_t integral = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= integral) return sign + digits + std::string(integral - digits.size(), '0') + ".0";
  return sign + digits.substr(0, integral) + "." + digits.substr(integral);
}

std::string python_character(char character) {
  const auto code = static_cast<unsigned char>(character);
  switch (character) {
    case '\t':
      return "'\\t'";
    case '\n':
      return "'\\n'";
    case '\r':
      return "'\\r'";
    case '\\':
      return "'\\\\'";
    case '\'':
      return "\"'\"";
    default:
      break;
  }
  if (code < 0x20 || code == 0x7f) return fmt::format("'\\x{:02x}'", code);
  return fmt::format("'{}'", character);
}

std::string python_excerpt(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::string excerpt;
  for (const char c : text.substr(0, kMost)) {
    const std::string quoted = python_character(c);
    excerpt += quoted.substr(1, quoted.size() - 2);
  }
  return text.size() > kMost ? excerpt + "..." : excerpt;
}

}  // namespace braid::command
