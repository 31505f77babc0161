// A part of a guest recording as programs of virtual machines, all of whose other schedules can be explored.
#pragma once

#include <optional>
#include <string_view>

#include "braid/tracer/recording/window.h"

namespace braid::recording {

/// What each virtual CPU did in the window (all of the recording where `place` is empty) as a process's
/// program for `system`, the words of a `system` line, and what the host did to the pages that they use as a
/// task of the monitor; see traces/recordings.md, "A window of a guest". Pages, frames and CPUs are numbered
/// anew, from 0. Pages begin with the frames that they had at the window's start, as far as the recording
/// tells. trace.text is the program in the notation. Reads on to the end of the window only. Throws
/// InputError where nothing in it can be explored, and for what the reader refuses. Memory: the events of the
/// window, and by guest frame and entry of a shadow page before it.
[[nodiscard]] WindowProgram read_guest_window(NdjsonReader& reader, std::string_view source,
                                              const std::optional<WindowPlace>& place,
                                              std::string_view system);

}  // namespace braid::recording
