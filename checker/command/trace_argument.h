// How a trace is given to a verb: files, action strings, or the homework's random workloads.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "braid/checker/command/command_line.h"
#include "braid/tracer/trace.h"

namespace braid::command {

/// A trace that the command line names, still to be loaded.
struct TraceArgument {
  std::string name;          ///< for reports: a path, or `-A ...`
  std::string command_line;  ///< the words that name it again, quoted for a shell
  /// Throws InputError. Remarks on how the trace was made go to the stream.
  std::function<Trace(std::ostream&)> load;
};

/// The options -A, -f, --random, -s, -C, -n, -r, --window, --under.
void add_trace_options(OptionTable& table);

/// The traces that options and words name, in their order. Throws CommandLineError where there is none, where
/// words and options contradict each other, or where an option lacks the one that it belongs to.
[[nodiscard]] std::vector<TraceArgument> trace_arguments(const OptionValues& values,
                                                         const std::vector<std::string>& words);

/// The same for verbs that take one.
[[nodiscard]] TraceArgument single_trace_argument(const OptionValues& values,
                                                  const std::vector<std::string>& words);

/// Whether the command line names a trace at all.
[[nodiscard]] bool names_trace(const OptionValues& values, const std::vector<std::string>& words);

}  // namespace braid::command
