#include "braid/checker/models/vmm/vmm_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "braid/tracer/quote.h"

namespace braid::models {

VmmProgram::VmmProgram(const Trace& trace, const VmmOptions& options) {
  if (!trace.machine) {
    throw InputError(trace.source, trace.system_position, "the trace has no machine",
                     "write `machine frames=NUMBER [cpus=NUMBER] [tlb=NUMBER]`", trace.text);
  }
  cpus = trace.machine->cpus;
  frames = trace.machine->frames;
  tlb_entries = trace.machine->tlb;
  take_frames(trace, options);
  take_tables(trace, options);
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) compile(trace, process);
}

/// Frames and what they hold at first: `v0.3`, the VM's physical page, which is the same natively and on the
/// monitor.
void VmmProgram::take_frames(const Trace& trace, const VmmOptions& options) {
  const bool native = options.run == RunOn::machine;
  contents.emplace_back("nothing");
  if (native) frames = 0;
  for (const VirtualMachine& machine : trace.machines) {
    machines.push_back(machine.name);
    std::map<std::uint32_t, std::uint32_t> pmap;
    for (const PageMapping& mapping : machine.pmap) {
      if (!native && mapping.to >= frames) {
        throw InputError(trace.source, mapping.position,
                         fmt::format("the machine has no frame {}", mapping.to),
                         fmt::format("its frames are 0 to {}", frames - 1), trace.text);
      }
      pmap[mapping.from] = native ? frames++ : mapping.to;
    }
    pmaps_.push_back(std::move(pmap));
  }
  initial.assign(frames, 0);
  frame_names.resize(frames);
  for (std::uint32_t frame = 0; frame < frames; ++frame) frame_names[frame] = fmt::format("m{}", frame);
  owned.assign(machines.size(), std::vector<bool>(frames, false));
  for (std::uint32_t machine = 0; machine < machines.size(); ++machine) {
    for (const auto& [page, frame] : pmaps_[machine]) {
      if (native) frame_names[frame] = fmt::format("{}m{}", machines[machine], page);
      owned[machine][frame] = true;
      initial[frame] = static_cast<std::int64_t>(contents.size());
      contents.push_back(fmt::format("{}.{}", machines[machine], page));
    }
  }
}

void VmmProgram::take_tables(const Trace& trace, const VmmOptions& options) {
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) {
      if (event.operation == Operation::load || event.operation == Operation::store)
        pages.push_back(page_of(event.address));
    }
  }
  for (const AddressSpace& space : trace.spaces) {
    for (const PageMapping& entry : space.table) pages.push_back(entry.from);
  }
  std::sort(pages.begin(), pages.end());
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) {
    const std::uint32_t machine = machine_of(trace, process);
    const auto space = std::find_if(
        trace.spaces.begin(), trace.spaces.end(),
        [&](const AddressSpace& candidate) { return candidate.process == trace.actors[process].name; });
    if (space == trace.spaces.end()) continue;
    for (const PageMapping& entry : space->table) {
      const auto found = pmaps_[machine].find(entry.to);
      if (found == pmaps_[machine].end()) {
        throw InputError(trace.source, entry.position,
                         fmt::format("VM {} has no physical page {}", quote(machines[machine]), entry.to),
                         "its `vm` statement gives every physical page a frame", trace.text);
      }
      VmmMapping mapping{process, index_of_page(entry.from), entry.to, found->second};
      if (options.install == InstallAs::raw && entry.to < frames) mapping.installed = entry.to;
      mappings.push_back(mapping);
    }
  }
  std::sort(mappings.begin(), mappings.end(), [](const VmmMapping& a, const VmmMapping& b) {
    return a.process != b.process ? a.process < b.process : a.page < b.page;
  });
}

std::uint32_t VmmProgram::machine_of(const Trace& trace, std::uint32_t process) const {
  const auto found = std::find(machines.begin(), machines.end(), client_of(trace.actors[process]));
  return static_cast<std::uint32_t>(found - machines.begin());
}

std::uint32_t VmmProgram::index_of_page(std::uint32_t page) const {
  return static_cast<std::uint32_t>(std::lower_bound(pages.begin(), pages.end(), page) - pages.begin());
}

void VmmProgram::compile(const Trace& trace, std::uint32_t number) {
  const Actor& actor = trace.actors[number];
  VmmProcess process;
  process.name = actor.name;
  process.machine = machine_of(trace, number);
  process.cpu = actor.cpu;
  std::uint32_t stores = 0;
  for (const Event& event : actor.events) {
    VmmInstruction instruction;
    instruction.operation = event.operation;
    instruction.address = event.address;
    if (event.operation == Operation::load || event.operation == Operation::store) {
      instruction.page = index_of_page(page_of(event.address));
      const auto entry = std::lower_bound(
          mappings.begin(), mappings.end(), std::pair(number, instruction.page),
          [](const VmmMapping& mapping, const std::pair<std::uint32_t, std::uint32_t>& sought) {
            return std::pair(mapping.process, mapping.page) < sought;
          });
      const bool valid =
          entry != mappings.end() && entry->process == number && entry->page == instruction.page;
      if (valid) instruction.mapping = static_cast<std::uint32_t>(entry - mappings.begin());
    }
    if (event.operation == Operation::load) {
      instruction.number = static_cast<std::uint32_t>(process.loads.size());
      process.loads.push_back(static_cast<std::uint32_t>(process.instructions.size()));
    }
    if (event.operation == Operation::syscall) {
      instruction.number = static_cast<std::uint32_t>(process.calls.size());
      process.calls.push_back(static_cast<std::uint32_t>(process.instructions.size()));
    }
    if (event.operation == Operation::store) {
      instruction.content = static_cast<std::int64_t>(contents.size());
      contents.push_back(fmt::format("{}#{}", actor.name, ++stores));
    }
    process.instructions.push_back(instruction);
  }
  processes.push_back(std::move(process));
}

}  // namespace braid::models
