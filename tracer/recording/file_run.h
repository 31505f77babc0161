// Runs: what one client reads or writes of one file between an open and its close, or between two pauses.
#pragma once

#include <cstdint>
#include <optional>

#include "braid/tracer/recording/record.h"
#include "braid/tracer/recording/summary.h"

namespace braid::recording {

struct FileRun {
  std::uint64_t next = 0;  ///< the offset behind the last transfer
  std::uint64_t bytes = 0;
  bool begun = false;
  bool from_start = false;
  bool sequential = true;
  bool saw_end = false;  ///< a read returned less than was asked
  bool read = false;
  bool wrote = false;
  Time last;
};

/// When an event was: when it began, or else when it ended.
[[nodiscard]] std::optional<Time> when_it_was(const Record& record);

/// Adds a transfer of so many bytes. `file_size`, the furthest byte of the file that was seen, grows with it.
void extend(FileRun& run, const Record& record, bool writes, std::uint64_t bytes, std::uint64_t& file_size);

[[nodiscard]] RunShape shape_of(const FileRun& run, std::uint64_t file_size);
[[nodiscard]] RunUse use_of(const FileRun& run);

}  // namespace braid::recording
