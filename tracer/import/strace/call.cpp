#include "braid/tracer/import/strace/call.h"

#include <algorithm>

#include "braid/tracer/import/strace/text.h"
#include "braid/tracer/import/words.h"

namespace braid::import::strace {
namespace {

constexpr auto kNowhere = std::string_view::npos;
constexpr std::string_view kFolder = "AT_FDCWD";

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Where what -y tells of a descriptor ends: behind the `>` that closes the `<` at `from`. In it, strace
/// escapes these two in paths, nests them for devices (`</dev/null<char 1:3>>`), and writes `->` for
/// connections.
std::size_t end_of_target(std::string_view text, std::size_t from) {
  int depth = 0;
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '<') {
      ++depth;
    } else if (c == '>' && text[at - 1] != '-') {
      if (--depth == 0) return at + 1;
    } else if (c == '"') {
      const std::size_t end = end_of_text(text, at);
      if (end == kNowhere) return kNowhere;
      at = end - 1;
    } else if (c == '\\') {
      ++at;
    }
  }
  return kNowhere;
}

/// Finds the arguments of a call, and where they end.
class ArgumentReader {
 public:
  ArgumentReader(std::string_view text, Call& call) : text_(text), call_(call) {}

  /// `begin` is behind the opening parenthesis. Where the closing one is, or npos.
  std::size_t read(std::size_t begin) {
    first_ = begin;
    int depth = 0;
    for (std::size_t at = begin; at < text_.size();) {
      const char c = text_[at];
      if (c == '"' || c == '<' || c == '/') {
        at = behind(at);
        if (at == kNowhere) return kNowhere;
        continue;
      }
      if (c == ',' && depth == 0) {
        end_argument(at);
      } else if (c == '(' || c == '[' || c == '{') {
        ++depth;
      } else if (c == ')' || c == ']' || c == '}') {
        if (depth == 0) {
          if (c != ')') return kNowhere;
          if (at > begin) end_argument(at);
          return at;
        }
        --depth;
      }
      ++at;
    }
    return kNowhere;
  }

 private:
  /// Where the text, what is told of a descriptor, or the comment that begins at `at` ends; otherwise at + 1.
  std::size_t behind(std::size_t at) const {
    const std::string_view rest = text_.substr(at);
    if (rest[0] == '"') return end_of_text(text_, at);
    if (rest[0] == '/') {
      if (!rest.starts_with("/*")) return at + 1;
      const std::size_t end = rest.find("*/");
      return end == kNowhere ? kNowhere : at + end + 2;
    }
    if (rest.starts_with("<<")) return at + 2;
    return is_word(text_[at - 1]) ? end_of_target(text_, at) : at + 1;
  }

  void end_argument(std::size_t end) {
    std::string_view argument = text_.substr(first_, end - first_);
    argument.remove_prefix(std::min(argument.find_first_not_of(' '), argument.size()));
    // A call that was printed in two parts has blanks where it was interrupted.
    while (argument.ends_with(' ')) argument.remove_suffix(1);
    if (call_.count < Call::kMostArguments) call_.arguments[call_.count++] = argument;
    first_ = end + 1;
  }

  std::string_view text_;
  Call& call_;
  std::size_t first_ = 0;
};

/// `<0.000018>` at the end, of -T.
void take_duration(std::string_view& result, Call& call) {
  if (!result.ends_with('>')) return;
  const std::size_t begin = result.rfind(" <");
  if (begin == kNowhere) return;
  const std::string_view inside = result.substr(begin + 2, result.size() - begin - 3);
  const auto duration = recording::parse_time(inside);
  if (!duration && inside != "unavailable") return;
  // More than three years is no duration, and might not be added to a time.
  if (duration && *duration >= recording::Time{} && *duration < recording::seconds(100'000'000))
    call.duration = duration;
  result = result.substr(0, begin);
}

void read_result(std::string_view result, Call& call) {
  take_duration(result, call);
  call.result = result;
  const bool unknown = result.starts_with('?');
  call.injected = result.find("(INJECTED") != kNowhere;
  std::string_view rest = result;
  const std::string_view first = take_word(rest);
  const std::string_view second = take_word(rest);
  const bool named = second.size() > 1 && second.front() == 'E' &&
                     second.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == kNowhere;
  if (named && (unknown || first == "-1")) {
    call.error = second;
    call.returned = true;
    return;
  }
  if (unknown) return;
  call.returned = true;
  call.value = read_integer(result);
  // An error that strace has no name for: `= -1 (errno 530)`.
  constexpr std::string_view kNumber = "-1 (errno ";
  if (result.starts_with(kNumber)) call.error = result.substr(4, result.find(')') - 4);
}

}  // namespace

std::optional<Call> read_call(std::string_view text) {
  Call call;
  const std::size_t open = text.find('(');
  if (open == kNowhere || open == 0) return std::nullopt;
  call.name = text.substr(0, open);
  const std::size_t close = ArgumentReader(text, call).read(open + 1);
  if (close == kNowhere) return std::nullopt;
  std::string_view rest = text.substr(close + 1);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (!rest.starts_with('=')) return std::nullopt;
  rest.remove_prefix(1);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest.empty()) return std::nullopt;
  read_result(rest, call);
  return call;
}

std::optional<DescriptorText> read_descriptor(std::string_view argument) {
  DescriptorText descriptor;
  std::size_t at = 0;
  if (argument.starts_with(kFolder)) {
    descriptor.folder = true;
    at = kFolder.size();
  } else {
    at = std::min(argument.find_first_not_of("-0123456789"), argument.size());
    const auto number = read_number<std::int64_t>(argument.substr(0, at));
    if (!number) return std::nullopt;
    descriptor.number = *number;
    descriptor.folder = *number == -100;  // AT_FDCWD under -X raw
  }
  if (at >= argument.size() || argument[at] != '<' || at == 0) return descriptor;
  const std::size_t end = end_of_target(argument, at);
  if (end == kNowhere) return descriptor;
  descriptor.target = argument.substr(at + 1, end - at - 2);
  descriptor.deleted = argument.substr(end).starts_with("(deleted)");
  constexpr std::string_view kDeleted = " (deleted)";  // before strace 5.3
  if (descriptor.target.ends_with(kDeleted)) {
    descriptor.deleted = true;
    descriptor.target.remove_suffix(kDeleted.size());
  }
  return descriptor;
}

}  // namespace braid::import::strace
