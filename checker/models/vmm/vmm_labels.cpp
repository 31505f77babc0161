// Who acts in the virtual machine monitor, and the labels of their steps: processes, then guests, then the
// monitor, as the columns of the tables, then its tasks and the CPUs, or the hardware.
#include <algorithm>

#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {

void Vmm::list_labels() {
  for (const VmmProcess& process : program_.processes) actor_names_.push_back(process.name);
  const auto guest = static_cast<std::uint32_t>(actor_names_.size());
  for (const std::string& machine : program_.machines) actor_names_.push_back(machine);
  const auto last = static_cast<std::uint32_t>(actor_names_.size());
  const bool hardware = options_.hardware == ShowHardware::shown;
  // What lets a CPU go over to another process natively is its guest.
  if (!native()) actor_names_.emplace_back("monitor");
  first_task_actor_ = static_cast<std::uint32_t>(actor_names_.size());
  for (const VmmTask& task : program_.tasks) actor_names_.push_back(task.name);
  const auto first_cpu = static_cast<std::uint32_t>(actor_names_.size());
  for (std::uint32_t cpu = 0; askers() > 0 && cpu < program_.cpus; ++cpu)
    actor_names_.push_back("cpu" + std::to_string(cpu));
  if (hardware) actor_names_.emplace_back("hardware");
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    for (const Action action : {Action::execute, Action::miss, Action::protection, Action::call,
                                Action::forbidden, Action::ask, Action::resume}) {
      if (action == Action::protection && !program_.protects && !program_.restricts) continue;
      if (action == Action::ask && !program_.asks) continue;
      labels_.push_back({process, action, process, program_.processes[process].cpu});
    }
  }
  list_guest_labels(guest);
  if (!native()) list_monitor_labels(last);
  list_leaving_labels(last - (native() ? machine_count() : 0));
  list_work_labels(first_cpu);
  if (!hardware) return;
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    for (const Action action : {Action::enter, Action::leave})
      labels_.push_back({last, action, process, program_.processes[process].cpu});
  }
}

void Vmm::list_guest_labels(std::uint32_t first_guest) {
  for (std::uint32_t machine = 0; machine < machine_count(); ++machine) {
    const std::uint32_t guest = first_guest + machine;
    labels_.push_back({guest, Action::boot, machine, 0});
    for (std::uint32_t process = 0; process < process_count(); ++process) {
      const VmmProcess& of = program_.processes[process];
      if (of.machine != machine) continue;
      for (const Action action :
           {Action::handle_miss, Action::punish, Action::handle_call, Action::return_miss})
        labels_.push_back({guest, action, process, of.cpu});
      if (options_.shadows() && program_.unmaps)
        labels_.push_back({guest, Action::drop_entry, process, of.cpu});
      if (native()) labels_.push_back({guest, Action::go_over, process, of.cpu});
    }
  }
}

void Vmm::list_monitor_labels(std::uint32_t monitor) {
  for (std::uint32_t machine = 0; machine < machine_count(); ++machine)
    labels_.push_back({monitor, Action::record, machine, 0});
  std::vector<Action> actions{Action::dispatch};
  if (options_.second_level) actions.push_back(Action::refill);
  if (!program_.changes) {
    actions.push_back(Action::install);
  } else {
    actions.insert(actions.end(), {Action::look_up, Action::sequence, Action::allocate, Action::fill,
                                   Action::map, Action::place});
  }
  if (program_.protects || program_.permits) actions.push_back(Action::unshare);
  if (program_.protects) actions.insert(actions.end(), {Action::copy, Action::remap, Action::settle});
  if (program_.protects && options_.write_fault != WriteFault::locked)
    actions.insert(actions.end(), {Action::read_shadow, Action::swap});
  if (options_.shadows() && program_.edits > 0) {
    actions.push_back(Action::emulate);
    if (options_.table_writes == TableWrites::unlocked) actions.push_back(Action::store_entry);
  }
  if (program_.updates && options_.stamp == FlushStamps::late) actions.push_back(Action::read_clock);
  if (program_.updates) actions.push_back(Action::update);
  if (program_.unmaps) actions.push_back(Action::invalidate);
  if (program_.asks) actions.insert(actions.end(), {Action::attend, Action::serve});
  actions.insert(actions.end(), {Action::give_back, Action::go_over});
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    for (const Action action : actions)
      labels_.push_back({monitor, action, process, program_.processes[process].cpu});
  }
}

/// Of CPUs whose shadow page tables are given back, and of those that flush their TLBs too early: interrupts
/// that fill them again are the monitor's, or natively the first guest's, as whatever lets a CPU go over.
void Vmm::list_leaving_labels(std::uint32_t actor) {
  for (std::uint32_t cpu = 0; options_.takes_roots() && cpu < program_.cpus; ++cpu)
    labels_.push_back({actor, Action::drop_root, 0, cpu});
  if (options_.at_switch != SwitchTlb::early) return;
  for (std::uint32_t cpu = 0; cpu < program_.cpus; ++cpu)
    labels_.push_back({actor, Action::flush_early, 0, cpu});
  for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
    if (program_.mappings[mapping].renamed) continue;
    for (std::uint32_t cpu = 0; cpu < program_.cpus; ++cpu) {
      if (program_.visits(program_.mappings[mapping].process, cpu))
        labels_.push_back({actor, Action::touch, mapping, cpu});
    }
  }
}

void Vmm::list_work_labels(std::uint32_t first_cpu) {
  for (std::uint32_t task = 0; task < task_count(); ++task)
    labels_.push_back({first_task_actor_ + task, Action::work, task, program_.tasks[task].cpu});
  for (std::uint32_t task = 0; options_.zap == ZapLoop::advances && task < task_count(); ++task)
    labels_.push_back({first_task_actor_ + task, Action::skip, task, program_.tasks[task].cpu});
  for (std::uint32_t cpu = 0; askers() > 0 && cpu < program_.cpus; ++cpu) {
    for (std::uint32_t asker = 0; asker < askers(); ++asker)
      labels_.push_back({first_cpu + cpu, Action::flush, asker, cpu});
  }
}

}  // namespace braid::models
