#include "braid/checker/command/record.h"

#include <fmt/format.h>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/record_client.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

constexpr std::string_view kHelp =
    R"(usage: braid record client [options] -- COMMAND [ARGUMENT...]
       braid record client --load DIR... [options]
What clients of a file system really do, as NDJSON (traces/recordings.md): a
command's calls on files, by strace, or those of a built-in workload.

  -o FILE                write there, once it is whole; else to standard output
  --client NAME=PREFIX   where a client has the shared files; repeatable
  --data BYTES           so many bytes of each value are kept (4096)
  --load DIR             where a workload runs: repeatable, or DIR,DIR,...; they
                         are mounts of one share. Its files /f0, /f1, ... are
                         made there, and removed afterwards
  --clients N            processes, 1 to 99 (as many as directories)
  --workload NAME        register, session, lock, append or mix (session)
  --operations N         calls of each client, up to 1000000 (200)
  --files N              1 to 100 (2)
  --seed S               another seed is another program (0)
  --force                overwrite files that are there, and remove them, too

Signals go to the command; they end a workload early, a second one at once.

Exit: 0 done, 2 usage, 3 bad input or no strace, 4 interrupted.
Example:  braid record client --load /mnt/c1,/mnt/c2 -o run.ndjson
)";

}  // namespace

int run_record(Arguments arguments, std::ostream& out, std::ostream& err) {
  return run_verb("record", err, [&] {
    const std::string_view what = arguments.empty() ? std::string_view() : arguments.front();
    if (what == "--help" || what == "-h") {
      out << kHelp;
      return kHolds;
    }
    if (what == "guest") throw CommandLineError("guest: not there yet; braid record client is");
    if (what != "client") {
      throw CommandLineError(
          fmt::format("{}; braid record client records clients, and --help tells how",
                      what.empty() ? "nothing to record is named" : quote(what) + " cannot be recorded"));
    }
    const Arguments rest = arguments.subspan(1);
    // Words behind -- are the command's, also if they are --help.
    for (const std::string_view word : rest) {
      if (word == "--") break;
      if (word == "--help" || word == "-h") {
        out << kHelp;
        return kHolds;
      }
    }
    return record_client(rest, out, err);
  });
}

}  // namespace braid::command
