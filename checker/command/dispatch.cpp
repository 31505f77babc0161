#include "braid/checker/command/dispatch.h"

#include <array>
#include <vector>

#include "braid/checker/command/afs.h"
#include "braid/checker/command/check.h"
#include "braid/checker/command/cost.h"
#include "braid/checker/command/count.h"
#include "braid/checker/command/import.h"
#include "braid/checker/command/list.h"
#include "braid/checker/command/matrix.h"
#include "braid/checker/command/record.h"
#include "braid/checker/command/replay.h"
#include "braid/checker/command/summary.h"
#include "braid/checker/command/validate.h"
#include "braid/checker/command/version.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

struct Verb {
  std::string_view name;
  int (*run)(Arguments, std::ostream&, std::ostream&);
};

constexpr std::array kVerbs = std::to_array<Verb>({
    {"count",
     [](Arguments words, std::ostream& out, std::ostream& err) { return run_count(words, out, err); }},
    {"check",
     [](Arguments words, std::ostream& out, std::ostream& err) { return run_check(words, out, err); }},
    {"replay", run_replay},
    {"matrix",
     [](Arguments words, std::ostream& out, std::ostream& err) { return run_matrix(words, out, err); }},
    {"cost", [](Arguments words, std::ostream& out, std::ostream& err) { return run_cost(words, out, err); }},
    {"validate", run_validate},
    {"record", run_record},
    {"import", run_import},
    {"summary", run_summary},
    {"list", run_list},
    {"afs", run_afs},
});

constexpr std::string_view kHelp =
    R"(usage: braid VERB [TRACE...] [options]
Explores every interleaving of file-system clients, or of virtual machines'
processes, in a model of their system: AFS (afs1, afs2), and a virtual machine
monitor (vmm).

  count    how often each outcome happens, over all schedules
  check    whether properties and conditions hold; the shortest counterexample
  replay   one schedule, step by step, with what each step changes
  matrix   which systems and options have which properties
  cost     what workloads cost: messages, bytes, latency
  validate whether a recorded history keeps to a consistency model
  record   what clients, or virtual machines of KVM, really do
  import   recordings of other tools (strace, captures, histories) as NDJSON
  summary  what a recorded workload did: operations, runs, sharing
  list     models, options, observables, properties, formats
  afs      the AFS homework simulator: the same flags, the same output

  braid VERB --help      a verb's options and an example
  braid --version        the version

Exit: 0 holds or done, 1 violated, 2 usage, 3 bad input, 4 incomplete,
5 unknown, 70 internal error.
Example:  braid count -A oa1:w1:c1,oa1:r1:c1
)";

int unknown_verb(std::string_view word, std::ostream& err) {
  std::vector<std::string_view> names;
  for (const Verb& verb : kVerbs) names.push_back(verb.name);
  const std::string suggestion = did_you_mean(word, names);
  err << "braid: there is no verb " << quote(word) << "; "
      << (suggestion.empty() ? "braid --help lists the verbs" : suggestion) << '\n';
  return kUsage;
}

int dispatch(Arguments arguments, std::ostream& out, std::ostream& err) {
  if (arguments.empty()) {
    err << "braid: no verb is given; braid --help lists the verbs\n";
    return kUsage;
  }
  const std::string_view word = arguments.front();
  if (word == "--help" || word == "-h" || word == "help") {
    out << kHelp;
    return kHolds;
  }
  if (word == "--version") {
    out << "braid " << kVersion << '\n';
    return kHolds;
  }
  for (const Verb& verb : kVerbs) {
    if (verb.name == word) return verb.run(arguments.subspan(1), out, err);
  }
  return unknown_verb(word, err);
}

}  // namespace

int run_braid(Arguments arguments, std::ostream& out, std::ostream& err) {
  const int code = dispatch(arguments, out, err);
  out.flush();
  if (out.good()) return code;
  err << "braid: the output could not be written: it is incomplete\n";
  return code == kHolds ? kIncomplete : code;
}

}  // namespace braid::command
