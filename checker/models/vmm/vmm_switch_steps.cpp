// How CPUs go over from one process to another.
#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {

using explore::Control;
using explore::Position;

bool Vmm::prepare_cpu(const Label& label, Control control, Step& step) const {
  const std::uint32_t current = running(label.cpu, control);
  switch (label.action) {
    case Action::flush_early:
      step.machine = program_.processes[current].machine;
      return leaving(label.cpu, control) == 0 && may_leave(label, control);
    case Action::touch:
      step.other = label.process;  // a mapping
      step.process = current;
      step.machine = program_.processes[current].machine;
      step.guarded = true;
      return leaving(label.cpu, control) == 1 && program_.mappings[label.process].process == current;
    default:
      step.machine = program_.processes[label.process].machine;
      step.in_guest = in_guest(standing(label.process, control).stage);
      if (gives_up(current, control)) step.idler = current;
      return prepare_switch(label, control) &&
             (options_.at_switch != SwitchTlb::early || leaving(label.cpu, control) != 0);
  }
}

/// Whether there is another process that the CPU could go over to.
bool Vmm::may_leave(const Label& label, Control control) const {
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    Label to = label;
    to.process = process;
    if (program_.processes[process].cpu == label.cpu && prepare_switch(to, control)) return true;
  }
  return false;
}

/// 0: it runs its process; with switch=flush-early, 1: it has flushed its TLB; 2: an interrupt has come
/// since.
std::uint32_t Vmm::leaving(std::uint32_t cpu, Control control) const {
  if (options_.at_switch != SwitchTlb::early) return 0;
  return control.positions[leaving_place_ + cpu] % kLeavingPhases;
}

void Vmm::move_cpu(Control control, const Step& step, std::span<Position> positions) const {
  if (step.action != Action::go_over) {
    ++positions[leaving_place_ + step.cpu];
    return;
  }
  Position& cpu = positions[cpus_place_ + step.cpu];
  cpu = (cpu / process_count() + 1) * process_count() + step.process;
  if (pays(labels_[step.label], control)) ++positions[spent_place_];
  if (options_.at_switch == SwitchTlb::early)
    positions[leaving_place_ + step.cpu] += kLeavingPhases - leaving(step.cpu, control);
  if (step.idler == kWholeMachine) return;
  const Standing at = standing(step.idler, control);
  positions[step.idler] = position({at.instruction + 1, 0, VmmStage::ready, false});
}

/// A CPU whose process has ended goes over to another by itself; else each time is one of the budget.
bool Vmm::prepare_switch(const Label& label, Control control) const {
  const std::uint32_t current = running(label.cpu, control);
  if (current == label.process || !needs_cpu(label.process, control)) return false;
  if (!pays(label, control)) return true;
  const std::uint32_t budget = budgets_.of(Fault::machine_switch);
  return budget > 0 && control.positions[spent_place_] < budget;
}

bool Vmm::pays(const Label& label, Control control) const {
  const std::uint32_t current = running(label.cpu, control);
  return needs_cpu(current, control) && !gives_up(current, control);
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
    if (other == process || program_.processes[other].cpu != program_.processes[process].cpu) continue;
    if (!stopped(other, control)) return false;
  }
  return true;
}

}  // namespace braid::models
