// The values of members that a recording always has, each of one type.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "braid/tracer/quote.h"
#include "braid/tracer/recording/json_line.h"
#include "braid/tracer/recording/time.h"

namespace braid::recording {

/// Throws Mistake: the member is not what it should be.
[[noreturn]] void refuse_type(std::string_view member, std::string_view what, std::string accepted = {});

// Each takes the value of `member`, and throws Mistake where it is not of the type.
[[nodiscard]] inline std::string_view text_of(JsonLine& line, std::string_view member) {
  if (line.first() != '"') refuse_type(member, "no string");
  return line.take_text();
}
[[nodiscard]] inline std::string_view name_of_member(JsonLine& line, std::string_view member) {
  const std::string_view text = text_of(line, member);
  if (text.empty()) refuse_type(member, "empty");
  return text;
}
[[nodiscard]] std::uint64_t natural_of(JsonLine& line, std::string_view member);
[[nodiscard]] Time time_of(JsonLine& line, std::string_view member);

/// Throws Mistake unless the value is an object, which is left to be taken.
inline void expect_object(const JsonLine& line, std::string_view member) {
  if (line.first() != '{') refuse_type(member, "no object");
}

/// The integer that a word is, as JSON writes it (RFC 8259, section 6); nothing where it is none or does not
/// fit.
template <class Integer>
[[nodiscard]] std::optional<Integer> integer_in(std::string_view word);
extern template std::optional<std::int64_t> integer_in(std::string_view word);
extern template std::optional<std::uint64_t> integer_in(std::string_view word);

/// The choice of that name. Throws Mistake, with all names, where it is none.
template <class Choice, std::size_t size>
[[nodiscard]] Choice choice_of(JsonLine& line, std::string_view member,
                               const std::array<Choice, size>& choices) {
  const std::string_view text = text_of(line, member);
  std::string names;
  for (const Choice choice : choices) {
    if (name_of(choice) == text) return choice;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name_of(choice));
  }
  refuse(fmt::format("{} is {}", quote(member), quote(text)), names);
}

}  // namespace braid::recording
