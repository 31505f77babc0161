#include "braid/tracer/import/strace/line.h"

#include <algorithm>

#include "braid/tracer/import/words.h"

namespace braid::import::strace {
namespace {

/// Linux's PID_MAX_LIMIT: a larger number at the front of a line is a time.
constexpr std::uint64_t kMostProcess = std::uint64_t{1} << 22;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?';
}

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
}

std::string_view take_while(std::string_view& text, bool (*accepts)(char)) {
  const auto end =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), accepts) - text.begin());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

/// `<vim>` of --decode-pids=comm, behind a pid.
void skip_comm(std::string_view& text) {
  if (!text.starts_with('<')) return;
  text.remove_prefix(std::min(text.find('>'), text.size() - 1) + 1);
}

/// `[pid 7] ` or `7     `.
std::optional<std::uint64_t> take_process(std::string_view& text) {
  std::string_view rest = text;
  const bool bracketed = rest.starts_with("[pid ");
  if (bracketed) {
    rest.remove_prefix(5);
    skip_blanks(rest);
  }
  const auto number = read_number<std::uint64_t>(take_while(rest, is_digit));
  if (!number || *number > kMostProcess) return std::nullopt;
  skip_comm(rest);
  if (!rest.starts_with(bracketed ? ']' : ' ')) return std::nullopt;
  rest.remove_prefix(1);
  skip_blanks(rest);
  text = rest;
  return number;
}

std::optional<recording::Time> time_of_day(std::string_view word) {
  if (word.size() < 8 || word[2] != ':' || word[5] != ':') return std::nullopt;
  const auto hours = read_number<unsigned>(word.substr(0, 2));
  const auto minutes = read_number<unsigned>(word.substr(3, 2));
  const auto time = recording::parse_time(word.substr(6));
  if (!hours || !minutes || !time || *hours > 23 || *minutes > 59 || *time < recording::Time{} ||
      *time >= recording::seconds(61)) {
    return std::nullopt;
  }
  return *time + recording::seconds(std::int64_t{*hours} * 3600 + std::int64_t{*minutes} * 60);
}

std::optional<Stamp> take_stamp(std::string_view& text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  Stamp stamp;
  if (const auto time = time_of_day(word)) {
    stamp = {Stamp::Form::time_of_day, *time};
  } else if (const auto seconds = recording::parse_time(word)) {
    stamp.time = *seconds;
  } else {
    return std::nullopt;
  }
  text.remove_prefix(end);
  skip_blanks(text);
  return stamp;
}

/// `(+     0.000571) ` of -r beside another time.
void skip_relative(std::string_view& text) {
  if (!text.starts_with("(+")) return;
  const std::size_t end = text.find(')');
  if (end == std::string_view::npos) return;
  text.remove_prefix(end + 1);
  skip_blanks(text);
}

/// The number of -n and the address of -i, which is `????????????????` behind a process's end.
void skip_brackets(std::string_view& text) {
  while (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return;
    if (text.substr(1, end - 1).find_first_not_of(" 0123456789abcdef?") != std::string_view::npos) return;
    text.remove_prefix(end + 1);
    skip_blanks(text);
  }
}

LineKind kind_of(std::string_view body) {
  if (body.empty()) return LineKind::empty;
  if (body.starts_with("--- ")) return LineKind::signal;
  if (body.starts_with("+++ superseded")) return LineKind::superseded;
  if (body.starts_with("+++ ")) return LineKind::exit;
  if (body.starts_with("<... ")) return LineKind::resumed;
  if (body.starts_with("strace: ")) return LineKind::message;
  if (body.starts_with("% time ")) return LineKind::summary;
  std::string_view rest = body;
  if (take_while(rest, is_name).empty() || !rest.starts_with('(')) return LineKind::other;
  const bool begun = body.ends_with("<unfinished ...>") || body.ends_with("<detached ...>");
  return begun ? LineKind::unfinished : LineKind::call;
}

}  // namespace

Line take_apart(std::string_view text) {
  Line line;
  line.body = text;
  if (text.starts_with(" > ")) {
    line.kind = LineKind::stack;
  } else if (text.starts_with(" | ") || text.starts_with(" * ")) {
    line.kind = LineKind::dump;
  } else {
    skip_blanks(line.body);
    line.process = take_process(line.body);
    line.stamp = take_stamp(line.body);
    skip_relative(line.body);
    skip_brackets(line.body);
    line.kind = kind_of(line.body);
  }
  return line;
}

std::optional<Interrupted> attached_message(std::string_view text) {
  constexpr std::string_view kBegin = "strace: Process ";
  constexpr std::string_view kEnd = " attached";
  if (!text.ends_with(kEnd)) return std::nullopt;
  const std::size_t begin = text.rfind(kBegin);
  if (begin == std::string_view::npos || begin + kBegin.size() + kEnd.size() > text.size())
    return std::nullopt;
  const std::size_t digits = begin + kBegin.size();
  const auto process = read_number<std::uint64_t>(text.substr(digits, text.size() - kEnd.size() - digits));
  if (!process) return std::nullopt;
  return Interrupted{text.substr(0, begin), *process};
}

}  // namespace braid::import::strace
