// What the kernel says of the buffer of one CPU (per_cpu/cpuN/stats of a tracefs instance).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace braid::record::guest {

/// Events that nobody will see.
struct BufferStats {
  std::uint64_t overrun = 0;         ///< overwritten by later ones
  std::uint64_t commit_overrun = 0;  ///< came while others were being written
  std::uint64_t dropped = 0;         ///< found no room

  [[nodiscard]] std::uint64_t lost() const { return overrun + commit_overrun + dropped; }
};

/// Nothing where the text has no number of overruns, or has something else for a number. Of the others, one
/// that is not told is 0.
[[nodiscard]] std::optional<BufferStats> read_buffer_stats(std::string_view text);

/// The line that trace_pipe has for lost events: `CPU:1 [LOST 7 EVENTS]`, with its end.
[[nodiscard]] std::string lost_line(unsigned cpu, std::uint64_t count);

}  // namespace braid::record::guest
