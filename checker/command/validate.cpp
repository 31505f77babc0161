#include "braid/checker/command/validate.h"

#include <fmt/format.h>

#include <chrono>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/interrupt.h"
#include "braid/checker/command/quantities.h"
#include "braid/checker/command/recording_argument.h"
#include "braid/checker/command/validate_messages.h"
#include "braid/checker/conformance/conformance.h"
#include "braid/checker/history/consistency_models.h"
#include "braid/checker/isolation/isolation.h"
#include "braid/checker/report/isolation_report.h"
#include "braid/checker/report/validate_report.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

constexpr std::string_view kHelp =
    R"(usage: braid validate FILE... --against MODEL[,MODEL...] | --all [options]
Could this recording have come from a system that keeps to the model? Answers
holds, violated (with the operations that contradict each other), or unknown.
Of guests: were virtual machines kept apart, and their traps handled?

  FILE...                a recording (.ndjson), or files that braid import
                         reads, as one history
  --against MODEL,...    linearizable, sequential, close-to-open, session,
                         read-your-writes, monotonic-reads, monotonic-writes,
                         writes-follow-reads, bounded-staleness;
                         of a recording of guests: isolation; of packets:
                         nfs2, nfs3, nfs4, nfs (those that are there), afs2
  --all                  all but protocols of packets, strongest first
  --initial VALUE        what objects hold at first; else a value that is read
                         but never written is taken for it
  --bound SECONDS        of bounded-staleness; else the greatest age is measured
  --time DURATION        a search that takes longer ends as unknown: 90s, 2h
  --states N             ... or needs more states (20000000; of packets 20000)
  --others               of packets: who is not in them changes files, too
  --duplicates executed  ... and a call sent again may be carried out again
  --json                 as checker/report/{validate,conformance}.schema.json

Exit: 0 holds, 1 violated, 2 usage, 3 bad input, 5 unknown.
Example:  braid validate traces/recorded/kafs-session.c1.jsonl --against session
)";

OptionTable option_table() {
  OptionTable table;
  for (const char* value : {"against", "initial", "bound", "time", "states", "duplicates"})
    add_value(table, value);
  for (const char* flag : {"all", "json", "others"}) add_flag(table, flag);
  return table;
}

constexpr std::string_view kIsolation = "isolation";

/// What a recording may be checked against.
struct Models {
  std::vector<const history::ConsistencyModel*> of_histories;
  bool isolation = false;
  bool all = false;  ///< that it can be
};

struct Options {
  std::vector<std::string> files;
  Models models;
  std::optional<std::string> initial;
  history::CheckOptions check;
  std::string of_histories;  ///< the first option that is given and about histories only
  bool json = false;
};

const history::ConsistencyModel* model_called(const std::string& name) {
  if (const history::ConsistencyModel* model = history::find_consistency_model(name)) return model;
  std::vector<std::string_view> names;
  for (const history::ConsistencyModel& model : history::consistency_models()) names.push_back(model.name);
  names.push_back(kIsolation);
  for (const std::string_view protocol : conformance::protocols()) names.push_back(protocol);
  const std::string suggestion = did_you_mean(name, names);
  throw CommandLineError(fmt::format("there is no consistency model {}; {}", quote(name),
                                     suggestion.empty() ? "they are " + quote_list(names) : suggestion));
}

Models read_models(const OptionValues& values) {
  const auto against = value_of(values, "against");
  if (against.has_value() == has_flag(values, "all"))
    throw CommandLineError("give --against MODEL, or --all for every model");
  Models models;
  if (!against) {
    models.all = true;
    models.isolation = true;
    for (const history::ConsistencyModel& model : history::consistency_models())
      models.of_histories.push_back(&model);
    return models;
  }
  for (const std::string& name : split_list("--against", *against)) {
    if (name == kIsolation) {
      models.isolation = true;
    } else {
      models.of_histories.push_back(model_called(name));
    }
  }
  return models;
}

std::function<bool()> stop_after(std::optional<std::chrono::milliseconds> time) {
  const auto start = std::chrono::steady_clock::now();
  return
      [=] { return Interrupt::flag().load() || (time && std::chrono::steady_clock::now() - start > *time); };
}

std::optional<std::chrono::milliseconds> time_of(const OptionValues& values) {
  std::optional<std::chrono::milliseconds> time;
  if (const auto text = value_of(values, "time")) time = parse_duration("--time", *text);
  return time;
}

Options read_options(const OptionValues& values) {
  Options options;
  options.files = values_of(values, kWords);
  if (options.files.empty())
    throw CommandLineError("no recording is given; name a file, or - for standard input");
  options.models = read_models(values);
  options.initial = value_of(values, "initial");
  options.json = has_flag(values, "json");
  for (const char* option : {"initial", "bound", "states"}) {
    if (options.of_histories.empty() && value_of(values, option))
      options.of_histories = fmt::format("--{}", option);
  }
  if (const auto bound = value_of(values, "bound")) {
    const auto seconds = recording::parse_time(*bound);
    if (!seconds || seconds->nanoseconds < 0)
      throw CommandLineError(fmt::format("--bound is {}; seconds are needed: 0.5", quote(*bound)));
    options.check.staleness_bound = seconds->nanoseconds;
  }
  constexpr std::int64_t kMostStates = 1'000'000'000'000;
  if (const auto states = number_of(values, "states", 1, kMostStates))
    options.check.limits.most_states = static_cast<std::uint64_t>(*states);
  options.check.limits.stop = stop_after(time_of(values));
  return options;
}

import::RecordingReader open_recording(const std::vector<std::string>& files){
    std::vector<import::Input> inputs;
for (const std::string& file : files) inputs.push_back(import::Input::open(file));
return import::RecordingReader(std::move(inputs));
}  // namespace

/// Throws InputError where the recording is not of what the models are about, and CommandLineError where
/// options are not about it.
void require_fitting(const Options& options, const recording::Header& header) {
  const bool guest = header.kind == recording::Kind::guest;
  const Models& models = options.models;
  if (!models.all && guest && !models.of_histories.empty()) {
    throw InputError(options.files.front(), {}, "it is a recording of guests",
                     fmt::format("--against isolation checks it; {} is checked of recorded operations",
                                 models.of_histories.front()->name));
  }
  if (!models.all && !guest && models.isolation) {
    throw InputError(options.files.front(), {},
                     fmt::format("it is a recording of {}", recording::name_of(header.kind)),
                     "isolation is checked of recordings of guests: of KVM's trace points, QEMU's -d int,mmu "
                     "or User-mode Linux");
  }
  if (guest && !options.of_histories.empty()) {
    throw CommandLineError(fmt::format("{} is about histories, and {} is a recording of guests",
                                       options.of_histories, quote(options.files.front())));
  }
}

constexpr const char* kCutOff = "the recording has no footer: it may be cut off";

/// What a recording lacks may explain what nothing in it explains: a write of the value that was read.
void doubt(history::Verdict& verdict) {
  if (verdict.answer != history::Answer::violated) return;
  verdict.answer = history::Answer::unknown;
  verdict.why_unknown =
      fmt::format("{}; what it lacks may explain this: {}", kCutOff, verdict.contradiction->sentence);
  verdict.contradiction.reset();
  verdict.valid_prefix.reset();
}

/// The history of a recording, or of files that are imported on the way.
history::History load_history(import::RecordingReader& reader, const Options& options, std::ostream& err) {
  history::History history = history::read_history(reader, options.initial);
  if (!reader.complete()) history.left_out.emplace_back(kCutOff);
  tell_skipped(err, "validate", reader.ledger());
  return history;
}

ExitCode exit_code_of(const std::vector<history::Verdict>& verdicts) {
  ExitCode code = kHolds;
  for (const history::Verdict& verdict : verdicts) {
    switch (verdict.answer) {
      case history::Answer::holds:
        break;
      case history::Answer::violated:
        code = worse(code, kViolated);
        break;
      case history::Answer::unknown:
        code = worse(code, kUnknown);
        break;
    }
  }
  return code;
}

ExitCode validate_history(import::RecordingReader& reader, const Options& options, std::ostream& out,
                          std::ostream& err) {
  const history::History history = load_history(reader, options, err);
  report::ValidateReport report;
  report.trace = name_of(options.files);
  report.history = &history;
  for (const history::ConsistencyModel* model : options.models.of_histories) {
    report.verdicts.push_back(history::check_history(*model, history, options.check));
    if (!reader.complete()) doubt(report.verdicts.back());
  }
  if (options.json) {
    report::JsonWriter json(out);
    report::write_validate_json(json, report);
    json.finish();
  } else {
    report::write_validate_text(out, report);
  }
  return exit_code_of(report.verdicts);
}

ExitCode validate_guests(import::RecordingReader& reader, const Options& options, std::ostream& out,
                         std::ostream& err) {
  const isolation::IsolationVerdict verdict = isolation::check_isolation(reader, options.check.limits.stop);
  tell_skipped(err, "validate", reader.ledger());
  if (options.json) {
    report::JsonWriter json(out);
    report::write_isolation_json(json, name_of(options.files), verdict);
    json.finish();
  } else {
    report::write_isolation_text(out, name_of(options.files), verdict);
  }
  switch (verdict.finding) {
    case isolation::Finding::holds:
      return kHolds;
    case isolation::Finding::violated:
      return kViolated;
    case isolation::Finding::unknown:
    case isolation::Finding::nothing:
      break;
  }
  return kUnknown;
}

ExitCode validate(const Options& options, std::ostream& out, std::ostream& err) {
  const Interrupt interrupt;
  import::RecordingReader reader = open_recording(options.files);
  require_fitting(options, reader.header());
  const bool guests = reader.header().kind == recording::Kind::guest;
  return guests ? validate_guests(reader, options, out, err) : validate_history(reader, options, out, err);
}

}  // namespace braid::command

int run_validate(Arguments arguments, std::ostream& out, std::ostream& err) {
  return run_verb("validate", err, [&] {
    const OptionValues values = read_command_line(arguments, option_table());
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    if (const auto protocol = protocol_asked(values)) {
      const Interrupt interrupt;
      return validate_messages(*protocol, values, stop_after(time_of(values)), out, err);
    }
    return validate(read_options(values), out, err);
  });
}

}  // namespace braid::command
