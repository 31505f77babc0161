#include "braid/tracer/notation_system.h"

#include <algorithm>
#include <vector>

namespace braid {
namespace {

constexpr std::string_view kSpace = " \t\r";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

/// Whether a statement with this keyword begins in the line.
bool begins(std::string_view line, std::string_view keyword) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (line.substr(0, kByteOrderMark.size()) == kByteOrderMark) line.remove_prefix(kByteOrderMark.size());
  if (line.substr(0, keyword.size()) != keyword) return false;
  line.remove_prefix(keyword.size());
  return line.empty() || kSpace.find(line.front()) != std::string_view::npos;
}

/// The words of the two statements.
struct Statements {
  std::string system = "system";
  std::string faults;

  explicit Statements(std::string_view words) {
    for (std::size_t at = 0; at < words.size();) {
      constexpr std::string_view kBreaks = " \t\r\n";
      const std::size_t begin = words.find_first_not_of(kBreaks, at);
      if (begin == std::string_view::npos) break;
      at = std::min(words.find_first_of(kBreaks, begin), words.size());
      const std::string_view word = words.substr(begin, at - begin);
      const bool budget = word.find("<=") != std::string_view::npos;
      if (budget && faults.empty()) faults = "faults";
      (budget ? faults : system).append(" ").append(word);
    }
  }
};

}  // namespace

std::string with_system(std::string_view text, std::string_view words) {
  const Statements statements(words);
  std::string result;
  bool replaced_faults = statements.faults.empty();
  bool leaves_out = false;
  for (const std::string_view line : lines_of(text)) {
    const bool faults = !statements.faults.empty() && begins(line, "faults");
    if (begins(line, "system")) {
      result += statements.system;
      leaves_out = true;
    } else if (faults) {
      if (!replaced_faults) result += statements.faults;
      replaced_faults = true;
      leaves_out = true;
    } else {
      const bool goes_on = !line.empty() && kSpace.find(line.front()) != std::string_view::npos;
      leaves_out = leaves_out && (goes_on || line.empty() || line.front() == '#');
      if (!leaves_out || !goes_on) result += line;
    }
    result += '\n';
  }
  if (!replaced_faults) result += statements.faults + '\n';
  return result;
}

}  // namespace braid
