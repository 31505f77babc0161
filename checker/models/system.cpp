#include "braid/checker/models/system.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "braid/checker/models/afs/afs_options.h"
#include "braid/checker/models/afs/afs_system.h"
#include "braid/checker/models/afs2_system.h"
#include "braid/checker/models/protocol/protocol_system.h"
#include "braid/checker/models/vmm/vmm_system.h"
#include "braid/tracer/quote.h"

namespace braid::models {

namespace {

/// A system of files has clients, a monitor has processes of virtual machines.
void require_actors(const Trace& trace, bool guests) {
  const bool has_guests = !trace.actors.empty() && trace.actors.front().guest;
  const bool fits = guests ? trace.machine.has_value() && trace.files.empty() && has_guests
                           : !trace.machine && trace.machines.empty() && !has_guests;
  if (fits) return;
  throw InputError(trace.source, trace.system_position,
                   fmt::format("{} is not a system for what this trace declares", quote(trace.system)),
                   guests ? "it has a `machine`, `vm`s and their `process`es"
                          : "it has `file`s and `client`s; processes of virtual machines are for `vmm`",
                   trace.text);
}

}  // namespace

std::unique_ptr<System> open_system(Trace trace) {
  if (trace.system == "vmm") {
    require_actors(trace, true);
    return vmm_system(std::move(trace));
  }
  const bool protocol = find_protocol(trace.system) != nullptr;
  if (protocol || trace.system == "afs1" || trace.system == "afs2") require_actors(trace, false);
  if (protocol) return protocol_system(std::move(trace));
  if (trace.system == "afs1") return afs_message_system(std::move(trace));
  if (trace.system == "afs2") {
    if (trace.option("granularity") == "message") return afs_message_system(std::move(trace));
    return afs2_system(std::move(trace));
  }
  std::vector<std::string_view> known;
  for (const SystemDescription& system : known_systems()) {
    if (std::find(known.begin(), known.end(), system.name) == known.end()) known.push_back(system.name);
  }
  std::sort(known.begin(), known.end());
  const std::string near = did_you_mean(trace.system, known);
  throw InputError(trace.source, trace.system_position, fmt::format("unknown system {}", quote(trace.system)),
                   near.empty() ? "this version explores " + quote_list(known) : near, trace.text);
}

bool has_evictions(const Trace& trace) {
  const bool callbacks = trace.system == "afs2";
  if (callbacks || trace.system == "afs1") {
    const std::span<const Fault> faults = afs_faults(callbacks);
    const bool messages = !callbacks || trace.option("granularity") == "message";
    return messages && trace.option("delivery") != "instant" &&
           std::find(faults.begin(), faults.end(), Fault::evict) != faults.end();
  }
  const ProtocolKind* kind = find_protocol(trace.system);
  return kind != nullptr &&
         std::find(kind->faults.begin(), kind->faults.end(), Fault::evict) != kind->faults.end();
}

std::optional<Trace> native_counterpart(const Trace& trace) {
  return trace.system == "vmm" ? native_vmm_trace(trace) : std::nullopt;
}

const std::vector<SystemDescription>& known_systems() {
  static const std::vector<SystemDescription> kSystems = [] {
    std::vector<SystemDescription> systems = {afs2_description(), afs2_message_description(),
                                              afs1_message_description()};
    for (const ProtocolKind* kind : protocol_kinds()) systems.push_back(describe(*kind));
    systems.push_back(vmm_description());
    return systems;
  }();
  return kSystems;
}

}  // namespace braid::models
