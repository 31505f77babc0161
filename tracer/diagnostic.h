// Errors that a user made and can mend: bad notation, unknown names, unreadable files.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace braid {

/// A place in a text: 1-based line and column (in bytes); line 0 means "the text as a whole".
struct SourcePosition {
  std::size_t line = 0;
  std::size_t column = 0;
};

/// A mistake in some input, told to its author once: where, what, and what would have been accepted.
class InputError : public std::runtime_error {
 public:
  /// `source` names the text (a file name, "-A", "--where"); `text` is the whole text, from which the line at
  /// `position` is shown with a caret (may be empty); `accepted` says what would have been accepted (may be
  /// empty).
  InputError(std::string_view source, SourcePosition position, std::string_view cause,
             std::string_view accepted = {}, std::string_view text = {});

  [[nodiscard]] SourcePosition position() const { return position_; }
  [[nodiscard]] const std::string& cause() const { return cause_; }

 private:
  SourcePosition position_;
  std::string cause_;
};

/// The name among `candidates` that a misspelt `name` most likely meant, or "" if none is near
/// (edit distance at most 2, and less than the name's length). Ties go to the earlier candidate.
template <class Range>
[[nodiscard]] std::string nearest_name(std::string_view name, const Range& candidates);

/// Levenshtein distance of two names. O(a.size() * b.size()).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

template <class Range>
std::string nearest_name(std::string_view name, const Range& candidates) {
  std::string best;
  std::size_t least = 3;
  for (const auto& candidate : candidates) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least && distance < name.size()) {
      least = distance;
      best = std::string(candidate);
    }
  }
  return best;
}

}  // namespace braid
