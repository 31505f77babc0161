// Which steps a control of the virtual machine monitor may take, and where they lead: what it does about
// pages, for a process that has trapped and of its own accord.
#include <algorithm>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

using explore::Branch;
using explore::Control;
using explore::Position;

bool Vmm::dying(std::uint32_t machine, Control control) const {
  return std::any_of(ends_.begin(), ends_.end(), [&](const End& end) {
    return end.machine == machine && control.positions[tasks_place_ + end.task] > end.part;
  });
}

bool Vmm::works_on(std::uint32_t process, std::uint32_t page, Control control) const {
  const Standing at = standing(process, control);
  if (at.ended) return false;
  const VmmInstruction& instruction = program_.processes[process].instructions[at.instruction];
  if (!instruction.mapping || physical_of(instruction, control) != page) return false;
  switch (at.stage) {
    case VmmStage::filling:
    case VmmStage::mapping:
      return true;
    case VmmStage::copying:
    case VmmStage::remapping:
    case VmmStage::settling:
      return options_.unshare == ShareLock::locked;
    default:
      return false;
  }
}

/// A process of a VM that is being destroyed does, when others wait for it to be done with its page.
bool Vmm::needs_cpu(std::uint32_t process, Control control) const {
  if (!stopped(process, control)) return true;
  const Standing at = standing(process, control);
  if (!program_.changes || at.ended) return false;
  const VmmInstruction& instruction = program_.processes[process].instructions[at.instruction];
  return instruction.mapping && works_on(process, physical_of(instruction, control), control);
}

bool Vmm::busy(std::uint32_t page, Control control, std::uint32_t but_process, std::uint32_t but_task) const {
  for (std::uint32_t task = 0; task < task_count(); ++task) {
    if (task != but_task && program_.tasks[task].works_on(page, control.positions[tasks_place_ + task]))
      return true;
  }
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    if (process != but_process && works_on(process, page, control)) return true;
  }
  return false;
}

std::uint64_t Vmm::placing(std::uint32_t page, std::uint32_t other, Control control) const {
  std::uint64_t placing = 0;
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    const Standing at = standing(process, control);
    if (at.stage != VmmStage::placing && at.stage != VmmStage::sequencing) continue;
    const VmmInstruction& instruction = program_.processes[process].instructions[at.instruction];
    const std::uint32_t physical = physical_of(instruction, control);
    if (physical == page || physical == other) placing |= std::uint64_t{1} << process;
  }
  return placing;
}

bool Vmm::carried_out(std::uint32_t asker, Control control) const {
  for (std::uint32_t cpu = 0; cpu < program_.cpus; ++cpu) {
    if (!carried_out(asker, cpu, control)) return false;
  }
  return true;
}

bool Vmm::prepare_memory(const Standing& at, Control control, Step& step) const {
  if (!step.instruction->mapping) return false;
  constexpr std::uint32_t kNobody = ~0U;
  const auto with = [&](VmmStage stage, std::uint32_t branches, bool guarded) {
    step.branches = branches;
    step.guarded = guarded;
    step.busy = busy(step.page, control, step.process, kNobody);
    step.dying = options_.dying == DyingMachine::refused && dying(step.machine, control);
    return at.stage == stage;
  };
  switch (step.action) {
    case Action::look_up:
      step.looks = looks(*step.instruction);
      // A fault of which the guest learns nothing, or what the guest has found.
      return options_.shadows()
                 ? with(VmmStage::dispatched, 2, true) && step.instruction->accesses &&
                       !step.instruction->refused && (step.instruction->valid || step.instruction->edited)
                 : with(step.looks ? VmmStage::dispatched : VmmStage::installing, 2, true);
    case Action::sequence:
      return with(VmmStage::sequencing, 1, false);
    case Action::allocate:
      return with(VmmStage::allocating, 2, true) && !step.busy;
    case Action::fill:
      return with(at.stage == VmmStage::refilling ? at.stage : VmmStage::filling, 4, false);
    case Action::map:
      return with(VmmStage::mapping, 2, false);
    case Action::place: {
      const bool counts = options_.check == FaultCheck::both || options_.check == FaultCheck::count;
      return with(VmmStage::placing, 2, false) && !(counts && step.busy);
    }
    case Action::unshare:
      if (!with(VmmStage::faulted, 2, true) || step.busy) return false;
      step.busy = aging(step.page, control, kNobody);
      return true;
    case Action::read_shadow:
      return with(VmmStage::faulted, 1, true);
    case Action::swap:
      return with(VmmStage::swapping, 2, false);
    case Action::copy:
      return with(VmmStage::copying, 1, false);
    case Action::remap:
      step.placing = placing(step.page, step.page, control);
      return with(VmmStage::remapping, 2, false) && carried_out(task_count() + step.process, control);
    case Action::settle:
      return with(VmmStage::settling, 1, false) && carried_out(task_count() + step.process, control);
    default:
      return false;
  }
}

Vmm::Standing Vmm::after_memory(const Step& step, Branch branch, Standing at) const {
  const Standing retry{at.instruction, at.attempt + 1, VmmStage::ready, false};
  const bool fills_late = options_.zero == ZeroPages::after_map;
  const VmmStage found = options_.check == FaultCheck::late ? VmmStage::sequencing : VmmStage::placing;
  const auto to = [&](VmmStage stage) {
    at.stage = stage;
    return at;
  };
  switch (step.action) {
    case Action::look_up:
      return to(branch == vmm_branch::kAbsent ? VmmStage::allocating : found);
    case Action::sequence:
      return to(VmmStage::placing);
    case Action::allocate:
      if (branch == vmm_branch::kPresent) return to(VmmStage::placing);
      return to(fills_late ? VmmStage::mapping : VmmStage::filling);
    case Action::fill:
      return to(at.stage == VmmStage::filling ? VmmStage::mapping : VmmStage::placing);
    case Action::map:
      if (branch == vmm_branch::kRefused) return to(VmmStage::killed);
      return to(fills_late ? VmmStage::refilling : VmmStage::placing);
    case Action::place:
      // Of a request, or where the monitor looks at their tables, guests know nothing.
      if (branch == vmm_branch::kRetry || options_.shadows() || looks(*step.instruction) ||
          asks_monitor(step.instruction->operation))
        return retry;
      return to(VmmStage::updated);
    case Action::unshare:
      return branch == vmm_branch::kRetry ? retry : to(VmmStage::copying);
    case Action::read_shadow:
      return to(VmmStage::swapping);
    case Action::swap:
      return retry;
    case Action::copy:
      return to(VmmStage::remapping);
    case Action::remap:
      return to(branch == vmm_branch::kRefused ? VmmStage::killed : VmmStage::settling);
    case Action::settle:
      return retry;
    default:
      throw explore::InternalError("not a step of an instruction");
  }
}

bool Vmm::prepare_work(const Label& label, Control control, Step& step) const {
  const VmmTask& task = program_.tasks[label.process];
  if (finished(label.process, control)) return false;
  const Position at = control.positions[tasks_place_ + label.process];
  constexpr std::uint32_t kNobody = ~0U;
  const WorkPart& part = task.parts[at];
  step.task = label.process;
  step.part = &part;
  step.page = part.page;
  step.other = part.other;
  step.machine = part.machine;
  step.dying = options_.dying == DyingMachine::refused && dying(part.machine, control);
  const auto free = [&](std::uint32_t page) {
    return page == kWholeMachine ||
           !(busy(page, control, kNobody, label.process) || aging(page, control, label.process));
  };
  const WorkSpan& item = task.items[part.item];
  const bool first = at == item.first;
  if (first &&
      !(free(part.page) && free(part.other) && std::all_of(item.kept.begin(), item.kept.end(), free)))
    return false;
  switch (part.step) {
    case WorkStep::request:
      step.branches = options_.shadows() || part.judges ? 3 : 1;
      return carried_out(label.process, control);
    case WorkStep::wait:
      return carried_out(label.process, control);
    case WorkStep::unmap:
    case WorkStep::retire:
    case WorkStep::protect:
    case WorkStep::merge:
    case WorkStep::replace:
    case WorkStep::steal:
    case WorkStep::collect:
      step.placing = placing(part.page, part.other, control);
      break;
    case WorkStep::allocate:
    case WorkStep::unshare:
      step.guarded = true;
      break;
    default:
      break;
  }
  if (part.step == WorkStep::zap) {
    step.dying = dying(part.machine, control);
    step.elsewhere = named(program_.entry_of(part.mapping), control) != part.mapping;
  }
  step.branches = part.step == WorkStep::fill ? 4 : part.walks ? 3 : 2;
  return true;
}

/// A loop over shadow page tables that has let others in goes on behind the one that it stood at.
bool Vmm::prepare_skip(const Label& label, Control control, Step& step) const {
  if (finished(label.process, control)) return false;
  const Position at = control.positions[tasks_place_ + label.process];
  step.task = label.process;
  step.part = &program_.tasks[label.process].parts[at];
  step.page = step.part->page;
  step.machine = step.part->machine;
  return step.part->step == WorkStep::zap;
}

bool Vmm::prepare_flush(const Label& label, Control control, Step& step) const {
  if (carried_out(label.process, label.cpu, control)) return false;
  const Position number = control.positions[asked_place_ + label.process] - 1;
  if (label.process < task_count()) {
    const WorkPart& part = program_.tasks[label.process].parts[number];
    step.page = part.page;
    step.other = part.other;
    step.part = &part;
    step.branches = part.stamped ? 2 : 1;
    return true;
  }
  const VmmProcess& process = program_.processes[label.process - task_count()];
  step.page = physical_of(process.instructions[number / program_.attempts], control);
  return true;
}

void Vmm::move_task(const Step& step, Branch branch, std::span<Position> positions) const {
  Position& at = positions[tasks_place_ + step.task];
  const Position number = at;
  at = branch == vmm_branch::kSkip ? step.part->skip : number + 1;
  const bool asks = step.part->step == WorkStep::request && branch == vmm_branch::kDone;
  if (asks) request(step.task, number + 1, step, positions);
}

void Vmm::request(std::uint32_t asker, Position number, const Step& step,
                  std::span<Position> positions) const {
  positions[asked_place_ + asker] = number;
  const bool task = asker < task_count();
  const std::uint32_t own = step.cpu;
  for (std::uint32_t cpu = 0; cpu < program_.cpus; ++cpu) {
    const std::uint32_t reach = task ? step.part->reach : step.page;
    const bool holds = holds_[reach][cpu] || (step.other != kWholeMachine && holds_[step.other][cpu]);
    // A process that asks has flushed its own CPU's TLB itself.
    const bool asked = holds && (task ? options_.shootdown == ShootdownReach::everywhere || cpu == own
                                      : options_.shootdown == ShootdownReach::everywhere && cpu != own);
    if (!asked) positions[done_place_ + asker * program_.cpus + cpu] = number;
  }
}

}  // namespace braid::models
