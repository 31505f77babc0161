#include "braid/checker/command/validate_messages.h"

#include <fmt/format.h>

#include "braid/checker/command/recording_argument.h"
#include "braid/checker/conformance/conformance.h"
#include "braid/checker/report/conformance_report.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

conformance::Duplicates duplicates_of(const OptionValues& values) {
  const auto text = value_of(values, "duplicates");
  if (!text || *text == "cached") return conformance::Duplicates::cached;
  if (*text == "executed") return conformance::Duplicates::executed;
  throw CommandLineError(fmt::format("--duplicates is {}; it is `cached` or `executed`", quote(*text)));
}

}  // namespace

std::optional<std::string> protocol_asked(const OptionValues& values) {
  const auto against = value_of(values, "against");
  std::optional<std::string> protocol;
  if (against) {
    const std::vector<std::string> names = split_list("--against", *against);
    for (const std::string& name : names) {
      if (conformance::is_protocol(name)) protocol = name;
    }
    if (protocol && names.size() > 1)
      throw CommandLineError(
          fmt::format("--against {} is of recorded messages, and goes with no other", *protocol));
  }
  for (const char* option : {"initial", "bound"}) {
    if (protocol && value_of(values, option))
      throw CommandLineError(fmt::format("--{} is of histories, not of {}", option, *protocol));
  }
  if (protocol) return protocol;
  if (has_flag(values, "others") || value_of(values, "duplicates"))
    throw CommandLineError("--others and --duplicates are of recorded messages: --against nfs, for example");
  return std::nullopt;
}

ExitCode validate_messages(const std::string& protocol, const OptionValues& values,
                           std::function<bool()> stop, std::ostream& out, std::ostream& err) {
  conformance::ConformanceOptions options;
  options.protocol = protocol;
  options.others = has_flag(values, "others");
  options.duplicates = duplicates_of(values);
  options.stop = std::move(stop);
  constexpr std::int64_t kMostStates = 1'000'000'000;
  if (const auto states = number_of(values, "states", 1, kMostStates))
    options.most_states = static_cast<std::uint64_t>(*states);
  const std::vector<std::string> files = values_of(values, kWords);
  if (files.empty()) throw CommandLineError("no recording is given; name a file, or - for standard input");
  std::vector<import::Input> inputs;
  for (const std::string& file : files) inputs.push_back(import::Input::open(file));
  import::RecordingReader reader(std::move(inputs));
  report::ConformanceReport report;
  report.trace = name_of(files);
  report.verdict = check_conformance(reader, options);
  report.clock = reader.header().clock;
  tell_skipped(err, "validate", reader.ledger());
  if (has_flag(values, "json")) {
    report::JsonWriter json(out);
    write_conformance_json(json, report);
    json.finish();
  } else {
    write_conformance_text(out, report);
  }
  switch (report.verdict.answer) {
    case history::Answer::holds:
      return kHolds;
    case history::Answer::violated:
      return kViolated;
    case history::Answer::unknown:
      return kUnknown;
  }
  return kInternalError;
}

}  // namespace braid::command
