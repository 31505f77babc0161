#include "braid/checker/models/smb/smb_refusals.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

[[noreturn]] void refuse(const Trace& trace, SourcePosition position, const std::string& cause,
                         const std::string& accepted) {
  throw InputError(trace.source, position, cause, accepted, trace.text);
}

bool known(Operation operation) {
  return has_descriptor(operation) || operation == Operation::remove;
}

void refuse_declarations(const Trace& trace) {
  const auto unknown = [&](SourcePosition position, const char* what) {
    refuse(trace, position, fmt::format("smb has no {}", what), "leave the statement out");
  };
  if (!trace.mounts.empty()) unknown(trace.mounts.front().position, "mounts: all clients see one share");
  if (!trace.volumes.empty()) unknown(trace.volumes.front().position, "read-only volumes");
  if (!trace.directories.empty()) unknown(trace.directories.front().position, "access control");
  if (!trace.users.empty()) unknown(trace.users.front().position, "users");
  for (const File& file : trace.files) {
    if (file.absent) unknown(file.position, "files that are created later");
    if (file.blocks > 1) {
      refuse(trace, file.position, fmt::format("{} has {} blocks", quote(file.name), file.blocks),
             "files of smb are one block here: leave `blocks` out");
    }
  }
}

}  // namespace

void refuse_what_smb_cannot_take(const Trace& trace) {
  constexpr std::size_t kMostProcesses = 64;
  if (trace.actors.size() > kMostProcesses) {
    refuse(trace, trace.system_position, fmt::format("{} processes are too many", trace.actors.size()),
           fmt::format("there are at most {}", kMostProcesses));
  }
  refuse_declarations(trace);
  for (const Actor& actor : trace.actors) {
    std::vector<std::uint32_t> open(trace.files.size(), 0);
    for (const Event& event : actor.events) {
      if (!known(event.operation)) {
        refuse(trace, event.position, fmt::format("smb has no {}", quote(name_of(event.operation))),
               "its events are open, read, write, close, fsync and remove");
      }
      if (event.truncates) {
        refuse(trace, event.position, "smb empties no files",
               "leave `truncate` out; nfs2 and nfs3 know this");
      }
      if (event.unaligned) {
        refuse(trace, event.position, "smb has no writes of parts of blocks",
               "leave `unaligned` out; nfs2 and nfs3 know this");
      }
      if (event.operation == Operation::open) ++open[event.file];
      if (event.operation == Operation::close) --open[event.file];
      if (event.operation == Operation::remove && open[event.file] > 0) {
        refuse(trace, event.position,
               fmt::format("remove of {}, which {} has open", quote(trace.files[event.file].name),
                           quote(actor.name)),
               "close it first");
      }
    }
  }
}

void refuse_tangled_sessions(const Trace& trace, const std::vector<bool>& removable) {
  for (const Actor& actor : trace.actors) {
    for (std::uint32_t open = 0; open < actor.events.size(); ++open) {
      const Event& event = actor.events[open];
      if (event.operation != Operation::open || !removable[event.file]) continue;
      const std::uint32_t end = after_session(actor, open);
      for (std::uint32_t inner = open + 1; inner < end; ++inner) {
        const Event& other = actor.events[inner];
        if (has_descriptor(other.operation) && other.descriptor == event.descriptor) continue;
        refuse(trace, other.position,
               fmt::format("{} may be removed, so that its open fails, and this event is not of its session",
                           quote(trace.files[event.file].name)),
               "close the file first");
      }
    }
  }
}

void refuse_name_of_write(const Trace& trace, const std::string& name) {
  refuse(trace, trace.system_position,
         fmt::format("a file holds {} at first: that is the name of a write", quote(name)),
         "choose another word");
}

std::uint32_t after_session(const Actor& actor, std::uint32_t open) {
  const auto begin = actor.events.begin() + open;
  const auto close = std::find_if(begin, actor.events.end(), [&](const Event& event) {
    return event.operation == Operation::close && event.descriptor == begin->descriptor;
  });
  if (close == actor.events.end()) return static_cast<std::uint32_t>(actor.events.size());
  return static_cast<std::uint32_t>(close - actor.events.begin()) + 1;
}

}  // namespace braid::models
