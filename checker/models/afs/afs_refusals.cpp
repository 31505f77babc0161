// What traces of AFS at message granularity may not ask.
#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/models/afs/afs_program.h"
#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

[[noreturn]] void refuse(const Trace& trace, SourcePosition position, const std::string& cause,
                         const std::string& accepted) {
  throw InputError(trace.source, position, cause, accepted, trace.text);
}

bool known(Operation operation) {
  return operation <= Operation::makedir || operation == Operation::fsync || operation == Operation::truncate;
}

bool known_to_afs1(Operation operation) {
  return operation <= Operation::stat || operation == Operation::create || operation == Operation::fsync ||
         operation == Operation::truncate;
}

void check_known(const Trace& trace, const AfsOptions& options, const Event& event) {
  const std::string name = quote(name_of(event.operation));
  if (!known(event.operation)) {
    refuse(trace, event.position, fmt::format("{} has no {}", trace.system, name),
           "AFS stores whole files, at the close; NFS and SMB know this");
  }
  if (!options.callbacks && !known_to_afs1(event.operation)) {
    refuse(trace, event.position, fmt::format("afs1 has no {}", name),
           "its events are open, read, write, close, stat, create, fsync and truncate");
  }
  if (options.delivery != Delivery::instant) return;
  if (event.operation > Operation::close) {
    refuse(trace, event.position, fmt::format("delivery=instant has no {}", name),
           "its events are open, read, write and close; delivery=messages knows this");
  }
  if (event.one_block || event.truncates) {
    refuse(trace, event.position,
           fmt::format("delivery=instant has no {}",
                       event.truncates ? "opens that empty a file" : "blocks to read or write"),
           event.truncates ? "leave `truncate` out; delivery=messages knows this"
                           : "leave `at` out; delivery=messages knows this");
  }
}

void check_open_files(const Trace& trace, const Actor& actor) {
  std::vector<std::uint32_t> open(trace.files.size(), 0);
  for (const Event& event : actor.events) {
    if (event.operation == Operation::open) ++open[event.file];
    if (event.operation == Operation::close) --open[event.file];
    const bool on_name = event.operation == Operation::flush || event.operation == Operation::create ||
                         event.operation == Operation::rename || event.operation == Operation::makedir;
    if (on_name && open[event.file] > 0) {
      refuse(trace, event.position,
             fmt::format("{} of {}, which {} has open", name_of(event.operation),
                         quote(trace.files[event.file].name), quote(actor.name)),
             "close it first");
    }
    if (event.operation == Operation::truncate && open[event.file] == 0) {
      const std::string name = trace.files[event.file].name;
      refuse(trace, event.position,
             fmt::format("truncate of {}, which {} does not have open", quote(name), quote(actor.name)),
             fmt::format("AFS empties the copy of an open file: `open {} truncate`", name));
    }
  }
}

void check_contents(const Trace& trace, const Event& event) {
  const bool truncates = event.truncates || event.operation == Operation::truncate;
  if (trace.values == Values::counter && event.operation == Operation::release) {
    refuse(trace, event.position, "a release names what it stores", "use `values writer`");
  }
  if (trace.values == Values::counter && truncates) {
    refuse(trace, event.position, "truncate leaves no number behind", "use `values writer`");
  }
  if (event.operation == Operation::rename &&
      trace.files[event.file].blocks != trace.files[event.replaced].blocks) {
    refuse(trace, event.position, "the two files have different numbers of blocks",
           "declare them with as many blocks");
  }
  if (event.operation != Operation::write && !truncates) return;
  for (const Volume& volume : trace.volumes) {
    if (std::find(volume.files.begin(), volume.files.end(), event.file) == volume.files.end()) continue;
    refuse(trace, event.position,
           fmt::format("{} is in a read-only volume", quote(trace.files[event.file].name)),
           "only a release changes it");
  }
}

}  // namespace

void AfsProgram::check(const Trace& trace, const AfsOptions& options) const {
  constexpr std::size_t kMostProcesses = 64;
  if (trace.actors.size() > kMostProcesses) {
    refuse(trace, trace.system_position, fmt::format("{} processes are too many", trace.actors.size()),
           fmt::format("at message granularity there are at most {}", kMostProcesses));
  }
  if (!trace.mounts.empty()) {
    refuse(trace, trace.mounts.front().position, "all clients of AFS see one name space",
           "`mount` is for NFS, whose clients mount where they like");
  }
  for (const Actor& actor : trace.actors) {
    check_open_files(trace, actor);
    for (const Event& event : actor.events) {
      check_known(trace, options, event);
      check_contents(trace, event);
    }
  }
  check_declarations(trace, options);
  check_directories(trace);
}

void AfsProgram::check_declarations(const Trace& trace, const AfsOptions& options) const {
  if (options.delivery == Delivery::instant) {
    const auto refuse_statement = [&](SourcePosition position, const std::string& what) {
      refuse(trace, position, fmt::format("delivery=instant has no {}", what), "leave the statement out");
    };
    if (!trace.directories.empty()) refuse_statement(trace.directories.front().position, "access control");
    if (!trace.volumes.empty()) refuse_statement(trace.volumes.front().position, "read-only volumes");
    for (const File& file : trace.files) {
      if (file.absent) refuse_statement(file.position, "absent files");
    }
  }
  if (!options.callbacks && !trace.volumes.empty()) {
    refuse(trace, trace.volumes.front().position, "afs1 has no read-only volumes", "leave the statement out");
  }
  for (const File& file : trace.files) {
    if (file.absent && trace.values == Values::counter) {
      refuse(trace, file.position, "a file that is to be created holds no number", "use `values writer`");
    }
  }
}

}  // namespace braid::models
