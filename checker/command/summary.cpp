#include "braid/checker/command/summary.h"

#include <fmt/format.h>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/interrupt.h"
#include "braid/checker/command/recording_argument.h"
#include "braid/checker/report/summary_report.h"
#include "braid/tracer/import/recording_reader.h"

namespace braid::command {
namespace {

constexpr std::string_view kHelp =
    R"(usage: braid summary FILE... [options]
What a recorded workload did: operations of each kind and bytes by each client;
whether files are run through sequentially, and how long they are open; files
that several clients share, and whether they wrote at the same time; re-opens.

  FILE...                what braid import wrote (.ndjson), or files that it
                         reads, as one recording; - is standard input
  --json                 a JSON document (checker/report/summary.schema.json)

A run is what is read or written between an open and its close; in recordings
of messages without opens it ends where the client leaves the file alone for
30 seconds.

Exit: 0 done, 2 usage, 3 bad input, 4 interrupted.
Example:  braid summary traces/recorded/kafs-session.c1.jsonl
)";

ExitCode summarise(const std::vector<std::string>& files, bool json, std::ostream& out, std::ostream& err) {
  constexpr std::uint64_t kEventsBetweenChecks = 4096;
  std::vector<import::Input> inputs;
  for (const std::string& file : files) inputs.push_back(import::Input::open(file));
  import::RecordingReader reader(std::move(inputs));
  recording::Summariser summariser;
  recording::Record record;
  const Interrupt interrupt;
  std::uint64_t events = 0;
  while (reader.next(record)) {
    summariser.add(record);
    if (++events % kEventsBetweenChecks == 0 && Interrupt::flag().load()) return kIncomplete;
  }
  tell_skipped(err, "summary", reader.ledger());
  const report::SummaryReport report{name_of(files), reader.header(), summariser.finish(), reader.complete()};
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
    if (words.empty()) throw CommandLineError("no recording is given; name a file, or - for standard input");
    return summarise(words, has_flag(values, "json"), out, err);
  });
}

}  // namespace braid::command
