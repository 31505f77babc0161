// What a directory holds: a set of the names that the trace makes in it, as a content of the model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/tracer/trace.h"

namespace braid::models {

/// The directory that a file is. A set of names is a content: without names, the file's initial content; else
/// `first` + (bits of the names) - 1.
struct AfsDirectory {
  std::uint32_t names = 0;  ///< how many the trace makes in it; 0: the file is no directory
  std::int64_t first = 0;
  std::int64_t initial = 0;

  /// Sets double with every name.
  static constexpr std::uint32_t kMostNames = 6;

  [[nodiscard]] std::uint64_t names_in(std::uint64_t content) const {
    return content == static_cast<std::uint64_t>(initial) ? 0
                                                          : content - static_cast<std::uint64_t>(first) + 1;
  }
  [[nodiscard]] std::uint64_t content_with(std::uint64_t set) const {
    return static_cast<std::uint64_t>(set == 0 ? initial : first - 1 + static_cast<std::int64_t>(set));
  }
  /// The content with one name more; the same, if it is there.
  [[nodiscard]] std::uint64_t with(std::uint64_t content, std::uint32_t name) const {
    return content_with(names_in(content) | std::uint64_t{1} << name);
  }
};

/// All sets of `names` but the empty one, in the order of their contents: `{c0#1,c1#1}`.
[[nodiscard]] std::vector<std::string> sets_of(const std::vector<std::string>& names);

/// Throws InputError where a file on which makedir is called is used as what it is not, or where too many
/// names are made in one.
void check_directories(const Trace& trace);

}  // namespace braid::models
