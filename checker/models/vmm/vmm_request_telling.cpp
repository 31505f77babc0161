// What the monitor does that a process asks it itself for, in words.
#include <fmt/format.h>

#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

using explore::Branch;

std::string Vmm::describe_emulation(const Step& step) const {
  const std::string page = page_text(step.page);
  if (step.action == Action::serve) return fmt::format("writes {} for the process; returns", page);
  switch (options_.emulate) {
    case Emulation::logged:
      return fmt::format("writes {} for the process, and marks it dirty; returns", page);
    case Emulation::unlogged:
      return fmt::format("writes {} for the process; returns", page);
    default:
      return fmt::format("marks {} dirty, which it will write for the process", page);
  }
}

std::string Vmm::describe_request(const Step& step, Branch branch) const {
  const std::string page = page_text(step.page);
  if (branch == vmm_branch::kAbsent) return fmt::format("looks up {}: it has no frame", page);
  if (branch == vmm_branch::kShared) return fmt::format("sees that {} is shared", page);
  if (step.instruction->operation == Operation::atomic) return describe_emulation(step);
  if (branch == vmm_branch::kAnew)
    return fmt::format("reads the request in {} again, finds another one, and begins anew with that", page);
  if (step.action == Action::attend) return fmt::format("reads the request in {}, and finds it valid", page);
  return options_.fetch != RequestFetch::once
             ? fmt::format("reads the request in {} again, and does what it says; returns", page)
             : "does what the request says that it has read; returns";
}

}  // namespace braid::models
