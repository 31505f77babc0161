// The virtual machine monitor's steps as events.
#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

std::vector<explore::EventInstance> Vmm::events(explore::Control, const Step& step,
                                                explore::Branch branch) const {
  std::vector<explore::EventInstance> events;
  const auto add = [&](VmmEventKind kind, std::uint32_t what) {
    events.push_back({static_cast<std::uint32_t>(kind), {what}});
  };
  switch (step.action) {
    case Action::execute:
      list_executed(step, events);
      break;
    case Action::miss:
    case Action::protection:
    case Action::call:
    case Action::forbidden:
    case Action::ask:
      add(VmmEventKind::trap, step.process);
      break;
    case Action::handle_call:
      add(VmmEventKind::call, step.process);
      break;
    case Action::dispatch:
    case Action::refill:
    case Action::install:
    case Action::emulate:
    case Action::invalidate:
    case Action::give_back:
    case Action::look_up:
    case Action::unshare:
    case Action::read_shadow:
    case Action::read_clock:
      add(VmmEventKind::enter, step.process);
      break;
    case Action::attend:
      add(VmmEventKind::enter, step.process);
      if (stores_for_process(step, branch)) add(VmmEventKind::store, step.process);
      break;
    case Action::serve:
      if (stores_for_process(step, branch)) add(VmmEventKind::store, step.process);
      break;
    case Action::update:
      if (!step.stamps) add(VmmEventKind::enter, step.process);
      if (branch == vmm_branch::kRefused) add(VmmEventKind::kill, step.process);
      break;
    case Action::fill:
      if (branch == vmm_branch::kDone) add(VmmEventKind::zero, step.page);
      break;
    case Action::work:
      if (step.part->step == WorkStep::fill && branch == vmm_branch::kDone)
        add(VmmEventKind::zero, step.page);
      break;
    case Action::punish:
      add(VmmEventKind::kill, step.process);
      break;
    case Action::go_over:
      if (step.idler != kWholeMachine) add(VmmEventKind::enter, step.idler);
      add(VmmEventKind::change, step.process);
      break;
    default:
      break;
  }
  return events;
}

void Vmm::list_executed(const Step& step, std::vector<explore::EventInstance>& events) const {
  const VmmInstruction& instruction = *step.instruction;
  const auto add = [&](VmmEventKind kind, std::uint32_t what) {
    events.push_back({static_cast<std::uint32_t>(kind), {what}});
  };
  if (instruction.operation == Operation::load) add(VmmEventKind::load, step.process);
  if (instruction.operation == Operation::store) add(VmmEventKind::store, step.process);
  if (instruction.operation == Operation::idle && !step.alone) add(VmmEventKind::idle, step.process);
  const bool clears = instruction.operation == Operation::clear && instruction.accesses;
  if (clears && instruction.mapping) add(VmmEventKind::zero, step.page);
}

}  // namespace braid::models
