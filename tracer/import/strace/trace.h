// One run of strace: its processes, and what each of its lines does to them.
#pragma once

#include <string>
#include <vector>

#include "braid/tracer/import/strace/scene.h"
#include "braid/tracer/import/strace/trace_input.h"

namespace braid::import::strace {

/// A line, and when: by the clock, or by its place where there are no times.
struct TimedLine {
  const TraceInput& input;
  recording::Time time;
  std::optional<std::uint64_t> process;  ///< of the line, or of the file (-ff)
  bool by_position = false;
};

class Trace {
 public:
  Trace(std::string actor, Surroundings& surroundings)
      : actor_(std::move(actor)), surroundings_(surroundings) {}

  [[nodiscard]] const std::string& actor() const { return actor_; }

  /// Takes a line: counts it as found unless it is the end of a call that was, and emits or skips what it
  /// ends. Events whose end the line does not say have none yet.
  void take(const TimedLine& line);

  /// No line comes any more: calls that have not returned never will.
  void end();

 private:
  void call(const TimedLine& line, Process& process);
  void unfinished(const TimedLine& line, Process& process);
  void resumed(const TimedLine& line, Process& process);
  void exit(const TimedLine& line, Process& process);
  void superseded(const TimedLine& line, Process& leader);
  void drop_pending(Process& process);
  void interpret_text(std::string_view text, Process& process, const Moment& moment,
                      std::string_view otherwise);
  void skip(const TimedLine& line, std::string_view kind);
  Process& process_of(const TimedLine& line) { return processes_.of_line(line.process); }

  std::string actor_;
  Surroundings& surroundings_;
  Processes processes_;
};

}  // namespace braid::import::strace
