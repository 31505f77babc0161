// What traces of NFS may not ask.
#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/models/nfs/nfs_program.h"
#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

[[noreturn]] void refuse(const Trace& trace, SourcePosition position, const std::string& cause,
                         const std::string& accepted) {
  throw InputError(trace.source, position, cause, accepted, trace.text);
}

bool known(Operation operation) {
  switch (operation) {
    case Operation::open:
    case Operation::read:
    case Operation::write:
    case Operation::close:
    case Operation::stat:
    case Operation::create:
    case Operation::fsync:
    case Operation::remove:
    case Operation::truncate:
      return true;
    default:
      return false;
  }
}

}  // namespace

void NfsProgram::check(const Trace& trace) const {
  constexpr std::size_t kMostProcesses = 16;
  if (trace.actors.size() > kMostProcesses) {
    refuse(trace, trace.system_position, fmt::format("{} processes are too many", trace.actors.size()),
           fmt::format("{} takes at most {}", trace.system, kMostProcesses));
  }
  check_files(trace);
  check_events(trace);
}

void NfsProgram::check_files(const Trace& trace) const {
  constexpr std::uint32_t kMostBlocks = 64;
  std::uint32_t all = 0;
  for (const File& file : trace.files) {
    if (file.blocks > kMostBlocks || (all += file.blocks) > kMostBlocks) {
      refuse(trace, file.position, "there are too many blocks",
             fmt::format("{} takes at most {}", trace.system, kMostBlocks));
    }
    if (file.absent && trace.values == Values::counter) {
      refuse(trace, file.position, "a file that is to be created holds no number", "use `values writer`");
    }
  }
  if (!trace.volumes.empty()) {
    refuse(trace, trace.volumes.front().position, fmt::format("{} has no read-only volumes", trace.system),
           "leave the statement out");
  }
  for (const Mount& mount : trace.mounts) {
    if (trace.files[mount.path].blocks == trace.files[mount.file].blocks) continue;
    refuse(trace, mount.position, "the two files have different numbers of blocks",
           "declare them with as many blocks");
  }
}

void NfsProgram::check_events(const Trace& trace) const {
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) {
      if (!known(event.operation)) {
        refuse(trace, event.position,
               fmt::format("{} has no {}", trace.system, quote(name_of(event.operation))),
               "its events are open, read, write, close, stat, fsync, create, remove and truncate");
      }
      const bool makes =
          event.operation == Operation::create || event.operation == Operation::truncate || event.truncates;
      if (makes && trace.values == Values::counter) {
        refuse(trace, event.position,
               fmt::format("{} leaves no number behind",
                           name_of(event.truncates ? Operation::truncate : event.operation)),
               "use `values writer`");
      }
    }
  }
}

void NfsProgram::check_removals(const Trace& trace, const NfsOptions& options) const {
  if (options.silly != NfsSilly::rename) return;
  for (const NfsProcess& remover : processes) {
    for (const NfsEvent& event : remover.events) {
      if (event.operation != Operation::remove) continue;
      bool opened = false;
      std::size_t creations = 0;
      for (const NfsProcess& process : processes) {
        for (const NfsEvent& other : process.events) {
          if (other.file != event.file) continue;
          opened = opened || (other.operation == Operation::open && process.client == remover.client);
          if (other.operation == Operation::create) ++creations;
        }
      }
      // What is absent at first is made before it is open, and is not made again unless a copy of the call
      // comes.
      const bool made_before = files[event.file].absent && creations == 1 && trace.faults.empty();
      if (!opened || creations == 0 || made_before) continue;
      refuse(trace, event.position,
             "the file may be open at this client, which then renames it, and be made again",
             "use silly=remove, or another client to remove it, or leave `create` out");
    }
  }
}

}  // namespace braid::models
