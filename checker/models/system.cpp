#include "braid/checker/models/system.h"

#include <fmt/format.h>

#include <vector>

#include "braid/checker/models/afs/afs_system.h"
#include "braid/checker/models/afs2_system.h"
#include "braid/tracer/quote.h"

namespace braid::models {

std::unique_ptr<System> open_system(Trace trace) {
  if (trace.system == "afs1") return afs_message_system(std::move(trace));
  if (trace.system == "afs2") {
    if (trace.option("granularity") == "message") return afs_message_system(std::move(trace));
    return afs2_system(std::move(trace));
  }
  const std::string near = did_you_mean(trace.system, {"afs1", "afs2"});
  throw InputError(trace.source, trace.system_position, fmt::format("unknown system {}", quote(trace.system)),
                   near.empty() ? "this version explores `afs1` and `afs2`" : near, trace.text);
}

const std::vector<SystemDescription>& known_systems() {
  static const std::vector<SystemDescription> kSystems = {afs2_description(), afs2_message_description(),
                                                          afs1_message_description()};
  return kSystems;
}

}  // namespace braid::models
