// The notation: traces as people write them. The grammar is in traces/README.md.
#pragma once

#include <string>
#include <string_view>

#include "braid/tracer/trace.h"

namespace braid {

/// Contents under `values counter` are integers from 0 to this.
inline constexpr std::uint64_t kGreatestContents = (std::uint64_t{1} << 62) - 1;

/// Reads a trace; `source` is what messages call the text. Options that the text does not set stay unset.
/// Whether the system, its options, its faults and the conditions' formulas mean something is not checked
/// here but by the models. Throws InputError, with the position of the first mistake found, for any text that
/// is not a trace. Linear in the text.
[[nodiscard]] Trace parse_notation(std::string_view source, std::string_view text);

/// Writes a program so that parse_notation reads it back equal but for source, text and positions; names
/// descriptors only where that is needed. Precondition: the invariants of Trace. Throws
/// std::invalid_argument, naming the part, for what the notation cannot say: histories, no actors, and names,
/// values or formulas that it would read otherwise.
[[nodiscard]] std::string to_notation(const Trace& trace);

}  // namespace braid
