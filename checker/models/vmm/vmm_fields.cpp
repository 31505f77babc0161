#include "braid/checker/models/vmm/vmm_fields.h"

#include <algorithm>

namespace braid::models {

using explore::bits_for;
using explore::Field;

VmmFields::VmmFields(const VmmProgram& program, const VmmOptions& options,
                     const std::vector<VmmObservable>& observables,
                     const std::vector<explore::ObservableId>& tracked) {
  std::vector<explore::ObservableId> kept = tracked;
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  // What properties remember is not the model's.
  while (!kept.empty() && kept.back() >= observables.size()) kept.pop_back();
  const bool tracks_stores = std::any_of(kept.begin(), kept.end(), [&](explore::ObservableId id) {
    const VmmObservable::Kind kind = observables[id].kind;
    // What a page may hold of another VM's is what it was handed over with.
    return kind == VmmObservable::Kind::misread ||
           (kind == VmmObservable::Kind::residue && program.hands_over);
  });
  lay_out_tlbs(program, options);
  lay_out_memory(program, tracks_stores);
  std::vector<std::uint32_t> calls(program.machines.size(), 0);
  for (const VmmProcess& process : program.processes)
    calls[process.machine] += static_cast<std::uint32_t>(process.calls.size());
  for (const std::uint32_t count : calls) served.push_back(add(bits_for(count)));
  for (const VmmProcess& process : program.processes) {
    Process fields;
    if (program.changes) {
      fields.held = add_frame(program);
      fields.held_writable = add(program.protects ? 1 : 0);
      const bool looks = options.check != FaultCheck::count && options.check != FaultCheck::unchecked;
      fields.overtaken = add(looks ? 1 : 0);
    }
    if (program.protects && options.write_fault != WriteFault::locked)
      fields.named = add(bits_for(program.physical_pages.size()));
    const bool requests = std::any_of(
        process.instructions.begin(), process.instructions.end(),
        [](const VmmInstruction& instruction) { return instruction.operation == Operation::request; });
    fields.fetched = add(requests ? bits_for(program.contents.size()) : 0);
    fields.loads.resize(process.loads.size());
    fields.calls.resize(process.calls.size());
    processes.push_back(std::move(fields));
  }
  lay_out_traps(program, options);
  lay_out_roots(program, options);
  lay_out_types(program, options);
  lay_out_tasks(program, options);
  for (const explore::ObservableId id : kept) track(program, observables[id]);
}

void VmmFields::lay_out_tlbs(const VmmProgram& program, const VmmOptions& options) {
  const unsigned protection = program.protects || program.restricts ? 1 : 0;
  tlb.resize(program.cpus);
  std::vector<std::uint32_t> on_cpu(program.cpus, 0);
  const auto entry = [&](bool exists) {
    return exists ? Entry{add_frame(program), add(protection)} : Entry{};
  };
  for (const VmmMapping& mapping : program.mappings) {
    if (mapping.renamed) {
      second.push_back(second.back());
      table.push_back(table.back());
      for (std::vector<Entry>& of : tlb) of.push_back(of.back());
      continue;
    }
    const bool own = &program.mappings[mapping.shadow] == &mapping;
    second.push_back(entry(options.keeps_entries() && own));
    const unsigned edited = mapping.edited ? 1 : 0;
    table.push_back({add(edited), add(edited), add(options.shadows() && program.changes ? edited : 0)});
    for (std::uint32_t cpu = 0; cpu < program.cpus; ++cpu) {
      const bool here = program.visits(mapping.process, cpu);
      tlb[cpu].push_back(entry(here));
      if (here) ++on_cpu[cpu];
    }
  }
  for (std::uint32_t cpu = 0; cpu < program.cpus; ++cpu) {
    queue.emplace_back();
    if (on_cpu[cpu] <= program.tlb_entries) continue;
    for (std::uint32_t place = 0; place < program.tlb_entries; ++place)
      queue.back().push_back(add(bits_for(program.mappings.size())));
  }
}

void VmmFields::lay_out_memory(const VmmProgram& program, bool tracks_stores) {
  const unsigned content_bits = bits_for(program.contents.size() - 1);
  for (std::uint32_t frame = 0; frame < program.frames; ++frame) {
    Frame fields;
    fields.content = add(content_bits);
    if (program.changes) {
      fields.owner = add(bits_for(kVmmFirstMachine + program.machines.size() - 1));
      const bool counted = program.protects || program.users > 0;
      fields.references = add(counted ? bits_for(program.physical_pages.size() + program.users) : 0);
    }
    frames.push_back(fields);
  }
  std::vector<bool> to_disk(program.physical_pages.size(), false);
  std::vector<bool> to_send = to_disk;
  for (const VmmTask& task : program.tasks) {
    for (const WorkPart& part : task.parts) {
      if (part.step == WorkStep::page_out) to_disk[part.page] = true;
      if (part.step == WorkStep::send) to_send[part.page] = true;
    }
  }
  for (std::uint32_t page = 0; page < program.physical_pages.size(); ++page) {
    Page fields;
    if (program.changes) {
      fields.frame = add_frame(program);
      fields.writable = add(program.protects ? 1 : 0);
    }
    if (to_disk[page]) fields.disk = add(bits_for(program.contents.size()));
    fields.dirty = add(to_send[page] ? 1 : 0);
    if (to_send[page]) fields.sent = add(bits_for(program.contents.size()));
    if (tracks_stores) fields.last = add(content_bits);
    pages.push_back(fields);
  }
}

void VmmFields::lay_out_tasks(const VmmProgram& program, const VmmOptions& options) {
  for (std::uint32_t machine = 0; machine < program.machines.size(); ++machine) {
    const bool large =
        std::any_of(program.physical_pages.begin(), program.physical_pages.end(),
                    [&](const VmmPhysicalPage& page) { return page.machine == machine && page.large; });
    tables.push_back(large && program.changes ? add_frame(program) : Field{});
  }
  for (const VmmTask& task : program.tasks) {
    const auto uses = [&](bool device) {
      return std::any_of(task.parts.begin(), task.parts.end(), [&](const WorkPart& part) {
        return part.step == WorkStep::look_up && (part.use == FrameUse::device) == device;
      });
    };
    Task fields;
    fields.taken = add_frame(program);
    fields.fresh = add_frame(program);
    const bool walks =
        std::any_of(task.parts.begin(), task.parts.end(), [](const WorkPart& part) { return part.walks; });
    if (walks) fields.walked = add_frame(program);
    fields.zapped = add(options.shadows() ? 1 : 0);
    if (uses(false)) fields.used = add_frame(program);
    if (uses(true)) fields.device = add_frame(program);
    const bool reads = options.age == AgeEntry::plain && program.protects &&
                       std::any_of(task.parts.begin(), task.parts.end(),
                                   [](const WorkPart& part) { return part.step == WorkStep::read_entry; });
    fields.was_writable = add(reads ? 1 : 0);
    fields.was_dirty = add(reads ? 1 : 0);
    tasks.push_back(fields);
  }
}

void VmmFields::lay_out_traps(const VmmProgram& program, const VmmOptions& options) {
  const unsigned register_bits = program.registers ? bits_for(program.contents.size()) : 0;
  const bool left = options.registers == Registers::left;
  for (std::uint32_t cpu = 0; cpu < program.cpus; ++cpu) {
    Cpu fields;
    fields.record = add(options.trap_record == TrapRecord::cpu ? bits_for(program.processes.size()) : 0);
    for (std::size_t machine = 0; machine < program.machines.size(); ++machine)
      fields.open.push_back(add(options.supervisor_mode ? 0 : 1));
    fields.left = add(left ? register_bits : 0);
    cpus.push_back(fields);
  }
  for (std::size_t process = 0; process < processes.size(); ++process) {
    const std::vector<VmmInstruction>& instructions = program.processes[process].instructions;
    const bool forges = std::any_of(
        instructions.begin(), instructions.end(),
        [](const VmmInstruction& instruction) { return instruction.operation == Operation::forge; });
    processes[process].elevated = add(forges && options.mode == ReturnMode::believed ? 1 : 0);
    processes[process].saved = add(left ? 0 : register_bits);
  }
}

void VmmFields::lay_out_roots(const VmmProgram& program, const VmmOptions& options) {
  if (!options.takes_roots()) return;
  for (Process& process : processes) process.root = add_frame(program);
  for (Cpu& cpu : cpus) cpu.loaded = add_frame(program);
}

void VmmFields::lay_out_types(const VmmProgram& program, const VmmOptions& options) {
  std::vector<std::uint32_t> entries(program.physical_pages.size(), 0);
  for (const VmmMapping& mapping : program.mappings) ++entries[mapping.physical];
  const bool types = std::find(program.pinned.begin(), program.pinned.end(), true) != program.pinned.end();
  const bool stamps = types && options.stamp != FlushStamps::none;
  const unsigned clock_bits = stamps ? bits_for(program.switches) : 0;
  for (std::uint32_t page = 0; page < program.physical_pages.size(); ++page) {
    if (program.pinned[page]) pages[page].writers = add(bits_for(entries[page]));
    if (!program.pinned[page]) continue;
    pages[page].taken = add(1);
    pages[page].table = add(1);
    pages[page].stamp = add(clock_bits);
  }
  for (const VmmTask& task : program.tasks) {
    for (const WorkPart& part : task.parts) {
      if (part.step == WorkStep::connect && pages[part.page].connected.width == 0)
        pages[part.page].connected = add(1);
    }
  }
  for (std::size_t process = 0; process < processes.size(); ++process) {
    const std::vector<VmmInstruction>& instructions = program.processes[process].instructions;
    const bool lowers = std::any_of(instructions.begin(), instructions.end(),
                                    [](const VmmInstruction& of) { return of.lower.has_value(); });
    processes[process].upper = add(lowers ? bits_for(program.physical_pages.size()) : 0);
  }
  clock = add(clock_bits);
  for (Cpu& cpu : cpus) cpu.flushed = add(clock_bits);
  for (Process& process : processes) process.stamp = add(options.stamp == FlushStamps::late ? clock_bits : 0);
}

void VmmFields::track(const VmmProgram& program, const VmmObservable& observable) {
  using Kind = VmmObservable::Kind;
  switch (observable.kind) {
    case Kind::load:
      processes[observable.who].loads[observable.what] = add(bits_for(program.contents.size() - 1));
      break;
    case Kind::call: {
      std::uint64_t calls = 0;
      for (const VmmProcess& process : program.processes) {
        if (process.machine == program.processes[observable.who].machine) calls += process.calls.size();
      }
      processes[observable.who].calls[observable.what] = add(bits_for(calls));
      break;
    }
    case Kind::entries:
      processes[observable.who].entries =
          add(bits_for(static_cast<std::uint64_t>(program.most_entries(observable.who))));
      break;
    case Kind::steps:
      processes[observable.who].steps = add(bits_for(kMostTrapSteps));
      break;
    case Kind::foreign:
      processes[observable.who].foreign = add(1);
      break;
    case Kind::residue:
      processes[observable.who].residue = add(1);
      break;
    case Kind::misread:
      processes[observable.who].misread = add(1);
      break;
    case Kind::misdirected:
      processes[observable.who].misdirected = add(1);
      break;
    case Kind::leaked:
      processes[observable.who].leaked = add(1);
      break;
    case Kind::overreached:
      processes[observable.who].overreached = add(1);
      break;
    case Kind::stale:
      processes[observable.who].stale = add(1);
      break;
    case Kind::unchecked:
      processes[observable.who].unchecked = add(1);
      break;
    case Kind::peeked:
      processes[observable.who].peeked = add(1);
      break;
    case Kind::misplaced:
      processes[observable.who].misplaced = add(processes[observable.who].upper.width == 0 ? 0 : 1);
      break;
    case Kind::tampered:
      pages[observable.who].tampered = add(program.pinned[observable.who] ? 1 : 0);
      break;
    default:
      break;
  }
}

}  // namespace braid::models
