// What calls read and wrote of one file, and the parts into which that divides the file.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/conformance/contents.h"

namespace braid::conformance {

/// A read or write of some bytes, as far as they were recorded.
struct DataAccess {
  enum class Kind : std::uint8_t { read, write, write_unstable, cut_off, commit };
  std::uint32_t call = 0;
  Kind kind = Kind::read;
  std::uint64_t offset = 0;                    ///< cut_off: the file ends here from now on
  std::uint64_t length = 0;                    ///< of what was read or written; commit: 0 is up to the end
  std::string bytes;                           ///< the first of them, perhaps all
  bool required = true;                        ///< whether the call was carried out for sure
  std::uint32_t verifier = ~std::uint32_t{0};  ///< that the reply had, by number
};

/// Parts of a file: [first, second). Sorted; they do not overlap.
using FileParts = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

/// The parts into which the accesses' borders divide what was read with known bytes: other parts no reply
/// tells of.
[[nodiscard]] FileParts parts_of(std::span<const DataAccess> accesses);

/// The range of parts, as indices, that lie in [offset, end).
[[nodiscard]] std::pair<std::size_t, std::size_t> parts_within(const FileParts& parts, std::uint64_t offset,
                                                               std::uint64_t end);

/// What an access has in a part that lies within it: unknown where it was not recorded.
[[nodiscard]] ContentId content_in(const DataAccess& access,
                                   const std::pair<std::uint64_t, std::uint64_t>& part, Contents& contents);

/// How many parts of accesses that makes at most: what checking them costs.
[[nodiscard]] std::uint64_t cost_of(const FileParts& parts, std::span<const DataAccess> accesses);

}  // namespace braid::conformance
