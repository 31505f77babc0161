// One line of the Linux kernel's tracing: as tracefs prints it (Documentation/trace/ftrace.rst, "Output
// format"), or as perf-script(1) does.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "braid/tracer/recording/time.h"

namespace braid::import::guest {

/// `vmA-5408  (   5408) [000] .....  2032.720764: kvm_inj_exception: #UD` in its parts, which are parts of
/// the line.
struct KernelLine {
  std::string_view command;              ///< of the thread: may hold blanks and dashes, may be empty
  std::uint64_t thread = 0;              ///< its id
  std::optional<std::uint64_t> process;  ///< its process's id, where the line tells it
  std::uint32_t cpu = 0;
  recording::Time time;
  std::string_view event;  ///< `kvm_inj_exception`; `sys_ioctl` of a system call
  std::string_view text;   ///< what the event says; of a system call, what stands behind its name
};

/// Of tracefs `trace` or `trace_pipe`: with or without the columns of TGID and flags. Nothing where the line
/// is no event.
[[nodiscard]] std::optional<KernelLine> read_tracefs_line(std::string_view line);

/// Of `perf script`, with a pid or pid/tid. Nothing where the line is no event.
[[nodiscard]] std::optional<KernelLine> read_perf_line(std::string_view line);

/// Events that the recorder lost.
struct LostEvents {
  std::optional<std::uint32_t> cpu;
  std::optional<std::uint64_t> count;
  std::string_view marker;  ///< what tells it: `LOST`, `entries-written`, `buffer started`
};

/// `CPU:0 [LOST 123 EVENTS]`, `##### CPU 1 buffer started ####`, and a header
/// `# entries-in-buffer/entries-written: 1/2   #P:2` whose numbers differ. Nothing for other lines.
[[nodiscard]] std::optional<LostEvents> read_lost_events(std::string_view line);

}  // namespace braid::import::guest
