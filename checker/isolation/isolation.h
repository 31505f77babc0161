// Whether a guest recording shows that virtual machines were kept apart, and their traps handled.
#pragma once

#include <functional>

#include "braid/checker/isolation/verdict.h"
#include "braid/tracer/import/recording_reader.h"

namespace braid::isolation {

/// Reads all of the recording, and checks each rule as events come. No rule is decided, and all is unknown,
/// where events were lost, where the recording may be cut off, where lines of it were not understood, and
/// where `stop`, which is asked now and then, ended it early. Throws InputError for a recording that is not
/// of guests, and as the reader does. Memory: by entry of a page table, machine frame, virtual CPU and
/// process.
[[nodiscard]] IsolationVerdict check_isolation(import::RecordingReader& reader,
                                               const std::function<bool()>& stop);

}  // namespace braid::isolation
