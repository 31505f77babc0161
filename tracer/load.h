// Traces from files and from standard input.
#pragma once

#include <filesystem>

#include "braid/tracer/trace.h"

namespace braid {

/// The largest text that is read, in bytes.
inline constexpr std::uintmax_t kLargestTraceText = std::uintmax_t{1} << 30;

/// Reads the file, or standard input for `-`, whole, and then the trace in it, by its contents: a text that
/// begins with { is NDJSON, all else is notation. Throws InputError for a file that cannot be read, with the
/// system's reason, for one larger than kLargestTraceText, for NDJSON, which this version does not read, and
/// for mistakes in the notation.
[[nodiscard]] Trace load_trace(const std::filesystem::path& path);

}  // namespace braid
