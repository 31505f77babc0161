#include "braid/tracer/import/strace/text.h"

#include <algorithm>

#include "braid/tracer/import/words.h"

namespace braid::import::strace {
namespace {

constexpr auto kNowhere = std::string_view::npos;

bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char named(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'b':
      return '\b';
    case 'a':
      return '\a';
    default:
      return c;
  }
}

/// Appends what the escape behind the backslash at text[at - 1] means; returns where it ends.
std::size_t append_escaped(std::string& out, std::string_view text, std::size_t at) {
  if (at == text.size()) return at;
  if (is_octal(text[at])) {
    unsigned value = 0;
    const std::size_t most = std::min(at + 3, text.size());
    for (; at < most && is_octal(text[at]); ++at) value = value * 8 + static_cast<unsigned>(text[at] - '0');
    out += static_cast<char>(value & 0xff);
    return at;
  }
  if (text[at] == 'x' && at + 2 < text.size() && hexadecimal(text[at + 1]) >= 0 &&
      hexadecimal(text[at + 2]) >= 0) {
    out += static_cast<char>(hexadecimal(text[at + 1]) * 16 + hexadecimal(text[at + 2]));
    return at + 3;
  }
  out += named(text[at]);
  return at + 1;
}

std::string_view digits(std::string_view text, std::string_view accepted) {
  return text.substr(0, std::min(text.find_first_not_of(accepted), text.size()));
}

}  // namespace

std::size_t end_of_text(std::string_view text, std::size_t from) {
  for (std::size_t at = from + 1; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return kNowhere;
}

std::optional<Text> read_text(std::string_view argument) {
  if (!argument.starts_with('"')) return std::nullopt;
  const std::size_t end = end_of_text(argument, 0);
  if (end == kNowhere) return std::nullopt;
  return Text{unescaped(argument.substr(1, end - 2)), argument.substr(end).starts_with("...")};
}

std::string unescaped(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t escape = std::min(text.find('\\', at), text.size());
    bytes.append(text.substr(at, escape - at));
    at = escape == text.size() ? escape : append_escaped(bytes, text, escape + 1);
  }
  return bytes;
}

std::optional<std::int64_t> read_integer(std::string_view argument) {
  const bool negative = argument.starts_with('-');
  if (negative) argument.remove_prefix(1);
  std::optional<std::uint64_t> number;
  if (argument.starts_with("0x")) {
    number = read_number<std::uint64_t>(digits(argument.substr(2), "0123456789abcdefABCDEF"), 16);
  } else if (argument.starts_with('0')) {
    number = read_number<std::uint64_t>(digits(argument, "01234567"), 8);
  } else {
    number = read_number<std::uint64_t>(digits(argument, "0123456789"));
  }
  if (!number) return std::nullopt;
  return static_cast<std::int64_t>(negative ? 0 - *number : *number);
}

std::string_view member(std::string_view structure, std::string_view name) {
  std::size_t at = 0;
  while ((at = structure.find(name, at)) != kNowhere) {
    const std::size_t behind = at + name.size();
    const bool whole = at > 0 && (structure[at - 1] == '{' || structure[at - 1] == ' ');
    if (whole && structure.substr(behind).starts_with('=')) {
      const std::string_view value = structure.substr(behind + 1);
      if (value.starts_with('{')) return value.substr(0, std::min(value.find('}'), value.size() - 1) + 1);
      return value.substr(0, std::min(value.find_first_of(",}"), value.size()));
    }
    at = behind;
  }
  return {};
}

Vector read_vector(std::string_view argument) {
  constexpr std::string_view kBase = "iov_base=";
  constexpr std::string_view kLength = "iov_len=";
  Vector vector;
  if (!argument.starts_with('[')) {
    vector.whole = false;
    return vector;
  }
  std::size_t at = 0;
  while (at < argument.size() && (at = argument.find_first_of("i.", at)) != kNowhere) {
    if (argument.substr(at).starts_with(kBase)) {
      at += kBase.size();
      if (const auto text = read_text(argument.substr(at))) {
        // What follows a text that was cut is no longer next to it.
        if (!vector.text.cut) vector.text.bytes += text->bytes;
        vector.text.cut = vector.text.cut || text->cut;
        at = end_of_text(argument, at) + (text->cut ? 3 : 0);
      } else {
        vector.text.cut = true;
      }
    } else if (argument.substr(at).starts_with(kLength)) {
      at += kLength.size();
      vector.length += static_cast<std::uint64_t>(read_integer(argument.substr(at)).value_or(0));
    } else {
      if (argument.substr(at).starts_with("...")) {
        vector.whole = false;
        vector.text.cut = true;
        at += 2;
      }
      ++at;
    }
  }
  return vector;
}

std::vector<std::int64_t> read_pair(std::string_view argument) {
  std::vector<std::int64_t> pair;
  if (!argument.starts_with('[')) return pair;
  if (const auto first = read_integer(argument.substr(1))) pair.push_back(*first);
  const std::size_t comma = argument.find(", ");
  if (comma == kNowhere) return pair;
  if (const auto second = read_integer(argument.substr(comma + 2))) pair.push_back(*second);
  return pair;
}

std::string_view symbolic(std::string_view argument) {
  constexpr std::string_view kBegin = " /* ";
  constexpr std::string_view kEnd = " */";
  const std::size_t begin = argument.find(kBegin);
  if (begin == kNowhere || !argument.ends_with(kEnd) || !read_integer(argument)) return argument;
  argument.remove_prefix(begin + kBegin.size());
  argument.remove_suffix(std::min(kEnd.size(), argument.size()));
  return argument;
}

bool has_flag(std::string_view flags, std::string_view name, std::int64_t bit) {
  if (const auto number = read_integer(flags); number && flags.find('|') == kNowhere)
    return (*number & bit) != 0;
  std::size_t at = 0;
  while ((at = flags.find(name, at)) != kNowhere) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || flags[at - 1] == '|' || flags[at - 1] == ' ';
    if (begins && (end == flags.size() || flags[end] == '|' || flags[end] == ' ')) return true;
    at = end;
  }
  return false;
}

}  // namespace braid::import::strace
