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
  signature.contents = program.contents;
  signature.sets = vmm_sets(program);
  signature.events = vmm_event_kinds();
  for (VmmObservable& observable : vmm_observables(program, options))
    signature.observables.push_back(std::move(observable.observable));
  return signature;
}

Vmm::Vmm(const Trace& trace, const std::vector<explore::ObservableId>& tracked)
    : trace_(trace),
      options_(vmm_options(trace)),
      budgets_(trace, vmm_budgets()),
      program_(trace, options_),
      // A miss is retried; after that, only a CPU that has gone over to others can have lost the entry.
      attempts_(2 + budgets_.of(Fault::machine_switch)),
      cpus_place_(process_count()),
      boots_place_(cpus_place_ + program_.cpus),
      spent_place_(boots_place_ + machine_count()),
      places_(spent_place_ + (budgets_.of(Fault::machine_switch) > 0 ? 1 : 0)),
      observables_(vmm_observables(program_, options_)) {
  for (const VmmProcess& process : program_.processes) {
    constexpr std::uint64_t kMostPositions = std::uint64_t{1} << 31;
    const std::uint64_t positions = (process.instructions.size() + 1) * std::uint64_t{attempts_} * kVmmStages;
    if (positions <= kMostPositions) continue;
    throw InputError(trace.source, trace.system_position,
                     fmt::format("a program of {} instructions is too long", process.instructions.size()),
                     "instructions times the budget of switches stay below some 200 million", trace.text);
  }
  lay_out(tracked);
  list_labels();
}

void Vmm::lay_out(const std::vector<explore::ObservableId>& tracked) {
  using explore::bits_for;
  const unsigned content_bits = bits_for(program_.contents.size() - 1);
  const auto add = [&](unsigned width) { return width == 0 ? Field{} : layout_.add(width); };
  std::vector<std::uint32_t> on_cpu(program_.cpus, 0);
  for (const VmmMapping& mapping : program_.mappings) {
    tlb_.push_back(add(1));
    second_.push_back(add(options_.second_level ? 1 : 0));
    ++on_cpu[program_.processes[mapping.process].cpu];
  }
  for (std::uint32_t cpu = 0; cpu < program_.cpus; ++cpu) {
    queue_.emplace_back();
    if (on_cpu[cpu] <= program_.tlb_entries) continue;
    for (std::uint32_t entry = 0; entry < program_.tlb_entries; ++entry)
      queue_.back().push_back(add(bits_for(program_.mappings.size())));
  }
  for (std::uint32_t frame = 0; frame < program_.frames; ++frame) memory_.push_back(add(content_bits));
  std::vector<std::uint32_t> calls(machine_count(), 0);
  for (const VmmProcess& process : program_.processes)
    calls[process.machine] += static_cast<std::uint32_t>(process.calls.size());
  for (const std::uint32_t count : calls) served_.push_back(add(bits_for(count)));
  for (const VmmProcess& process : program_.processes) {
    loads_.emplace_back(process.loads.size());
    calls_.emplace_back(process.calls.size());
  }
  entries_.resize(process_count());
  foreign_.resize(process_count());
  std::vector<explore::ObservableId> kept = tracked;
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  for (const explore::ObservableId id : kept) {
    if (id >= observables_.size()) break;  // what properties remember is not the model's
    const VmmObservable& observed = observables_[id];
    const VmmProcess* process = observed.observable.history ? &program_.processes[observed.who] : nullptr;
    switch (observed.kind) {
      case VmmObservable::Kind::load:
        loads_[observed.who][observed.what] = add(content_bits);
        break;
      case VmmObservable::Kind::call:
        calls_[observed.who][observed.what] = add(bits_for(calls[process->machine]));
        break;
      case VmmObservable::Kind::entries:
        entries_[observed.who] = add(bits_for(3 * attempts_ * (process->instructions.size() + 1)));
        break;
      case VmmObservable::Kind::foreign:
        foreign_[observed.who] = add(1);
        break;
      default:
        break;
    }
  }
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
  if (at >= count * attempts_ * kVmmStages) {
    standing.instruction = count;
    standing.ended = true;
    return standing;
  }
  standing.stage = static_cast<VmmStage>(at % kVmmStages);
  standing.attempt = at / kVmmStages % attempts_;
  standing.instruction = at / kVmmStages / attempts_;
  standing.ended = standing.killed();
  return standing;
}

Position Vmm::position(const Standing& standing) const {
  return (standing.instruction * attempts_ + standing.attempt) * kVmmStages +
         static_cast<Position>(standing.stage);
}

explore::Ending Vmm::ending(Control control) const {
  return waiting(control).empty() ? explore::Ending::final : explore::Ending::blocked;
}

std::vector<std::uint32_t> Vmm::waiting(Control control) const {
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t process = 0; process < process_count(); ++process) {
    if (!standing(process, control).ended) waiting.push_back(process);
  }
  return waiting;
}

explore::Reading Vmm::reading(explore::ObservableId observable, Control control) const {
  using Kind = VmmObservable::Kind;
  const VmmObservable& observed = observables_[observable];
  const auto constant = [](std::int64_t value) { return explore::Reading{{}, value}; };
  const auto mapping_of = [&]() -> const VmmMapping* {
    for (const VmmMapping& mapping : program_.mappings) {
      if (mapping.process == observed.who && mapping.page == observed.what) return &mapping;
    }
    return nullptr;
  };
  switch (observed.kind) {
    case Kind::load:
    case Kind::call: {
      const VmmProcess& process = program_.processes[observed.who];
      const bool load = observed.kind == Kind::load;
      const Field field = (load ? loads_ : calls_)[observed.who][observed.what];
      // A load has no result while its miss is handled; a system call has one once it was.
      const std::uint32_t instruction = (load ? process.loads : process.calls)[observed.what];
      const Standing at = standing(observed.who, control);
      const bool handled =
          !load && at.instruction == instruction && at.stage > VmmStage::handling && !at.killed();
      const bool known = at.instruction > instruction || handled;
      return field.width == 0 || !known ? constant(-1) : explore::Reading{field, 0};
    }
    case Kind::killed:
      return constant(standing(observed.who, control).killed() ? 1 : 0);
    case Kind::entries:
      return {entries_[observed.who], 0};
    case Kind::foreign:
      return {foreign_[observed.who], 0};
    case Kind::cached:
    case Kind::second: {
      const VmmMapping* mapping = mapping_of();
      if (mapping == nullptr) return constant(0);
      const std::vector<Field>& fields = observed.kind == Kind::cached ? tlb_ : second_;
      return {fields[static_cast<std::size_t>(mapping - program_.mappings.data())], 0};
    }
    case Kind::maps: {
      const VmmMapping* mapping = mapping_of();
      return constant(mapping == nullptr ? -1 : mapping->installed);
    }
    case Kind::owns: {
      const VmmMapping* mapping = mapping_of();
      if (mapping == nullptr) return constant(0);
      return constant(program_.owned[program_.processes[observed.who].machine][mapping->installed] ? 1 : 0);
    }
    case Kind::memory:
      return {memory_[observed.who], 0};
    case Kind::runs:
      return constant(program_.processes[observed.what].cpu == observed.who &&
                              running(observed.who, control) == observed.what
                          ? 1
                          : 0);
    case Kind::mode:
      return constant(mode(observed.who, control));
    case Kind::booted:
      return constant(booted(observed.who, control) ? 1 : 0);
  }
  return {};
}

/// 0: user, 1: guest kernel (at reduced privilege), 2: monitor, or natively the kernel.
std::int64_t Vmm::mode(std::uint32_t cpu, Control control) const {
  const std::uint32_t process = running(cpu, control);
  if (program_.processes[process].cpu != cpu) return 2;  // nothing to run
  switch (standing(process, control).stage) {
    case VmmStage::ready:
    case VmmStage::resuming:
      return 0;
    case VmmStage::handling:
    case VmmStage::updated:
      return native() ? 2 : 1;
    default:
      return 2;
  }
}

}  // namespace braid::models
