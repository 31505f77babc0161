// Which steps a control of the virtual machine monitor may take, and where they lead.
#include <algorithm>
#include <numeric>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {

using explore::Control;
using explore::Position;
using explore::Rank;

/// Processes, then guests, then the monitor, then the hardware: as the columns of the tables.
void Vmm::list_labels() {
  for (const VmmProcess& process : program_.processes) actor_names_.push_back(process.name);
  const auto guest = static_cast<std::uint32_t>(actor_names_.size());
  for (const std::string& machine : program_.machines) actor_names_.push_back(machine);
  const auto last = static_cast<std::uint32_t>(actor_names_.size());
  const bool hardware = options_.hardware == ShowHardware::shown;
  // What lets a CPU go over to another process natively is its guest.
  if (!native()) actor_names_.emplace_back("monitor");
  if (hardware) actor_names_.emplace_back("hardware");
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    for (const Action action :
         {Action::execute, Action::miss, Action::call, Action::forbidden, Action::resume})
      labels_.push_back({process, action, process, program_.processes[process].cpu});
  }
  for (std::uint32_t machine = 0; machine < machine_count(); ++machine) {
    labels_.push_back({guest + machine, Action::boot, machine, 0});
    for (std::uint32_t process = 0; process < process_count(); ++process) {
      const VmmProcess& of = program_.processes[process];
      if (of.machine != machine) continue;
      for (const Action action :
           {Action::handle_miss, Action::punish, Action::handle_call, Action::return_miss})
        labels_.push_back({guest + machine, action, process, of.cpu});
      if (native()) labels_.push_back({guest + machine, Action::go_over, process, of.cpu});
    }
  }
  if (!native()) {
    for (std::uint32_t machine = 0; machine < machine_count(); ++machine)
      labels_.push_back({last, Action::record, machine, 0});
    for (std::uint32_t process = 0; process < process_count(); ++process) {
      for (const Action action :
           {Action::dispatch, Action::refill, Action::install, Action::give_back, Action::go_over}) {
        if (action == Action::refill && !options_.second_level) continue;
        labels_.push_back({last, action, process, program_.processes[process].cpu});
      }
    }
  }
  if (!hardware) return;
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    for (const Action action : {Action::enter, Action::leave})
      labels_.push_back({last, action, process, program_.processes[process].cpu});
  }
}

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
      return prepare_switch(label, control);
    default:
      break;
  }
  step.machine = program_.processes[label.process].machine;
  if (running(label.cpu, control) != label.process || !booted(step.machine, control)) return false;
  const Standing at = standing(label.process, control);
  if (at.ended) return false;
  step.instruction = &program_.processes[label.process].instructions[at.instruction];
  return prepare_process(at, step);
}

bool Vmm::prepare_process(const Standing& at, Step& step) const {
  const VmmInstruction& instruction = *step.instruction;
  const bool memory = instruction.operation == Operation::load || instruction.operation == Operation::store;
  const bool call = instruction.operation == Operation::syscall;
  switch (step.action) {
    case Action::execute:
      step.guarded = memory;
      return at.stage == VmmStage::ready && (memory || instruction.operation == Operation::idle);
    case Action::miss:
      step.guarded = true;
      return at.stage == VmmStage::ready && memory;
    case Action::call:
      return at.stage == VmmStage::ready && call;
    case Action::forbidden:
      return at.stage == VmmStage::ready && instruction.operation == Operation::privileged;
    case Action::enter:
      return at.stage == VmmStage::trapped;
    case Action::dispatch:
      step.guarded = options_.second_level && memory && instruction.mapping;
      return at.stage == VmmStage::dispatched;
    case Action::refill:
      step.guarded = true;
      return at.stage == VmmStage::dispatched && memory && instruction.mapping;
    case Action::handle_miss:
      return at.stage == VmmStage::handling && memory && instruction.mapping;
    case Action::punish:
      return at.stage == VmmStage::handling && !call && !instruction.mapping;
    case Action::handle_call:
      return at.stage == VmmStage::handling && call;
    case Action::install:
      return at.stage == VmmStage::installing;
    case Action::return_miss:
      return at.stage == VmmStage::updated;
    case Action::give_back:
      return at.stage == VmmStage::returning;
    case Action::leave:
      return at.stage == VmmStage::returned;
    default:  // resume
      return at.stage == VmmStage::resuming;
  }
}

/// A CPU whose process has ended goes over to another by itself; else each time is one of the budget.
bool Vmm::prepare_switch(const Label& label, Control control) const {
  const std::uint32_t current = running(label.cpu, control);
  if (current == label.process || standing(label.process, control).ended) return false;
  if (!pays(label, control)) return true;
  const std::uint32_t budget = budgets_.of(Fault::machine_switch);
  return budget > 0 && control.positions[spent_place_] < budget;
}

bool Vmm::pays(const Label& label, Control control) const {
  return !standing(running(label.cpu, control), control).ended;
}

Vmm::Standing Vmm::after(const Step& step, Standing at) const {
  const bool hardware = options_.hardware == ShowHardware::shown;
  const VmmStage kernel = native() ? VmmStage::handling : VmmStage::dispatched;
  const Standing retry{at.instruction, at.attempt + 1, VmmStage::ready, false};
  switch (step.action) {
    case Action::execute:
    case Action::resume:
      return {at.instruction + 1, 0, VmmStage::ready, false};
    case Action::refill:
      return retry;
    case Action::handle_miss:
      if (native() && !hardware) return retry;
      at.stage = native() ? VmmStage::returned : VmmStage::installing;
      return at;
    case Action::give_back:
    case Action::leave:
      if (step.instruction->operation != Operation::syscall) return retry;
      at.stage = VmmStage::resuming;
      return at;
    case Action::miss:
    case Action::call:
    case Action::forbidden:
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
    case Action::handle_call:
      at.stage = !native() ? VmmStage::returning : hardware ? VmmStage::returned : VmmStage::resuming;
      return at;
    case Action::install:
      at.stage = VmmStage::updated;
      return at;
    case Action::return_miss:
      at.stage = VmmStage::returning;
      return at;
    default:
      throw explore::InternalError("not a step of an instruction");
  }
}

Rank Vmm::target(Control control, const Step& step, explore::Branch, std::span<Position> positions) const {
  std::copy(control.positions.begin(), control.positions.end(), positions.begin());
  switch (step.action) {
    case Action::boot:
      positions[boots_place_ + step.machine] = native() ? kBooted : 1;
      break;
    case Action::record:
      positions[boots_place_ + step.machine] = kBooted;
      break;
    case Action::go_over: {
      Position& cpu = positions[cpus_place_ + step.cpu];
      cpu = (cpu / process_count() + 1) * process_count() + step.process;
      if (pays(labels_[step.label], control)) ++positions[spent_place_];
      break;
    }
    default:
      positions[step.process] = position(after(step, standing(step.process, control)));
  }
  return std::accumulate(positions.begin(), positions.end(), Rank{0});
}

}  // namespace braid::models
