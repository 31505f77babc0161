#include "braid/checker/models/system.h"

#include <fmt/format.h>

#include "braid/checker/models/afs2_system.h"

namespace braid::models {

std::unique_ptr<System> open_system(Trace trace) {
  // afs2 also refuses, by name, systems that are not known.
  return afs2_system(std::move(trace));
}

const std::vector<SystemDescription>& known_systems() {
  static const std::vector<SystemDescription> kSystems = {afs2_description()};
  return kSystems;
}

}  // namespace braid::models
