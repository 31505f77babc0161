#include "braid/checker/command/summary.h"

#include <fmt/format.h>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/interrupt.h"
#include "braid/checker/report/summary_report.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/input.h"
#include "braid/tracer/quote.h"
#include "braid/tracer/recording/ndjson_reader.h"

namespace braid::command {
namespace {

constexpr std::string_view kHelp =
    R"(usage: braid summary RECORDING [options]
What a recorded workload did: operations of each kind and bytes by each client;
whether files are run through sequentially, and how long they are open; files
that several clients share, and whether they wrote at the same time; re-opens.

  RECORDING              what braid import wrote (.ndjson), packed or not; - is
                         standard input
  --json                 a JSON document (checker/report/summary.schema.json)

A run is what is read or written between an open and its close; in recordings
of messages without opens it ends where the client leaves the file alone for
30 seconds.

Exit: 0 done, 2 usage, 3 bad input, 4 interrupted.
Example:  braid import c1.jsonl c2.jsonl -o run.ndjson && braid summary run.ndjson
)";

ExitCode summarise(const std::string& file, bool json, std::ostream& out) {
  constexpr std::uint64_t kEventsBetweenChecks = 4096;
  import::Input input = import::Input::open(file);
  const std::string name = input.name();
  if (!recording::looks_like_recording(input.peek(import::kMostPeeked))) {
    throw InputError(name, {}, "it is no recording", "braid import makes recordings of other tools' formats");
  }
  recording::NdjsonReader reader(std::move(input));
  recording::Summariser summariser;
  recording::Record record;
  const Interrupt interrupt;
  std::uint64_t events = 0;
  while (reader.next(record)) {
    summariser.add(record);
    if (++events % kEventsBetweenChecks == 0 && Interrupt::flag().load()) return kIncomplete;
  }
  const report::SummaryReport report{file, reader.header(), summariser.finish(), reader.footer().has_value()};
  (json ? report::write_summary_json : report::write_summary_text)(out, report);
  return kHolds;
}

}  // namespace

int run_summary(Arguments arguments, std::ostream& out, std::ostream& err) {
  return run_verb("summary", err, [&] {
    OptionTable table;
    add_flag(table, "json");
    const OptionValues values = read_command_line(arguments, table);
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    const std::vector<std::string> words = values_of(values, kWords);
    if (words.size() != 1) {
      throw CommandLineError(words.empty()
                                 ? std::string("no recording is given; name a file, or - for standard input")
                                 : fmt::format("one recording is needed, but {} and {} are given",
                                               quote(words[0]), quote(words[1])));
    }
    return summarise(words.front(), has_flag(values, "json"), out);
  });
}

}  // namespace braid::command
