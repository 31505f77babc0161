// Which steps a control of the virtual machine monitor may take, and where they lead: instructions, traps,
// switches.
#include <algorithm>
#include <numeric>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

using explore::Control;
using explore::Position;
using explore::Rank;

bool Vmm::prepare(const Label& label, Control control, Step& step) const {
  step.action = label.action;
  step.process = label.process;
  step.cpu = label.cpu;
  switch (label.action) {
    case Action::boot:
      step.machine = label.process;
      return control.positions[boots_place_ + label.process] == 0;
    case Action::record:
      step.machine = label.process;
      return control.positions[boots_place_ + label.process] == 1;
    case Action::go_over:
    case Action::flush_early:
    case Action::drop_root:
    case Action::touch:
      return prepare_cpu(label, control, step);
    case Action::work:
      return prepare_work(label, control, step);
    case Action::skip:
      return prepare_skip(label, control, step);
    case Action::flush:
      return prepare_flush(label, control, step);
    default:
      break;
  }
  step.machine = program_.processes[label.process].machine;
  if (!booted(step.machine, control)) return false;
  step.cpu = cpu_of(label.process, control);
  step.astray = goes_astray(step, control);
  if (running(step.cpu, control) != label.process && !step.astray) return false;
  if (leaving(step.cpu, control) != 0) return false;
  const Standing at = standing(label.process, control);
  if (at.ended) return false;
  step.instruction = &program_.processes[label.process].instructions[at.instruction];
  if (step.instruction->operation == Operation::idle) step.alone = alone(label.process, control);
  if (step.instruction->mapping) step.page = physical_of(*step.instruction, control);
  const bool writes = step.action == Action::emulate || step.action == Action::store_entry;
  if (writes && step.instruction->operation == Operation::map && !prepare_renaming(control, step))
    return false;
  if (!program_.changes) return prepare_request(at, control, step) || prepare_process(at, step);
  // Of a VM that is being destroyed the monitor ends what it has begun, for the sake of others that wait.
  if (dying(step.machine, control) && !works_on(label.process, step.page, control)) return false;
  return prepare_memory(at, control, step) || prepare_request(at, control, step) || prepare_process(at, step);
}

bool Vmm::prepare_process(const Standing& at, Step& step) const {
  const VmmInstruction& instruction = *step.instruction;
  const bool memory = instruction.accesses;
  step.looks = looks(instruction);
  const bool call = is_call(instruction.operation);
  const bool privileged = instruction.operation == Operation::privileged;
  const bool idles = instruction.operation == Operation::idle;
  const bool yields = idles && options_.idle == IdleCpu::yields;
  const bool goes_unnoticed = !idles || options_.idle == IdleCpu::spins || (!yields && step.alone);
  const bool asks = asks_monitor(instruction.operation);
  const bool peeks = instruction.operation == Operation::peek;
  // What the guest finds in its page table; where that is part of the state, either.
  const bool found = memory && (instruction.valid || instruction.edited) && !instruction.refused;
  const bool lost = !instruction.valid || instruction.edited || instruction.refused;
  const bool either = found && lost;
  const VmmStage hidden = options_.shadows() ? VmmStage::dispatched : VmmStage::installing;
  // Where these depend on the state, they trap in some states and not in others.
  const bool may_pass = (privileged && fields_.processes[step.process].elevated.width != 0) ||
                        (peeks && !options_.supervisor_mode);
  switch (step.action) {
    case Action::execute:
      step.guarded = memory || may_pass;
      step.branches = memory && options_.walks() ? 2 : 1;
      return at.stage == VmmStage::ready && !call && !asks && goes_unnoticed &&
             (may_pass || !(privileged || peeks));
    case Action::miss:
      step.guarded = true;
      return at.stage == VmmStage::ready && memory;
    case Action::protection:
      step.guarded = true;
      return at.stage == VmmStage::ready && is_write(instruction.operation) && instruction.accesses &&
             instruction.mapping;
    case Action::call:
      return at.stage == VmmStage::ready && (call || yields);
    case Action::forbidden:
      step.guarded = may_pass;
      return at.stage == VmmStage::ready && (privileged || peeks);
    case Action::enter:
      return at.stage == VmmStage::trapped;
    case Action::dispatch:
      step.guarded = (options_.second_level && memory && instruction.mapping && !instruction.refused) ||
                     (options_.shadows() && either);
      return at.stage == VmmStage::dispatched && !(options_.shadows() && memory && !lost) && !step.looks;
    case Action::refill:
      step.guarded = true;
      return at.stage == VmmStage::dispatched && memory && instruction.mapping && !instruction.refused;
    case Action::handle_miss:
      step.guarded = either;
      return at.stage == VmmStage::handling && found;
    case Action::punish:
      step.guarded = either;
      return at.stage == VmmStage::handling && !call && lost;
    case Action::handle_call:
      return at.stage == VmmStage::handling && call;
    case Action::emulate:
      return at.stage == VmmStage::emulating;
    case Action::store_entry:
      return at.stage == VmmStage::storing;
    case Action::drop_entry:
      return at.stage == VmmStage::emulated;
    case Action::invalidate:
      return at.stage == VmmStage::invalidating && !options_.asked();
    case Action::read_clock:
      return at.stage == VmmStage::stamping;
    case Action::update:
      step.branches = may_be_refused(instruction.operation) ? 2 : 1;
      step.stamps = updates_table(instruction.operation) && stamps(instruction);
      return at.stage == VmmStage::invalidating && options_.asked();
    case Action::install:
      step.guarded = (either && options_.shadows()) || (step.looks && options_.second_level);
      return at.stage == (step.looks ? VmmStage::dispatched : hidden) && found;
    case Action::return_miss:
      return at.stage == VmmStage::updated;
    case Action::give_back:
      step.branches = options_.trap_record == TrapRecord::cpu ? 2 : 1;
      return at.stage == VmmStage::returning || (at.stage == VmmStage::yielding && step.alone);
    case Action::leave:
      return at.stage == VmmStage::returned;
    case Action::resume:
      return at.stage == VmmStage::resuming;
    default:
      return false;
  }
}

Vmm::Standing Vmm::after(const Step& step, explore::Branch branch, Standing at) const {
  const bool hardware = options_.hardware == ShowHardware::shown;
  const VmmStage kernel = native() ? VmmStage::handling : VmmStage::dispatched;
  const Standing retry{at.instruction, at.attempt + 1, VmmStage::ready, false};
  switch (step.action) {
    case Action::ask:
    case Action::attend:
    case Action::serve:
      return after_request(step, branch, at);
    case Action::execute:
    case Action::resume:
      return {at.instruction + 1, 0, VmmStage::ready, false};
    case Action::refill:
      return retry;
    case Action::handle_miss:
      if (native() && !hardware) return retry;
      if (options_.shadows()) {
        at.stage = VmmStage::updated;
        return at;
      }
      at.stage = native() ? VmmStage::returned : VmmStage::installing;
      return at;
    case Action::give_back:
    case Action::leave:
      if (step.instruction->operation == Operation::idle)
        return {at.instruction + 1, 0, VmmStage::ready, false};
      if (!is_call(step.instruction->operation)) return retry;
      at.stage = VmmStage::resuming;
      return at;
    case Action::protection:
      at.stage = step.instruction->refused ? kernel : VmmStage::faulted;
      return at;
    case Action::miss:
    case Action::call:
    case Action::forbidden:
      if (step.instruction->operation == Operation::idle) {
        at.stage = VmmStage::yielding;
        return at;
      }
      at.stage = hardware ? VmmStage::trapped : kernel;
      return at;
    case Action::enter:
      at.stage = kernel;
      return at;
    case Action::dispatch:
      at.stage = VmmStage::handling;
      return at;
    case Action::punish:
      at.stage = VmmStage::killed;
      return at;
    case Action::read_clock:
      at.stage = VmmStage::invalidating;
      return at;
    case Action::invalidate:
      at.stage = VmmStage::updated;
      return at;
    case Action::update:
      at.stage = branch == vmm_branch::kRefused ? VmmStage::killed : VmmStage::updated;
      return at;
    case Action::handle_call:
      if (!native() && updates_table(step.instruction->operation)) return after_table_call(step, at);
      at.stage = !native() ? VmmStage::returning : hardware ? VmmStage::returned : VmmStage::resuming;
      return at;
    case Action::emulate:
      if (options_.table_writes == TableWrites::unlocked) {
        at.stage = VmmStage::storing;
        return at;
      }
      return after_table_write(step, at);
    case Action::store_entry:
      return after_table_write(step, at);
    case Action::drop_entry:
      at.stage = VmmStage::invalidating;
      return at;
    case Action::install:
      if (options_.shadows() || step.looks) return retry;
      at.stage = VmmStage::updated;
      return at;
    case Action::return_miss:
      at.stage = VmmStage::returning;
      return at;
    default:
      return after_memory(step, branch, at);
  }
}

/// The guest writes its page table, which traps where the monitor has a shadow of it.
Vmm::Standing Vmm::after_table_call(const Step& step, Standing at) const {
  const bool unmap = step.instruction->operation == Operation::unmap;
  if (options_.asked()) {
    at.stage = stamps(*step.instruction) ? VmmStage::stamping : VmmStage::invalidating;
    return at;
  }
  at.stage = options_.shadows() ? VmmStage::emulating : unmap ? VmmStage::invalidating : VmmStage::returning;
  return at;
}

Vmm::Standing Vmm::after_table_write(const Step& step, Standing at) {
  at.stage = step.instruction->operation == Operation::unmap ? VmmStage::emulated : VmmStage::updated;
  return at;
}

Rank Vmm::target(Control control, const Step& step, explore::Branch branch,
                 std::span<Position> positions) const {
  std::copy(control.positions.begin(), control.positions.end(), positions.begin());
  switch (step.action) {
    case Action::boot:
      positions[boots_place_ + step.machine] = native() ? kBooted : 1;
      break;
    case Action::record:
      positions[boots_place_ + step.machine] = kBooted;
      break;
    case Action::go_over:
    case Action::flush_early:
    case Action::drop_root:
    case Action::touch:
      move_cpu(control, step, positions);
      break;
    case Action::work:
    case Action::skip:
      move_task(step, branch, positions);
      break;
    case Action::flush:
      positions[done_place_ + step.process * program_.cpus + step.cpu] =
          positions[asked_place_ + step.process];
      break;
    default: {
      const Standing at = standing(step.process, control);
      const Standing next = after(step, branch, at);
      if (next.attempt >= program_.attempts)
        throw explore::InternalError("an instruction is tried too often");
      positions[step.process] = position(next);
      if (step.action == Action::remap && branch == vmm_branch::kDone)
        request(task_count() + step.process, at.instruction * program_.attempts + at.attempt + 1, step,
                positions);
    }
  }
  return std::accumulate(positions.begin(), positions.end(), Rank{0});
}

}  // namespace braid::models
