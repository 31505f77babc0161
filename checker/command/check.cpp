#include "braid/checker/command/check.h"

#include <fmt/format.h>

#include "braid/checker/command/property_choice.h"
#include "braid/checker/command/run_options.h"
#include "braid/checker/command/trace_argument.h"
#include "braid/checker/report/check_report.h"

namespace braid::command {
namespace {

constexpr std::string_view kHelp =
    R"(usage: braid check TRACE... [options]
Is there a schedule that breaks a property, and which is the shortest? Checks a
trace's own conditions; without any, all properties that apply to its system. A
step that cannot be carried out, or actors that wait for ever, are violations.
  TRACE...               in the notation (.trace), or recordings (.ndjson);
                         - is standard input
  --window N@SECONDS     of a recording: N operations around then (+SECONDS:
                         since its start)
  --under 'SYSTEM ...'   in this model, with its options and faults (tick<=2)
  -A ACTIONS [-f FILES]  the homework's action strings instead of files
  --random [-s SEED] [-C CLIENTS] [-n STEPS] [-f FILES] [-r READ-RATIO]
  --property NAME,...    these properties too, or all that apply
  --properties DIR       where property files are (else BRAID_PROPERTIES)
  --condition 'exists: FORMULA'
                         a condition besides the trace's; also forall:, never:
                         (of outcomes) and always: (of states)
  --threads N  --memory SIZE  --time DURATION
                         limits, like 4G, 90s, 2h; beyond them: incomplete
  --unreduced            visit every state, also where fewer do; so does
                         --archive memory|DIR, which keeps every rank
  --json                 a JSON document (checker/report/check.schema.json)

Exit: 0 holds, 4 incomplete, 1 violated, 3 bad input; the worst counts. 2 usage.
Example:  braid check -A oa1:r1:oa2:r1:c1:c2,oa1:w1:c1 --property all
)";

OptionTable option_table() {
  OptionTable table;
  add_trace_options(table);
  add_run_options(table);
  add_values(table, "property");
  add_value(table, "properties");
  add_values(table, "condition");
  add_flag(table, "unreduced");
  add_flag(table, "json");
  return table;
}

PropertyChoice read_choice(const OptionValues& values) {
  PropertyChoice choice;
  for (const std::string& list : values_of(values, "property")) {
    const std::vector<std::string> names = split_list("--property", list);
    choice.properties.insert(choice.properties.end(), names.begin(), names.end());
  }
  choice.conditions = values_of(values, "condition");
  choice.directory = value_of(values, "properties");
  return choice;
}

ExitCode exit_code_of(report::CheckVerdict verdict) {
  switch (verdict) {
    case report::CheckVerdict::holds:
      return kHolds;
    case report::CheckVerdict::incomplete:
      return kIncomplete;
    case report::CheckVerdict::violated:
      return kViolated;
  }
  return kInternalError;
}

/// Checks traces one after the other and tells of each as soon as it is done.
class Checker {
 public:
  Checker(const OptionValues& values, const explore::Limits::Options& budget, std::ostream& out,
          std::ostream& err)
      : traces_(trace_arguments(values, values_of(values, kWords))),
        choice_(read_choice(values)),
        run_options_(read_run_options(values, budget)),
        unreduced_(has_flag(values, "unreduced")),
        json_wanted_(has_flag(values, "json")),
        out_(out),
        err_(err),
        session_(run_options_, err),
        json_(out) {
    if (traces_.size() > 1 && run_options_.archive && run_options_.archive != "memory") {
      throw CommandLineError("--archive DIR keeps the ranks of one trace; give one");
    }
  }

  ExitCode run() {
    if (json_wanted_)
      json_.begin_object(report::JsonLayout::line_each)
          .key("traces")
          .begin_array(report::JsonLayout::line_each);
    ExitCode worst = kHolds;
    for (const TraceArgument& trace : traces_) {
      worst = worse(worst, run_verb("check", err_, [&] { return check(trace); }));
      // A mistake on the command line is the same for every trace.
      if (worst == kUsage || worst == kInternalError) break;
    }
    if (json_wanted_) json_.end_array().end_object().finish();
    return worst;
  }

 private:
  ExitCode check(const TraceArgument& argument) {
    const std::unique_ptr<models::System> system = models::open_system(argument.load(err_));
    BoundChoice bound = bind_choice(*system, choice_);
    bound.request.reduce = !unreduced_;
    const std::optional<models::Forecast> forecast = system->forecast();
    refuse_the_hopeless(system->trace(), forecast, run_options_);
    models::CheckResult result;
    session_.run(forecast, [&](const models::Run& run) { result = system->check(bound.request, run); });
    report::CheckReport report = report::make_check_report(*system, bound.request, result, bound.is_condition,
                                                           bound.expected, bound.progress_expected);
    report.trace = argument.name;
    report.replay_command = fmt::format("braid replay {} --schedule ", argument.command_line);
    report.last_rank = last_rank(forecast);
    if (json_wanted_) {
      report::write_check_json(json_, report);
    } else {
      if (told_) out_ << '\n';
      report::write_check_text(out_, report);
      told_ = true;
    }
    return exit_code_of(report.verdict());
  }

  std::vector<TraceArgument> traces_;
  PropertyChoice choice_;
  RunOptions run_options_;
  bool unreduced_;
  bool json_wanted_;
  std::ostream& out_;
  std::ostream& err_;
  RunSession session_;
  report::JsonWriter json_;
  bool told_ = false;
};

}  // namespace

int run_check(Arguments arguments, std::ostream& out, std::ostream& err,
              const explore::Limits::Options& budget) {
  return run_verb("check", err, [&] {
    const OptionValues values = read_command_line(arguments, option_table());
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    return Checker(values, budget, out, err).run();
  });
}

}  // namespace braid::command
