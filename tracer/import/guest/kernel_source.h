// The events of recordings of the kernel's tracing, and of the memory maps that go with them.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/guest/kernel_line.h"

namespace braid::import::guest {

/// Reads a line of the format; see read_tracefs_line().
using ReadKernelLine = std::optional<KernelLine> (*)(std::string_view line);

/// `inputs` are recordings, and perhaps memory maps (see is_memory_map), of which every line is an event
/// `memory` and which name machines. Throws InputError where there is no recording among them.
[[nodiscard]] std::unique_ptr<RecordSource> open_kernel_recordings(std::vector<Input> inputs,
                                                                   ReadKernelLine read,
                                                                   const ImportOptions& options,
                                                                   Ledger& ledger);

/// How surely the head of an input is of the format: whether its first lines are, but for comments and lost
/// events.
[[nodiscard]] int recognise_kernel_lines(std::string_view head, ReadKernelLine read);

}  // namespace braid::import::guest
