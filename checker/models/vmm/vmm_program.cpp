#include "braid/checker/models/vmm/vmm_program.h"

#include <fmt/format.h>

#include <algorithm>
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
  for (const VirtualMachine& machine : trace.machines) {
    machines.push_back(machine.name);
    if (machine.name == "free" || machine.name == "monitor" || machine.name == "shared") {
      throw InputError(trace.source, machine.position,
                       fmt::format("{} is no name for a VM", quote(machine.name)),
                       "it says whose a frame is; choose another", trace.text);
    }
    for (const PageMapping& mapping : machine.pmap) changes = changes || mapping.absent;
  }
  take_frames(trace, options);
  take_tables(trace);
  take_renamings(trace, options);
  take_edits(trace, options);
  take_permissions(trace, options);
  changes = options.run == RunOn::monitor &&
            (changes || permits || lowers || options.takes_roots() || !trace.tasks.empty());
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) compile(trace, process, options);
  share_shadows(options);
  take_tasks(trace, options);
  take_types(trace, options);
  require_own_shadows(trace, options);
  if (options.write_fault == WriteFault::pinned) users += static_cast<std::uint32_t>(processes.size());
  take_roots(trace, options);
  bound_attempts(trace);
  if (options.fetch == RequestFetch::again) attempts += writes();
}

/// How often something is written, at most: by processes, and by tasks.
std::uint32_t VmmProgram::writes() const {
  std::size_t writes = 0;
  for (const VmmProcess& process : processes) {
    writes += static_cast<std::size_t>(std::count_if(
        process.instructions.begin(), process.instructions.end(), [](const VmmInstruction& instruction) {
          return is_write(instruction.operation) || instruction.operation == Operation::atomic;
        }));
  }
  for (const VmmTask& task : tasks) writes += task.parts.size();
  return static_cast<std::uint32_t>(writes);
}

/// A miss is retried; after that, only a CPU that has gone over to others, or a shootdown, can have taken the
/// entry away, or another's change of the page table. A store to a page that has been made read-only faults,
/// and then misses again.
void VmmProgram::bound_attempts(const Trace& trace) {
  std::uint32_t invalidations = 0;
  for (const VmmTask& task : tasks) {
    for (const WorkPart& part : task.parts) {
      const bool invalidates = part.step == WorkStep::unmap || part.step == WorkStep::retire ||
                               part.step == WorkStep::request || part.step == WorkStep::protect ||
                               part.step == WorkStep::merge || part.step == WorkStep::zap ||
                               part.step == WorkStep::replace || part.step == WorkStep::steal ||
                               part.step == WorkStep::collect || part.step == WorkStep::write_entry;
      if (invalidates) ++invalidations;
    }
  }
  const std::uint32_t budget = FaultBudgets(trace, vmm_budgets()).of(Fault::machine_switch);
  attempts = 2 + budget + 2 * edits + (protects ? 3 : 1) * invalidations;
  // A store may find an entry of another process, which is read-only (switch=keep).
  switches = budget + static_cast<std::uint32_t>(processes.size());
  if (permits) attempts += switches;
}

std::int64_t VmmProgram::most_entries(std::uint32_t process) const {
  return std::int64_t{3} * attempts * (static_cast<std::int64_t>(processes[process].instructions.size()) + 1);
}

/// Frames and what they hold at first: `v0.3`, the VM's physical page, which is the same natively and on the
/// monitor; a page without a frame reads as zero.
void VmmProgram::take_frames(const Trace& trace, const VmmOptions& options) {
  const bool native = options.run == RunOn::machine;
  contents.push_back({"nothing", kWholeMachine});
  contents.push_back({"zero", kWholeMachine});
  if (native) frames = 0;
  std::vector<std::uint32_t> zeroed;
  for (std::uint32_t machine = 0; machine < trace.machines.size(); ++machine) {
    std::vector<PageMapping> pmap = trace.machines[machine].pmap;
    std::sort(pmap.begin(), pmap.end(),
              [](const PageMapping& a, const PageMapping& b) { return a.from < b.from; });
    for (const PageMapping& mapping : pmap) {
      if (!native && !mapping.absent && mapping.to >= frames) {
        throw InputError(trace.source, mapping.position,
                         fmt::format("the machine has no frame {}", mapping.to),
                         fmt::format("its frames are 0 to {}", frames - 1), trace.text);
      }
      VmmPhysicalPage page{machine, mapping.from, kNoFrame, mapping.large, kNoFrame};
      if (native) page.frame = frames++;
      if (!native && !mapping.absent) page.frame = mapping.to;
      const auto other = std::find_if(
          physical_pages.begin(), physical_pages.end(),
          [&](const VmmPhysicalPage& of) { return of.frame != kNoFrame && of.frame == page.frame; });
      if (other != physical_pages.end()) {
        throw InputError(trace.source, mapping.position,
                         fmt::format("frame {} is {}'s already", mapping.to, machines[other->machine]),
                         "pages share frames when a task lets them (`share`)", trace.text);
      }
      if (options.install == InstallAs::raw && mapping.from < frames) page.raw = mapping.from;
      physical_pages.push_back(page);
      if (native && mapping.absent) zeroed.push_back(page.frame);
      if (mapping.zeroed) zeroed.push_back(page.frame);
    }
    if (!native) check_large_entry(trace, machine);
  }
  initial.resize(frames, kNothing);
  for (const std::uint32_t frame : zeroed) initial[frame] = kZero;
  initial_owner.assign(frames, kWholeMachine);
  frame_names.resize(frames);
  for (std::uint32_t frame = 0; frame < frames; ++frame) frame_names[frame] = fmt::format("m{}", frame);
  for (const VmmPhysicalPage& page : physical_pages) {
    if (page.frame == kNoFrame) continue;
    initial_owner[page.frame] = page.machine;
    const std::string& machine = machines[page.machine];
    if (native) frame_names[page.frame] = fmt::format("{}m{}", machine, page.number);
    if (initial[page.frame] == kZero) continue;
    initial[page.frame] = static_cast<std::int64_t>(contents.size());
    contents.push_back({fmt::format("{}.{}", machine, page.number), page.machine});
  }
}

/// A large entry is one range of pages on one range of frames.
void VmmProgram::check_large_entry(const Trace& trace, std::uint32_t machine) const {
  const PageMapping* first = nullptr;
  for (const PageMapping& mapping : trace.machines[machine].pmap) {
    if (!mapping.large) continue;
    if (first == nullptr) first = &mapping;
    if (mapping.to - first->to == mapping.from - first->from) continue;
    throw InputError(
        trace.source, mapping.position,
        fmt::format("page {} cannot be part of one large entry with page {}", mapping.from, first->from),
        "pages of a large entry are as far apart as their frames", trace.text);
  }
}

bool VmmProgram::visits(std::uint32_t process, std::uint32_t cpu) const {
  const VmmProcess& of = processes[process];
  return of.cpu == cpu ||
         std::any_of(of.instructions.begin(), of.instructions.end(), [&](const VmmInstruction& instruction) {
           return instruction.operation == Operation::move && instruction.to == cpu;
         });
}

std::string VmmProgram::page_name(std::uint32_t physical) const {
  const VmmPhysicalPage& page = physical_pages[physical];
  return fmt::format("{}.page{:x}", machines[page.machine], page.number);
}

std::optional<std::uint32_t> VmmProgram::physical_page(std::uint32_t machine, std::uint32_t number) const {
  const auto found = std::lower_bound(
      physical_pages.begin(), physical_pages.end(), std::pair(machine, number),
      [](const VmmPhysicalPage& page, const std::pair<std::uint32_t, std::uint32_t>& sought) {
        return std::pair(page.machine, page.number) < sought;
      });
  if (found == physical_pages.end() || found->machine != machine || found->number != number)
    return std::nullopt;
  return static_cast<std::uint32_t>(found - physical_pages.begin());
}

void VmmProgram::take_tables(const Trace& trace) {
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) {
      if (has_address(event.operation)) pages.push_back(page_of(event.address));
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
      const std::optional<std::uint32_t> physical = physical_page(machine, entry.to);
      if (!physical) {
        throw InputError(trace.source, entry.position,
                         fmt::format("VM {} has no physical page {}", quote(machines[machine]), entry.to),
                         "its `vm` statement lists every physical page", trace.text);
      }
      mappings.push_back({process, index_of_page(entry.from), *physical, entry.readonly});
      restricts = restricts || entry.readonly;
    }
  }
  std::sort(mappings.begin(), mappings.end(), [](const VmmMapping& a, const VmmMapping& b) {
    return a.process != b.process ? a.process < b.process : a.page < b.page;
  });
}

void VmmProgram::take_tasks(const Trace& trace, const VmmOptions& options) {
  const ShadowsOfPage shadows = shadows_of_pages(options);
  bool shares = false;
  for (const MonitorTask& described : trace.tasks) {
    if (options.run == RunOn::machine) {
      throw InputError(trace.source, described.position, "a native run has no monitor that works",
                       "leave the task out", trace.text);
    }
    for (const WorkItem& item : described.items) {
      shares = shares || item.work == Work::share || item.work == Work::grant;
      protects = protects || shares || item.work == Work::protect || item.work == Work::send;
      hands_over = hands_over || item.work == Work::grant || item.work == Work::transfer;
    }
  }
  std::vector<bool> joined(machines.size(), false);
  for (const MonitorTask& described : trace.tasks) {
    for (const WorkItem& item : described.items) {
      if (item.work == Work::join) joined[order_of(item).machine] = true;
    }
  }
  for (const MonitorTask& described : trace.tasks) {
    VmmTask task;
    task.name = described.name;
    task.cpu = described.cpu;
    std::uint32_t writes = 0;
    bool uses = false;
    for (const WorkItem& item : described.items) {
      WorkOrder order = order_of(item);
      order.may_be_shared = shares;
      order.joined = order.large && joined[order.machine];
      require_large(trace, item, order);
      if (item.work == Work::post || item.work == Work::attach || order.joined) {
        order.content = static_cast<std::int64_t>(contents.size());
        contents.push_back({fmt::format("{}#{}", task.name, ++writes), order.machine});
      }
      compile_work(order, shadows, options, task);
      uses = uses || use_of(item.work) != FrameUse::none;
    }
    if (uses) ++users;
    tasks.push_back(std::move(task));
  }
}

void VmmProgram::require_large(const Trace& trace, const WorkItem& item, const WorkOrder& order) const {
  if (item.work != Work::join || order.large) return;
  throw InputError(
      trace.source, item.position,
      fmt::format("page {} of {} is no part of a large entry", item.page.number, item.page.machine),
      "its `vm` statement says of such a page `=large`", trace.text);
}

WorkOrder VmmProgram::order_of(const WorkItem& item) const {
  const auto index_of_machine = [&](const std::string& name) {
    return static_cast<std::uint32_t>(std::find(machines.begin(), machines.end(), name) - machines.begin());
  };
  WorkOrder order;
  order.work = item.work;
  order.machine = index_of_machine(item.page.machine);
  order.page = physical_page(order.machine, item.page.number).value_or(kWholeMachine);
  if (has_two_pages(item.work)) {
    order.receiver = index_of_machine(item.other.machine);
    order.other = physical_page(order.receiver, item.other.number).value_or(kWholeMachine);
  }
  for (std::uint32_t page = 0; page < physical_pages.size(); ++page) {
    if (physical_pages[page].machine != order.machine) continue;
    order.pages.push_back(page);
    if (physical_pages[page].large) order.parts.push_back(page);
  }
  order.large = order.page != kWholeMachine && physical_pages[order.page].large;
  order.other_large = order.other != kWholeMachine && physical_pages[order.other].large;
  return order;
}

std::uint32_t VmmProgram::machine_of(const Trace& trace, std::uint32_t process) const {
  const auto found = std::find(machines.begin(), machines.end(), client_of(trace.actors[process]));
  return static_cast<std::uint32_t>(found - machines.begin());
}

std::uint32_t VmmProgram::index_of_page(std::uint32_t page) const {
  return static_cast<std::uint32_t>(std::lower_bound(pages.begin(), pages.end(), page) - pages.begin());
}

std::optional<std::uint32_t> VmmProgram::mapping_of(std::uint32_t process, std::uint32_t page) const {
  const auto found =
      std::lower_bound(mappings.begin(), mappings.end(), std::pair(process, page),
                       [](const VmmMapping& mapping, const std::pair<std::uint32_t, std::uint32_t>& sought) {
                         return std::pair(mapping.process, mapping.page) < sought;
                       });
  if (found == mappings.end() || found->process != process || found->page != page) return std::nullopt;
  return static_cast<std::uint32_t>(found - mappings.begin());
}

}  // namespace braid::models
