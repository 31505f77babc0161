// The parts of files that a history reads and writes, each of which is an object.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "braid/checker/history/history.h"

namespace braid::history {

/// Gives objects to (file, offset, length). Invariant: a file's parts do not overlap, or the file is left
/// out in finish(): what a read of two writes' halves means, no check of registers knows.
class FileParts {
 public:
  /// The object of a read or write of a file. The length is what was asked for.
  [[nodiscard]] std::uint32_t object_of(History& history, std::uint32_t group,
                                        const recording::Record& record, const std::string& content);

  /// The object that is all of a group.
  [[nodiscard]] std::uint32_t whole_object(History& history, std::uint32_t group);

  /// Removes the operations on files whose parts overlap, and says so; names objects.
  void finish(History& history);

 private:
  struct Part {
    std::uint64_t length = 0;
    std::uint32_t object = 0;
  };
  std::map<std::uint32_t, std::map<std::uint64_t, Part>> parts_;  ///< by group and offset
  std::map<std::uint32_t, std::uint32_t> whole_;
  std::map<std::uint32_t, std::uint64_t>
      mixed_;  ///< groups with parts that are read and written by other lengths
};

}  // namespace braid::history
