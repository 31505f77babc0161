#include "braid/tracer/recording/json_member.h"

#include "braid/tracer/import/words.h"

namespace braid::recording {

void refuse_type(std::string_view member, std::string_view what, std::string accepted) {
  refuse(fmt::format("{} is {}", quote(member), what), std::move(accepted));
}

std::uint64_t natural_of(JsonLine& line, std::string_view member) {
  std::uint64_t usual = 0;
  if (line.take_short_natural(usual)) return usual;
  std::optional<std::uint64_t> number;
  if (line.first() == '"') {
    number = import::read_number<std::uint64_t>(line.take_text());  // as integers beyond 2^53 are written
  } else {
    const std::string_view word = line.take_word();
    number = word == "-0" ? 0 : integer_in<std::uint64_t>(word);
  }
  if (!number) refuse_type(member, "no integer from 0 on");
  return *number;
}

Time time_of(JsonLine& line, std::string_view member) {
  if (line.first() == '"') {
    if (const auto time = parse_time(line.take_text())) return *time;
  }
  refuse_type(member, "no time", "decimal seconds in a string, with at most nine decimals: \"12.345\"");
}

template <class Integer>
std::optional<Integer> integer_in(std::string_view word) {
  const std::string_view digits = word.starts_with('-') ? word.substr(1) : word;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  return import::read_number<Integer>(word);
}
template std::optional<std::int64_t> integer_in(std::string_view word);
template std::optional<std::uint64_t> integer_in(std::string_view word);

}  // namespace braid::recording
