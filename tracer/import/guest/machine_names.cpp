#include "braid/tracer/import/guest/machine_names.h"

#include <fmt/format.h>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/words.h"

namespace braid::import::guest {

MachineNames::MachineNames(std::span<const ClientName> clients) {
  for (const ClientName& client : clients) {
    const auto process = read_number<std::uint64_t>(client.prefix);
    if (!process) {
      throw InputError("--client", {}, fmt::format("{}={} names no process", client.name, client.prefix),
                       "a machine is named by its process's id, as in vm1=5408");
    }
    name(*process, client.name);
  }
}

void MachineNames::add(const MemoryLine& line) {
  by_command_[line.name].insert(line.process);
  if (!machines_.contains(line.process)) name(line.process, line.name);
}

void MachineNames::name(std::uint64_t process, std::string_view name) {
  machines_.insert_or_assign(process, Machine{process, std::string(name)});
  names_.insert(std::string(name));
  named_.insert(process);
}

const MachineNames::Machine* MachineNames::find(std::uint64_t thread) const {
  if (const auto found = threads_.find(thread); found != threads_.end()) return found->second;
  const auto machine = machines_.find(thread);
  return machine == machines_.end() ? nullptr : &machine->second;
}

std::uint64_t MachineNames::process_of(const KernelLine& line) const {
  if (line.process) return *line.process;
  if (named_.contains(line.thread)) return line.thread;
  const auto same = by_command_.find(line.command);
  if (same == by_command_.end() || same->second.size() != 1) return line.thread;
  const std::uint64_t other = *same->second.begin();
  return named_.contains(other) || line.event == "kvm_mmu_prepare_zap_page" ? other : line.thread;
}

const MachineNames::Machine& MachineNames::of(const KernelLine& line) {
  // Which thread's process is not told at one line may be told at another.
  if (const auto known = threads_.find(line.thread); known != threads_.end()) {
    if (!line.process || known->second->process == *line.process) return *known->second;
  }
  const Machine& found = machine(process_of(line), line);
  threads_[line.thread] = &found;
  return found;
}

const MachineNames::Machine& MachineNames::machine(std::uint64_t process, const KernelLine& line) {
  if (const auto known = machines_.find(process); known != machines_.end()) return known->second;
  std::string name = std::to_string(process);
  if (line.thread == process && !line.command.empty()) {
    by_command_[std::string(line.command)].insert(process);
    name = names_.contains(line.command) ? fmt::format("{}-{}", line.command, process)
                                         : std::string(line.command);
  }
  names_.insert(name);
  return machines_.emplace(process, Machine{process, std::move(name)}).first->second;
}

}  // namespace braid::import::guest
