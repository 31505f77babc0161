// Traces from files and from standard input.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/import/input.h"
#include "braid/tracer/recording/window.h"
#include "braid/tracer/trace.h"

namespace braid {

/// The largest text that is read, in bytes.
inline constexpr std::uintmax_t kLargestTraceText = std::uintmax_t{1} << 30;

/// Which part of a recording is to be a program, and of which system, which notation may be given, too.
struct RecordingChoice {
  std::optional<recording::WindowPlace> window;  ///< nothing: all of it
  /// The words of a `system` line; nothing: afs2, of guests vmm, or what the notation says. See with_system()
  /// for notation.
  std::optional<std::string> system;
};

/// Reads the file, or standard input for `-`, packed by gzip or zstd or not, and the trace in it, by its
/// contents: a recording (NDJSON) becomes a program, all else is notation. `remarks` gets what a user should
/// know of how that program came about. Throws InputError for a file that cannot be read, with the system's
/// reason, for a notation larger than kLargestTraceText or given with a window, and for mistakes in either
/// spelling.
[[nodiscard]] Trace load_trace(const std::filesystem::path& path, const RecordingChoice& choice,
                               std::vector<std::string>& remarks);

/// All of an input, which is a notation. Throws InputError where it is larger than kLargestTraceText.
[[nodiscard]] std::string read_notation(import::Input& input);

/// The same for all of a recording.
[[nodiscard]] Trace load_trace(const std::filesystem::path& path);

}  // namespace braid
