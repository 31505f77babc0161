// Which steps a control of the virtual machine monitor may take, and where they lead: what a process asks the
// monitor itself for.
#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

using explore::Branch;
using explore::Control;

bool Vmm::prepare_request(const Standing& at, Control control, Step& step) const {
  if (!asks_monitor(step.instruction->operation)) return false;
  constexpr std::uint32_t kNobody = ~0U;
  switch (step.action) {
    case Action::ask:
      return at.stage == VmmStage::ready;
    case Action::attend:
    case Action::serve: {
      if (at.stage != (step.action == Action::attend ? VmmStage::asked : VmmStage::serving)) return false;
      step.busy = busy(step.page, control, step.process, kNobody);
      step.guarded = program_.changes;
      step.branches = program_.changes ? 2 : 1;
      if (options_.fetch == RequestFetch::again && step.action == Action::serve) step.branches = 4;
      if (step.instruction->operation == Operation::request) return true;
      if (program_.protects) step.branches = 3;
      return !step.busy;
    }
    default:
      return false;
  }
}

Vmm::Standing Vmm::after_request(const Step& step, Branch branch, Standing at) const {
  if (step.action == Action::ask) {
    at.stage = VmmStage::asked;
  } else if (branch == vmm_branch::kAbsent) {
    at.stage = VmmStage::allocating;
  } else if (branch == vmm_branch::kAnew) {
    ++at.attempt;
  } else if (branch == vmm_branch::kShared) {
    at.stage = VmmStage::faulted;
  } else if (step.action == Action::attend && serves_later(*step.instruction)) {
    at.stage = VmmStage::serving;
  } else {
    return {at.instruction + 1, 0, VmmStage::ready, false};
  }
  return at;
}

bool Vmm::serves_later(const VmmInstruction& instruction) const {
  return instruction.operation == Operation::request || options_.emulate == Emulation::marked_first;
}

bool Vmm::stores_for_process(const Step& step, Branch branch) const {
  const bool last = step.action == Action::serve || !serves_later(*step.instruction);
  return step.instruction->operation == Operation::atomic && branch == vmm_branch::kDone && last;
}

}  // namespace braid::models
