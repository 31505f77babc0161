#include "braid/checker/command/count.h"

#include <algorithm>
#include <limits>

#include "braid/checker/command/observable_list.h"
#include "braid/checker/command/run_options.h"
#include "braid/checker/command/trace_argument.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/parser.h"
#include "braid/checker/report/count_report.h"
#include "braid/checker/report/observed_values.h"

namespace braid::command {
namespace {

constexpr std::size_t kPrintedOutcomes = 100;

constexpr std::string_view kHelp =
    R"(usage: braid count TRACE [options]
How often does each outcome happen, over all schedules? Explores every one.

  TRACE                  in the notation (.trace), or a recording (.ndjson);
                         - is standard input
  --window N@SECONDS     of a recording: N operations around then (+SECONDS:
                         since its start)
  --under 'SYSTEM ...'   in this model, with its options and faults (tick<=2)
  -A ACTIONS [-f FILES]  the homework's action strings instead of a file
  --random [-s SEED] [-C CLIENTS] [-n STEPS] [-f FILES] [-r READ-RATIO]
  --by NAME,...          what tells outcomes apart: observables (see braid list
                         observables), reads, contents; default: reads,contents
  --where FORMULA        only outcomes of which this is true
  --witness              all outcomes, each with a schedule; else the first 100
                         (with --json always all)
  --no-witness  --no-probability
                         without schedules, without odds of a random scheduler
  --threads N  --memory SIZE  --time DURATION
                         limits, like 4G, 90s, 2h; beyond them: incomplete
  --archive memory|DIR   keep every finished rank, in memory or as files
  --json                 a JSON document (checker/report/count.schema.json)

Exit: 0 done, 2 usage, 3 bad input or too big, 4 incomplete.
Example:  braid count -A oa1:w1:c1,oa1:r1:c1
)";

struct CountOptions {
  TraceArgument trace;
  RunOptions run;
  std::optional<std::string> by;
  std::optional<std::string> where;
  bool all_witnesses = false;
  bool no_witness = false;
  bool no_probability = false;
  bool json = false;
};

CountOptions read_options(const OptionValues& values, const explore::Limits::Options& budget) {
  CountOptions options;
  options.trace = single_trace_argument(values, values_of(values, kWords));
  options.run = read_run_options(values, budget);
  options.by = value_of(values, "by");
  options.where = value_of(values, "where");
  options.all_witnesses = has_flag(values, "witness");
  options.no_witness = has_flag(values, "no-witness");
  options.no_probability = has_flag(values, "no-probability");
  options.json = has_flag(values, "json");
  if (options.all_witnesses && options.no_witness) {
    throw CommandLineError("--witness and --no-witness exclude each other");
  }
  return options;
}

OptionTable option_table() {
  OptionTable table;
  add_trace_options(table);
  add_run_options(table);
  add_value(table, "by");
  add_value(table, "where");
  for (const char* flag : {"witness", "no-witness", "no-probability", "json"}) add_flag(table, flag);
  return table;
}

models::CountRequest make_request(const models::System& system, const CountOptions& options) {
  models::CountRequest request;
  request.by = options.by ? find_observables("--by", *options.by, system) : ordered_default_outcome(system);
  if (options.where) {
    const formula::Formula formula = formula::parse_expression("--where", *options.where);
    request.where = formula::bind_condition(ConditionKind::exists, formula, system.signature());
  }
  // The random scheduler picks actors, and no odds are known of faults.
  request.probability = !options.no_probability && report::fault_text(system.trace()).empty();
  if (options.no_witness) {
    request.witnesses = 0;
  } else if (!options.all_witnesses && !options.json) {
    request.witnesses = kPrintedOutcomes;
  }
  return request;
}

ExitCode count(const CountOptions& options, std::ostream& out, std::ostream& err) {
  const std::unique_ptr<models::System> system = models::open_system(options.trace.load(err));
  const std::optional<models::Forecast> forecast = system->forecast();
  refuse_the_hopeless(system->trace(), forecast, options.run);
  const models::CountRequest request = make_request(*system, options);
  models::CountResult result;
  RunSession(options.run, err).run(forecast, [&](const models::Run& run) {
    result = system->count(request, run);
  });

  const report::CountReport report{*system, request, result, last_rank(forecast)};
  if (options.json) {
    report::write_count_json(out, report);
  } else {
    const std::size_t most =
        options.all_witnesses ? std::numeric_limits<std::size_t>::max() : kPrintedOutcomes;
    report::write_count_text(out, report, most);
  }
  const bool complete = result.sweep.complete() && result.witnesses_stopped == explore::StopReason::none;
  return complete ? kHolds : kIncomplete;
}

}  // namespace

int run_count(Arguments arguments, std::ostream& out, std::ostream& err,
              const explore::Limits::Options& budget) {
  return run_verb("count", err, [&] {
    const OptionValues values = read_command_line(arguments, option_table());
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    return count(read_options(values, budget), out, err);
  });
}

}  // namespace braid::command
