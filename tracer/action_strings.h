// The homework's action strings: `oa1:w1:c1,oa1:r1:c1` are two clients; each opens file a on descriptor 1,
// writes or reads it, and closes it. Source: afs.py of ostep-homework (dist-afs), option -A.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "braid/tracer/trace.h"

namespace braid {

/// Reads `oFD` (open file F, a letter a to z, on descriptor D, a digit), `rD`, `wD` and `cD`, separated by
/// colons; commas separate the clients, which are called c0, c1, ... There are `files` files a, b, ... (1 to
/// 26; absent: as many as the greatest letter used, at least 1), and file k, counted from 0, holds the number
/// k at first. The trace is of afs2 with `values counter` and `reopen=replace`, as the homework simulator
/// behaves. Throws InputError, at the column in `actions`, for anything else, for operations on descriptors
/// that are not open and for opens on one that is. A descriptor may be used again after its close. Linear in
/// the text.
[[nodiscard]] Trace parse_action_strings(std::string_view source, std::string_view actions,
                                         std::optional<unsigned> files = std::nullopt);

/// Writes the clients' events as parse_action_strings reads them; what else the trace holds is not written.
/// Precondition: the invariants of Trace. Throws std::invalid_argument where they cannot be written: files
/// that are not called a to z, descriptors that are not called by a digit, operations without a descriptor,
/// clients that are not called c0, c1, ... in this order or have no events, no clients.
[[nodiscard]] std::string to_action_strings(const Trace& trace);

}  // namespace braid
