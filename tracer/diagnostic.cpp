#include "braid/tracer/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace braid {
namespace {

std::string_view line_of(std::string_view text, std::size_t line) {
  for (; line > 1; --line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

/// The line with a caret below `column`; only a window of long lines is shown, control characters as spaces.
std::string excerpt(std::string_view text, SourcePosition position) {
  constexpr std::size_t kWindow = 100;
  std::string_view line = line_of(text, position.line);
  const std::size_t at = std::min(position.column == 0 ? 0 : position.column - 1, line.size());
  const std::size_t from = at > kWindow / 2 ? at - kWindow / 2 : 0;
  std::string shown(line.substr(from, kWindow));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; }, ' ');
  return fmt::format("\n  {}\n  {}^", shown, std::string(at - from, ' '));
}

std::string compose(std::string_view source, SourcePosition position, std::string_view cause,
                    std::string_view accepted, std::string_view text) {
  std::string message(source);
  if (position.line > 0) message += fmt::format(":{}:{}", position.line, position.column);
  message += fmt::format(": {}", cause);
  if (!accepted.empty()) message += fmt::format("; {}", accepted);
  if (position.line > 0 && !text.empty()) message += excerpt(text, position);
  return message;
}

}  // namespace

InputError::InputError(std::string_view source, SourcePosition position, std::string_view cause,
                       std::string_view accepted, std::string_view text)
    : std::runtime_error(compose(source, position, cause, accepted, text)),
      position_(position),
      cause_(cause) {}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substitution, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace braid
