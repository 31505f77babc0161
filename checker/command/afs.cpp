#include "braid/checker/command/afs.h"

#include <new>

#include "braid/checker/command/afs_options.h"
#include "braid/checker/command/afs_simulator.h"
#include "braid/checker/command/afs_transcript.h"

namespace braid::command {
namespace {

void print_integer(Transcript& transcript, std::string_view name, const Integer& value) {
  transcript.print("ARG {} ", name);
  const auto text = python_text(value);
  if (!text) {
    throw EarlyExit::with_error(fmt::format("{} has more than {} decimal digits", name, kMostPythonDigits));
  }
  transcript.print("{}\n", *text);
}

void print_options(Transcript& transcript, const AfsOptions& options) {
  print_integer(transcript, "seed", options.seed);
  print_integer(transcript, "numclients", options.clients);
  print_integer(transcript, "numsteps", options.steps);
  print_integer(transcript, "numfiles", options.files);
  transcript.print("ARG readratio {}\n", python_text(options.read_ratio));
  transcript.print("ARG actions {}\n", options.actions);
  transcript.print("ARG schedule {}\n", options.schedule);
  print_integer(transcript, "detail", options.detail);
  transcript.text("\n");
}

void simulate(Transcript& transcript, const AfsOptions& options) {
  try {
    print_options(transcript, options);
    AfsSimulator(options, transcript).run();
  } catch (const EarlyExit& exit) {
    transcript.text(exit.output());
    transcript.flush();
    throw;
  }
  transcript.flush();
}

}  // namespace

int run_afs(std::span<const std::string_view> arguments, std::ostream& out, std::ostream& err) {
  AfsOptions options;
  try {
    options = parse_afs_options(arguments);
  } catch (const UsageError& error) {
    err << "braid afs: " << error.what() << "; see braid afs --help\n";
    return 2;
  }
  try {
    Transcript transcript(out);
    if (options.help) {
      transcript.text(afs_help());
      transcript.flush();
    } else {
      simulate(transcript, options);
    }
    return 0;
  } catch (const EarlyExit& exit) {
    if (!exit.error().empty()) err << "braid afs: " << exit.error() << "\n";
    return 1;
  } catch (const std::bad_alloc&) {
    err << "braid afs: memory is exhausted\n";
    return 1;
  }
}

}  // namespace braid::command
