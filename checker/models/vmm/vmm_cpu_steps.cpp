// Which process a CPU of the virtual machine monitor runs, and to which it may go over.
#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {

using explore::Control;
using explore::Position;

std::uint32_t Vmm::cpu_of(std::uint32_t process, Control control) const {
  const VmmProcess& of = program_.processes[process];
  if (!program_.moves) return of.cpu;
  const std::uint32_t instruction = standing(process, control).instruction;
  return instruction < of.instructions.size() ? of.instructions[instruction].cpu : of.last_cpu;
}

bool Vmm::goes_astray(const Step& step, Control control) const {
  if (options_.handler != TrapHandler::current || step.action != Action::dispatch) return false;
  const std::uint32_t other = running(step.cpu, control);
  return cpu_of(other, control) == step.cpu &&
         program_.processes[other].machine != program_.processes[step.process].machine;
}

bool Vmm::prepare_cpu(const Label& label, Control control, Step& step) const {
  step.cpu = label.action == Action::go_over ? cpu_of(label.process, control) : label.cpu;
  const std::uint32_t current = running(step.cpu, control);
  switch (label.action) {
    case Action::flush_early:
      step.machine = program_.processes[current].machine;
      return leaving(label.cpu, control) == 0 && may_leave(step, control);
    case Action::drop_root:
      step.process = current;
      return options_.roots == ShadowRoots::early
                 ? leaving(label.cpu, control) == 0 && may_leave(step, control)
                 : leaving(label.cpu, control) != 0;
    case Action::touch:
      step.other = label.process;  // a mapping
      step.process = current;
      step.machine = program_.processes[current].machine;
      step.guarded = true;
      step.page = program_.mappings[named(label.process, control)].physical;
      return leaving(label.cpu, control) == 1 && program_.mappings[label.process].process == current &&
             cpu_of(current, control) == label.cpu;
    default:
      step.machine = program_.processes[label.process].machine;
      step.in_guest = in_guest(standing(label.process, control).stage);
      if (cpu_of(current, control) == step.cpu && gives_up(current, control)) step.idler = current;
      step.guarded = options_.takes_roots();
      return prepare_switch(step, control) && has_left(step.cpu, control);
  }
}

/// Whether there is another process that the step's CPU could go over to.
bool Vmm::may_leave(const Step& step, Control control) const {
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    Step to = step;
    to.process = process;
    if (cpu_of(process, control) == step.cpu && prepare_switch(to, control)) return true;
  }
  return false;
}

/// Whether what comes before a CPU goes over has been done.
bool Vmm::has_left(std::uint32_t cpu, Control control) const {
  const bool before = options_.at_switch == SwitchTlb::early || options_.roots == ShadowRoots::early;
  return before == (leaving(cpu, control) != 0);
}

/// 0: it runs its process; with switch=flush-early, 1: it has flushed its TLB; 2: an interrupt has come
/// since; with roots=released-early, 1: its shadow page table is given back; with roots=released, 1: it has
/// gone over, and the one that it has left is not given back yet.
std::uint32_t Vmm::leaving(std::uint32_t cpu, Control control) const {
  if (!options_.leaves_in_steps()) return 0;
  return control.positions[leaving_place_ + cpu] % kLeavingPhases;
}

void Vmm::move_cpu(Control control, const Step& step, std::span<Position> positions) const {
  const bool last = (step.action == Action::go_over) == (options_.roots != ShadowRoots::released);
  if (options_.leaves_in_steps())
    positions[leaving_place_ + step.cpu] += last ? kLeavingPhases - leaving(step.cpu, control) : 1;
  if (step.action != Action::go_over) return;
  Position& cpu = positions[cpus_place_ + step.cpu];
  cpu = (cpu / process_count() + 1) * process_count() + step.process;
  if (pays(step.cpu, control)) ++positions[spent_place_];
  if (step.idler == kWholeMachine) return;
  const Standing at = standing(step.idler, control);
  positions[step.idler] = position({at.instruction + 1, 0, VmmStage::ready, false});
}

/// A CPU whose process has ended, or gone, goes over to another by itself; else each time is one of the
/// budget.
bool Vmm::prepare_switch(const Step& step, Control control) const {
  const std::uint32_t current = running(step.cpu, control);
  if (current == step.process || !needs_cpu(step.process, control)) return false;
  if (!pays(step.cpu, control)) return true;
  const std::uint32_t budget = budgets_.of(Fault::machine_switch);
  return budget > 0 && control.positions[spent_place_] < budget;
}

bool Vmm::pays(std::uint32_t cpu, Control control) const {
  const std::uint32_t current = running(cpu, control);
  return cpu_of(current, control) == cpu && needs_cpu(current, control) && !gives_up(current, control);
}

bool Vmm::gives_up(std::uint32_t process, Control control) const {
  if (options_.idle == IdleCpu::spins || stopped(process, control)) return false;
  const Standing at = standing(process, control);
  const bool idles = program_.processes[process].instructions[at.instruction].operation == Operation::idle;
  return idles && booted(program_.processes[process].machine, control) &&
         at.stage == (options_.idle == IdleCpu::yields ? VmmStage::yielding : VmmStage::ready);
}

bool Vmm::alone(std::uint32_t process, Control control) const {
  for (std::uint32_t other = 0; other < process_count(); ++other) {
    if (other == process || cpu_of(other, control) != cpu_of(process, control)) continue;
    if (!stopped(other, control)) return false;
  }
  return true;
}

}  // namespace braid::models
