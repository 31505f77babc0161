#include "braid/checker/models/nfs4/nfs4_trace_check.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

[[noreturn]] void refuse(const Trace& trace, SourcePosition position, const std::string& cause,
                         const std::string& accepted) {
  throw InputError(trace.source, position, cause, accepted, trace.text);
}

void check_declarations(const Trace& trace) {
  constexpr std::size_t kMostProcesses = 16;
  if (trace.actors.size() > kMostProcesses) {
    refuse(trace, trace.system_position, fmt::format("{} processes are too many", trace.actors.size()),
           fmt::format("nfs4 takes at most {}", kMostProcesses));
  }
  constexpr std::uint32_t kMostBlocks = 64;
  std::uint32_t blocks = 0;
  bool several = false;
  for (const File& file : trace.files) {
    if (file.absent && trace.values == Values::counter) {
      refuse(trace, file.position, "a file that is to be created holds no number", "use `values writer`");
    }
    blocks += file.blocks;
    several = several || file.blocks > 1;
    if (several && blocks > kMostBlocks) {
      refuse(trace, file.position, "there are too many blocks",
             fmt::format("nfs4 takes at most {} where files have several", kMostBlocks));
    }
    constexpr std::size_t kDigits = 6;
    if (trace.values == Values::counter && file.contents.size() > kDigits) {
      refuse(trace, file.position, fmt::format("a file that holds {} at first holds too much", file.contents),
             "nfs4 counts from 0 to 999999");
    }
  }
  if (!trace.mounts.empty()) {
    refuse(trace, trace.mounts.front().position, "nfs4 has no mounts of its own", "leave the statement out");
  }
  if (!trace.volumes.empty()) {
    refuse(trace, trace.volumes.front().position, "nfs4 has no read-only volumes", "leave the statement out");
  }
  if (!trace.directories.empty()) {
    refuse(trace, trace.directories.front().position, "nfs4 has no access control",
           "leave the statement out");
  }
  if (!trace.users.empty()) {
    refuse(trace, trace.users.front().position, "nfs4 has no users", "leave the statement out");
  }
}

/// What a process may do next depends on what it has open and locked.
struct Descriptor {
  bool open = false;
  bool locked = false;
};

void check_event(const Trace& trace, const Actor& actor, const Event& event, std::vector<Descriptor>& files) {
  const bool makes =
      event.operation == Operation::create || event.operation == Operation::truncate || event.truncates;
  if (makes && trace.values == Values::counter) {
    refuse(trace, event.position,
           fmt::format("{} leaves no number behind",
                       name_of(event.truncates ? Operation::truncate : event.operation)),
           "use `values writer`");
  }
  if (event.unaligned) {
    refuse(trace, event.position, "nfs4 has no writes of parts of blocks",
           "leave `unaligned` out; nfs2 and nfs3 know this");
  }
  switch (event.operation) {
    case Operation::open:
    case Operation::read:
    case Operation::write:
    case Operation::close:
    case Operation::fsync:
    case Operation::lock:
    case Operation::unlock:
    case Operation::stat:
    case Operation::create:
    case Operation::truncate:
      break;
    default:
      refuse(trace, event.position, fmt::format("nfs4 has no {}", quote(name_of(event.operation))),
             "its events are open, read, write, close, fsync, stat, create, truncate, lock and unlock");
  }
  Descriptor& file = files[event.file];
  const std::string name = quote(trace.files[event.file].name);
  if (event.operation == Operation::open && file.open) {
    refuse(trace, event.position, fmt::format("{} has {} open already", quote(actor.name), name),
           "in nfs4 a process has a file open once; give the client a second process");
  }
  if (event.operation == Operation::truncate && !file.open) {
    refuse(trace, event.position, fmt::format("{} has {} not open", quote(actor.name), name),
           "open it first: in nfs4 a process empties what it has open");
  }
  if (event.operation == Operation::lock && !file.open) {
    refuse(trace, event.position, fmt::format("{} has {} not open", quote(actor.name), name),
           "open it first: a lock belongs to an open file");
  }
  if (event.operation == Operation::lock && file.locked) {
    refuse(trace, event.position, fmt::format("{} has {} locked already", quote(actor.name), name),
           "unlock it first");
  }
  if (event.operation == Operation::unlock && !file.locked) {
    refuse(trace, event.position, fmt::format("{} has {} not locked", quote(actor.name), name),
           "lock it first");
  }
  if (event.operation == Operation::close && file.locked) {
    refuse(trace, event.position, fmt::format("{} closes {}, which it has locked", quote(actor.name), name),
           "unlock it first");
  }
  if (event.operation == Operation::open) file.open = true;
  if (event.operation == Operation::close) file.open = false;
  if (event.operation == Operation::lock) file.locked = true;
  if (event.operation == Operation::unlock) file.locked = false;
}

}  // namespace

void check_nfs4_trace(const Trace& trace) {
  check_declarations(trace);
  for (const Actor& actor : trace.actors) {
    std::vector<Descriptor> files(trace.files.size());
    for (const Event& event : actor.events) check_event(trace, actor, event, files);
  }
}

}  // namespace braid::models
