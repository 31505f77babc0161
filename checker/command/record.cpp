#include "braid/checker/command/record.h"

#include <fmt/format.h>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/record_client.h"
#include "braid/checker/command/record_guest.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

constexpr std::string_view kHelp =
    R"(usage: braid record client [options] -- COMMAND [ARGUMENT...]
       braid record client --load DIR... [options]
       braid record guest [options] [-- COMMAND [ARGUMENT...]]
What clients of a file system, or virtual machines, really do, as NDJSON
(traces/recordings.md).

  client   what a command does to files, or a built-in workload over mounts
  guest    what KVM does for machines that a command runs, or for built-in ones

braid record client --help and braid record guest --help tell the options.

Exit: 0 done, 2 usage, 3 bad input, or nothing to record with, 4 interrupted, or
events were lost.
Example:  braid record client --load /mnt/c1,/mnt/c2 -o run.ndjson
)";

constexpr std::string_view kClientHelp =
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

constexpr std::string_view kGuestHelp =
    R"(usage: braid record guest [options] [-- COMMAND [ARGUMENT...]]
What KVM does for virtual machines, as NDJSON (traces/recordings.md), by Linux's
trace points: for all machines of the host while a command runs, or two small
built-in ones. Where /dev/kvm or tracefs is missing, a MIPS guest under QEMU.

  -o FILE                write there, once it is whole; else to standard output
  --with kvm|qemu        that one, or nothing
  --buffer KIB           each CPU's buffer in the kernel (8192)
  --event GROUP[:NAME]   further trace points, as sched:sched_switch,
                         kmem:mm_page_free or all of kvmmmu; repeatable
  --map FILE             where the command told where its machines' memory lies;
                         repeatable
  --pages N              that a process in a built-in machine writes, to 64 (8)
  --rounds N             how often it yields to the other then, to 100000 (6)
  --shared N             pages that both machines write, to 16 (0)

Signals go to the command; they end built-in machines.

Exit: 0 done, 2 usage, 3 bad input or no KVM and QEMU, 4 interrupted, or events
were lost.
Example:  braid record guest -o run.ndjson
)";

/// The usage of what is recorded, or null where that is nothing known.
const std::string_view* help_of(std::string_view what) {
  return what == "client" ? &kClientHelp : what == "guest" ? &kGuestHelp : nullptr;
}

}  // namespace

int run_record(Arguments arguments, std::ostream& out, std::ostream& err) {
  return run_verb("record", err, [&] {
    const std::string_view what = arguments.empty() ? std::string_view() : arguments.front();
    if (what == "--help" || what == "-h") {
      out << kHelp;
      return kHolds;
    }
    const std::string_view* const help = help_of(what);
    if (help == nullptr) {
      throw CommandLineError(
          fmt::format("{}; braid record client records clients, braid record guest virtual machines",
                      what.empty() ? "nothing to record is named" : quote(what) + " cannot be recorded"));
    }
    const Arguments rest = arguments.subspan(1);
    // Words behind -- are the command's, also if they are --help.
    for (const std::string_view word : rest) {
      if (word == "--") break;
      if (word == "--help" || word == "-h") {
        out << *help;
        return kHolds;
      }
    }
    return what == "guest" ? record_guest(rest, out, err) : record_client(rest, out, err);
  });
}

}  // namespace braid::command
