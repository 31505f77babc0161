#include "braid/checker/models/vmm/vmm.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace braid::models {

using explore::Control;
using explore::Field;
using explore::Position;
using explore::Rank;

explore::Signature Vmm::signature(const Trace& trace) {
  const VmmOptions options = vmm_options(trace);
  const VmmProgram program(trace, options);
  explore::Signature signature;
  signature.system = "vmm";
  signature.contents = vmm_contents(program);
  signature.sets = vmm_sets(program);
  signature.events = vmm_event_kinds();
  for (VmmObservable& observable : vmm_observables(program))
    signature.observables.push_back(std::move(observable.observable));
  return signature;
}

Vmm::Vmm(const Trace& trace, const std::vector<explore::ObservableId>& tracked)
    : trace_(trace),
      options_(vmm_options(trace)),
      budgets_(trace, vmm_budgets()),
      program_(trace, options_),
      cpus_place_(process_count()),
      boots_place_(cpus_place_ + program_.cpus),
      spent_place_(boots_place_ + machine_count()),
      tasks_place_(spent_place_ + (budgets_.of(Fault::machine_switch) > 0 ? 1 : 0)),
      asked_place_(tasks_place_ + task_count()),
      done_place_(asked_place_ + askers()),
      leaving_place_(done_place_ + askers() * program_.cpus),
      places_(leaving_place_ + (options_.leaves_in_steps() ? program_.cpus : 0)),
      observables_(vmm_observables(program_)),
      fields_(program_, options_, observables_, tracked) {
  const auto refuse = [&](std::string cause, const char* accepted) {
    throw InputError(trace.source, trace.system_position, std::move(cause), accepted, trace.text);
  };
  for (const VmmProcess& process : program_.processes) {
    constexpr std::uint64_t kMostPositions = std::uint64_t{1} << 31;
    const std::uint64_t positions =
        (process.instructions.size() + 1) * std::uint64_t{program_.attempts} * kVmmStages;
    if (positions <= kMostPositions) continue;
    refuse(fmt::format("a program of {} instructions is too long", process.instructions.size()),
           "instructions times the budget of switches stay below some 100 million");
  }
  constexpr std::uint32_t kMostProcesses = 64;
  if (program_.changes && process_count() > kMostProcesses) {
    refuse(fmt::format("{} processes are too many where pmaps change", process_count()),
           "there are at most 64");
  }
  holds_.assign(program_.physical_pages.size(), std::vector<bool>(program_.cpus, false));
  for (const VmmMapping& mapping : program_.mappings) {
    for (std::uint32_t cpu = 0; cpu < program_.cpus; ++cpu) {
      if (program_.visits(mapping.process, cpu)) holds_[mapping.physical][cpu] = true;
    }
  }
  for (std::uint32_t task = 0; task < task_count(); ++task) {
    const std::vector<WorkPart>& parts = program_.tasks[task].parts;
    for (std::uint32_t part = 0; part < parts.size(); ++part) {
      if (parts[part].step == WorkStep::begin_end) ends_.push_back({task, part, parts[part].machine});
    }
  }
  list_labels();
}

explore::OwnedControl Vmm::initial() const {
  explore::OwnedControl control{std::vector<Position>(places_, 0), 0};
  for (std::uint32_t process = process_count(); process-- > 0;) {
    control.positions[cpus_place_ + program_.processes[process].cpu] = process;
  }
  control.rank = std::accumulate(control.positions.begin(), control.positions.end(), Rank{0});
  return control;
}

Vmm::Standing Vmm::standing(std::uint32_t process, Control control) const {
  const Position at = control.positions[process];
  const auto count = static_cast<std::uint32_t>(program_.processes[process].instructions.size());
  Standing standing;
  if (at >= count * program_.attempts * kVmmStages) {
    standing.instruction = count;
    standing.ended = true;
    return standing;
  }
  standing.stage = static_cast<VmmStage>(at % kVmmStages);
  standing.attempt = at / kVmmStages % program_.attempts;
  standing.instruction = at / kVmmStages / program_.attempts;
  standing.ended = standing.killed();
  return standing;
}

Position Vmm::position(const Standing& standing) const {
  return (standing.instruction * program_.attempts + standing.attempt) * kVmmStages +
         static_cast<Position>(standing.stage);
}

explore::Ending Vmm::ending(Control control) const {
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    if (!stopped(process, control)) return explore::Ending::blocked;
  }
  for (std::uint32_t task = 0; task < task_count(); ++task) {
    if (!finished(task, control)) return explore::Ending::blocked;
  }
  return explore::Ending::final;
}

std::vector<std::uint32_t> Vmm::waiting(Control control) const {
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    if (!stopped(process, control)) waiting.push_back(process);
  }
  for (std::uint32_t task = 0; task < task_count(); ++task) {
    if (!finished(task, control)) waiting.push_back(first_task_actor_ + task);
  }
  return waiting;
}

/// 0: user, 1: guest kernel (at reduced privilege), 2: monitor, or natively the kernel.
std::int64_t Vmm::mode(std::uint32_t cpu, Control control) const {
  const std::uint32_t process = running(cpu, control);
  if (cpu_of(process, control) != cpu) return 2;  // nothing to run
  const VmmStage stage = standing(process, control).stage;
  if (stage == VmmStage::ready || stage == VmmStage::resuming) return 0;
  return in_guest(stage) && !native() ? 1 : 2;
}

}  // namespace braid::models
