// A part of a recording as a program, all of whose other schedules can be explored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/recording/ndjson_reader.h"
#include "braid/tracer/trace.h"

namespace braid::recording {

/// `12@1795354136.2`: twelve operations around that time. `12@+3.5`: 3.5 seconds after the recording's first
/// start. Half of them end before that time; where one side has too few, the other has more.
struct WindowPlace {
  std::uint64_t operations = 0;
  Time time;
  bool from_first = false;
};

/// Nothing where `text` is no such place.
[[nodiscard]] std::optional<WindowPlace> parse_window_place(std::string_view text);

/// A program, and what its reader should know of how it came about: what was left out, what was added.
struct WindowProgram {
  Trace trace;
  std::vector<std::string> remarks;
};

/// The opens, reads, writes, closes and stats of the window (of all the recording where `place` is empty), in
/// each process's order, as a program for `system`, the words of a `system` line. Files and clients keep
/// their names as far as the notation has them; offsets and lengths are left out, since a model's file is one
/// value. A descriptor that is used but not opened within the window is opened first. Failed operations did
/// nothing and are left out. trace.text is the program in the notation. Reads on to the end of the window
/// only. Throws InputError for a recording of anything but operations, for one without such operations there,
/// and for what the reader refuses. Memory: the operations of the window.
[[nodiscard]] WindowProgram read_window(NdjsonReader& reader, std::string_view source,
                                        const std::optional<WindowPlace>& place, std::string_view system);

}  // namespace braid::recording
