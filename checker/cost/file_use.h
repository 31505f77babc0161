// One operation of a recording, as prices need it.
#pragma once

#include <cstdint>
#include <optional>

#include "braid/tracer/trace.h"

namespace braid::cost {

struct FileUse {
  Operation operation = Operation::open;  ///< open, close, read, write, stat or fsync
  std::uint32_t client = 0;
  std::uint64_t session = 0;            ///< from open to close; no two of a recording have the same
  std::optional<bool> writes;           ///< of an open: whether it is for writing, where that was recorded
  std::optional<std::uint64_t> offset;  ///< of a read or write: bytes
  std::uint64_t length = 0;             ///< that were moved; not 0
  std::optional<std::uint64_t> size;    ///< of a stat: the file's, in bytes
};

}  // namespace braid::cost
