// How Python 3.11 reads and prints numbers and characters, for output that must equal a Python program's.
//
// Facts: Python 3.11, Language Reference 2.4 (numeric literals) and Library Reference: int(), float(),
// repr(), optparse ("Standard option types"), sys.set_int_max_str_digits.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace braid::command {

using Integer = boost::multiprecision::cpp_int;

/// Python refuses to convert between text and integers of more decimal digits.
inline constexpr std::size_t kMostPythonDigits = 4300;

/// An option's integer of any size: hexadecimal after 0x, binary after 0b, octal after any other 0, else
/// decimal; with sign, single underscores between digits, and white space around. Nothing where Python
/// refuses the text.
[[nodiscard]] std::optional<Integer> parse_python_integer(std::string_view text);

/// float(text): a decimal number, inf or nan; with sign, single underscores between digits, and white space
/// around. Beyond the range of double the result is an infinity or a zero. Nothing where Python refuses the
/// text.
[[nodiscard]] std::optional<double> parse_python_float(std::string_view text);

/// str(value), or nothing beyond kMostPythonDigits digits, where Python fails.
[[nodiscard]] std::optional<std::string> python_text(const Integer& value);

/// repr(value): the shortest decimal number that reads back as `value`.
[[nodiscard]] std::string python_text(double value);

/// repr() of a string of one ASCII character, quotes included.
[[nodiscard]] std::string python_character(char character);

/// A user's text as a message of one line may show it: control characters escaped, long text cut.
[[nodiscard]] std::string python_excerpt(std::string_view text);

}  // namespace braid::command
