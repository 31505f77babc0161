#include "braid/checker/command/replay.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>

#include "braid/checker/command/schedule_argument.h"
#include "braid/checker/command/trace_argument.h"
#include "braid/checker/models/system.h"
#include "braid/checker/report/replay_report.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

// What could follow is found by taking each step, which replays the whole schedule.
constexpr std::size_t kMostStepsTaken = 1'000'000;

constexpr std::string_view kHelp =
    R"(usage: braid replay TRACE [--schedule SCHEDULE] [options]
Takes one schedule, step by step, and shows the values that each step changes.

  TRACE                  in the notation (.trace), or a recording (.ndjson);
                         - is standard input
  --window N@SECONDS     of a recording: N operations around then (+SECONDS:
                         since its start)
  --under 'SYSTEM ...'   in this model, with its options and faults (tick<=2)
  -A ACTIONS [-f FILES]  the homework's action strings instead of a file
  --random [-s SEED] [-C CLIENTS] [-n STEPS] [-f FILES] [-r READ-RATIO]
  -S, --schedule SCHEDULE
                         who takes each step: 011100, and with more than ten
                         actors 0,11,3; or a file: a text with a schedule, or
                         what count, check or replay wrote with --json (its
                         first counterexample, else its first witness);
                         without it, the trace's only schedule
  --columns              a column for each actor, instead of what changes
  --counts               how many events of each kind there were; of a virtual
                         machine monitor also without it
  --json                 a JSON document (checker/report/replay.schema.json)

A schedule may stop early; then the steps that could follow are shown.
Exit: 0 done, 2 usage, 3 bad input.
Example:  braid replay -A oa1:w1:c1,oa1:r1:c1 -S 000111
)";

OptionTable option_table() {
  OptionTable table;
  add_trace_options(table);
  add_value(table, "schedule,S");
  add_flag(table, "columns");
  add_flag(table, "counts");
  add_flag(table, "json");
  return table;
}

/// The given schedule, or else the trace's only one.
explore::Schedule schedule_of(const models::System& system, const std::optional<std::string>& word) {
  if (word) return read_schedule(*word, system.label_count());
  const std::optional<explore::Schedule> only = system.only_schedule();
  if (only) return *only;
  throw CommandLineError("the trace has several schedules; add --schedule SCHEDULE, as in --schedule 011100");
}

std::vector<report::NextStep> next_steps(const models::System& system, const explore::Schedule& schedule,
                                         const models::Replay& replay) {
  std::vector<report::NextStep> steps;
  const bool describe = (schedule.size() + 1) * replay.enabled.size() <= kMostStepsTaken;
  for (const std::uint32_t label : replay.enabled) {
    const std::string actor = system.actor_name(system.actor_of(label));
    if (!describe) {
      steps.push_back({label, actor});
      continue;
    }
    explore::Schedule longer = schedule;
    longer.push_back(label);
    const models::Replay after = system.replay(longer);
    steps.push_back({label, fmt::format("{}: {}", actor, after.steps.back().text)});
  }
  return steps;
}

/// The same programs without a monitor, in the only order that they then have.
struct NativeRun {
  std::unique_ptr<models::System> system;
  std::optional<models::Replay> replay;
};

NativeRun native_run(const Trace& trace) {
  NativeRun run;
  std::optional<Trace> native = models::native_counterpart(trace);
  if (!native) return run;
  run.system = models::open_system(std::move(*native));
  if (const std::optional<explore::Schedule> only = run.system->only_schedule())
    run.replay = run.system->replay(*only);
  return run;
}

ExitCode replay(const OptionValues& values, std::ostream& out, std::ostream& err) {
  const TraceArgument trace = single_trace_argument(values, values_of(values, kWords));
  const std::optional<std::string> word = value_of(values, "schedule");
  const std::unique_ptr<models::System> system = models::open_system(trace.load(err));
  const explore::Schedule schedule = schedule_of(*system, word);
  const models::Replay replay = system->replay(schedule);
  const std::vector<report::NextStep> next = next_steps(*system, schedule, replay);
  const bool counts = has_flag(values, "counts");
  const NativeRun native = counts ? native_run(system->trace()) : NativeRun{};
  const report::ReplayReport report{*system,
                                    schedule,
                                    replay,
                                    next,
                                    has_flag(values, "columns"),
                                    counts,
                                    native.system.get(),
                                    native.replay ? &*native.replay : nullptr};
  if (has_flag(values, "json")) {
    report::write_replay_json(out, report);
  } else {
    report::write_replay_text(out, report);
  }
  return kHolds;
}

}  // namespace

int run_replay(Arguments arguments, std::ostream& out, std::ostream& err) {
  return run_verb("replay", err, [&] {
    const OptionValues values = read_command_line(arguments, option_table());
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    return replay(values, out, err);
  });
}

}  // namespace braid::command
