// One operation of a recording, as prices need it.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "braid/tracer/trace.h"

namespace braid::cost {

/// Of what is done to a file by its name.
inline constexpr std::uint64_t kNoSession = std::numeric_limits<std::uint64_t>::max();

struct FileUse {
  /// open, close, read, write, stat, fsync, create, remove, truncate (the file is empty then), or rename
  /// (another file gets the name of this one).
  Operation operation = Operation::open;
  std::uint32_t client = 0;
  std::uint64_t session = kNoSession;   ///< from open to close; no two of a recording have the same
  std::optional<bool> writes;           ///< of an open: whether it is for writing, where that was recorded
  bool truncates = false;               ///< of an open: the file is empty then
  bool moves = false;                   ///< of a rename: it is this file that gets another name
  std::optional<std::uint64_t> offset;  ///< of a read or write: bytes
  std::uint64_t length = 0;             ///< that were moved; not 0
  std::optional<std::uint64_t> size;    ///< of a stat: the file's, in bytes
};

}  // namespace braid::cost
