// Where the observables of the virtual machine monitor stand in a packed state.
#include <algorithm>

#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {
namespace {

using explore::Control;
using explore::Field;
using explore::Reading;
using Kind = VmmObservable::Kind;

Reading constant(std::int64_t value) {
  return {{}, value};
}

}  // namespace

Reading Vmm::reading(explore::ObservableId observable, Control control) const {
  const VmmObservable& observed = observables_[observable];
  switch (observed.kind) {
    case Kind::load:
    case Kind::call:
    case Kind::killed:
    case Kind::entries:
    case Kind::steps:
    case Kind::foreign:
    case Kind::residue:
    case Kind::misread:
    case Kind::misdirected:
    case Kind::leaked:
    case Kind::overreached:
    case Kind::stale:
    case Kind::unchecked:
    case Kind::peeked:
    case Kind::misplaced:
    case Kind::elevated:
    case Kind::machine:
      return reading_of_process(observed, control);
    case Kind::cached:
    case Kind::writable:
    case Kind::second:
    case Kind::shadow:
      return reading_of_entry(observed, control);
    case Kind::present:
      return reading_of_table(observed, control);
    case Kind::page:
    case Kind::disk:
    case Kind::dirty:
    case Kind::sent:
    case Kind::memory:
    case Kind::owner:
    case Kind::number:
      return reading_of_memory(observed);
    case Kind::uses:
      return {fields_.tasks[observed.who].used, -1};
    case Kind::walks:
      return {fields_.tasks[observed.who].walked, -1};
    case Kind::device:
      return {fields_.tasks[observed.who].device, -1};
    case Kind::sending:
      return constant(sending(observed.who, control) ? 1 : 0);
    case Kind::writers:
    case Kind::table:
    case Kind::connected:
    case Kind::tampered:
      return reading_of_type(observed, control);
    case Kind::root:
      return {fields_.cpus[observed.who].loaded, -1};
    case Kind::runs:
      return constant(cpu_of(observed.what, control) == observed.who &&
                              running(observed.who, control) == observed.what
                          ? 1
                          : 0);
    case Kind::mode:
      return constant(mode(observed.who, control));
    case Kind::kernel_memory:
      return {fields_.cpus[observed.who].open[observed.what], 0};
    case Kind::booted:
      return constant(booted(observed.who, control) ? 1 : 0);
  }
  return {};
}

Reading Vmm::reading_of_process(const VmmObservable& observed, Control control) const {
  const VmmFields::Process& fields = fields_.processes[observed.who];
  const VmmProcess& process = program_.processes[observed.who];
  const Standing at = standing(observed.who, control);
  switch (observed.kind) {
    case Kind::load: {
      const Field field = fields.loads[observed.what];
      const bool known = at.instruction > process.loads[observed.what];
      return field.width == 0 || !known ? constant(-1) : Reading{field, 0};
    }
    case Kind::call: {
      // A load has no result while its miss is handled; a system call has one once it was.
      const Field field = fields.calls[observed.what];
      const std::uint32_t instruction = process.calls[observed.what];
      const bool handled = at.instruction == instruction && at.stage > VmmStage::handling && !at.killed();
      const bool known = at.instruction > instruction || handled;
      return field.width == 0 || !known ? constant(-1) : Reading{field, 0};
    }
    case Kind::killed:
      return constant(at.killed() ? 1 : 0);
    case Kind::entries:
      return {fields.entries, 0};
    case Kind::steps:
      return {fields.steps, 0};
    case Kind::foreign:
      return {fields.foreign, 0};
    case Kind::residue:
      return {fields.residue, 0};
    case Kind::misread:
      return {fields.misread, 0};
    case Kind::misdirected:
      return {fields.misdirected, 0};
    case Kind::leaked:
      return {fields.leaked, 0};
    case Kind::overreached:
      return {fields.overreached, 0};
    case Kind::stale:
      return {fields.stale, 0};
    case Kind::unchecked:
      return {fields.unchecked, 0};
    case Kind::peeked:
      return {fields.peeked, 0};
    case Kind::misplaced:
      return {fields.misplaced, 0};
    case Kind::elevated:
      return {fields.elevated, 0};
    default:  // whose process it is
      return constant(
          static_cast<std::int64_t>(program_.contents.size() + kVmmFirstMachine + process.machine));
  }
}

Reading Vmm::reading_of_entry(const VmmObservable& observed, Control control) const {
  const std::optional<std::uint32_t> mapping = program_.mapping_of(observed.who, observed.what);
  const bool flag = observed.kind == Kind::writable;
  if (!mapping) return constant(flag ? 0 : -1);
  const bool kept = observed.kind == Kind::second || observed.kind == Kind::shadow;
  if (kept && (observed.kind == Kind::shadow) != options_.shadows()) return constant(-1);
  const VmmFields::Entry& entry = kept ? fields_.second[program_.mappings[*mapping].shadow]
                                       : fields_.tlb[cpu_of(observed.who, control)][*mapping];
  if (flag) return entry.writable.width == 0 ? constant(1) : Reading{entry.writable, 0};
  return {entry.frame, -1};
}

Reading Vmm::reading_of_table(const VmmObservable& observed, Control control) const {
  const std::optional<std::uint32_t> mapping = program_.mapping_of(observed.who, observed.what);
  if (!mapping) return constant(0);
  if (program_.mappings[*mapping].edited) return {fields_.table[*mapping].present, 0};
  const Standing at = standing(observed.who, control);
  const std::vector<VmmInstruction>& instructions = program_.processes[observed.who].instructions;
  bool present = true;
  for (std::uint32_t number = 0; number < instructions.size() && number <= at.instruction; ++number) {
    const VmmInstruction& of = instructions[number];
    const VmmStage last = options_.asked() ? VmmStage::invalidating : VmmStage::handling;
    const bool done = number < at.instruction || (at.stage > last && !at.killed());
    if (done && changes_table(of.operation) && of.mapping == mapping)
      present = of.operation == Operation::map;
  }
  return constant(present ? 1 : 0);
}

Reading Vmm::reading_of_type(const VmmObservable& observed, Control control) const {
  const VmmFields::Page& page = fields_.pages[observed.who];
  switch (observed.kind) {
    case Kind::writers:
      return {page.writers, 0};
    case Kind::table:
      return {page.table, 0};
    case Kind::connected:
      return has_device(observed.who, control) ? Reading{page.connected, 0} : constant(0);
    default:  // tampered
      return {page.tampered, 0};
  }
}

/// Whether a device has got the table that the page was to be entered in.
bool Vmm::has_device(std::uint32_t page, Control control) const {
  for (std::uint32_t task = 0; task < task_count(); ++task) {
    const std::vector<WorkPart>& parts = program_.tasks[task].parts;
    const std::uint32_t at = control.positions[tasks_place_ + task];
    for (std::uint32_t part = 0; part < parts.size() && part <= at; ++part) {
      if (parts[part].step == WorkStep::drive && parts[part].page == page) return true;
    }
  }
  return false;
}

Reading Vmm::reading_of_memory(const VmmObservable& observed) const {
  const std::uint32_t who = observed.who;
  const auto first_owner = static_cast<std::int64_t>(program_.contents.size());
  switch (observed.kind) {
    case Kind::page: {
      const Field field = fields_.pages[who].frame;
      const std::uint32_t frame = program_.physical_pages[who].frame;
      if (field.width != 0) return {field, -1};
      return constant(frame == kNoFrame ? -1 : static_cast<std::int64_t>(frame));
    }
    case Kind::dirty: {
      const Field field = fields_.pages[who].dirty;
      return field.width != 0 ? Reading{field, 0} : constant(1);
    }
    case Kind::sent:
      return {fields_.pages[who].sent, -1};
    case Kind::disk:
      return {fields_.pages[who].disk, -1};
    case Kind::memory:
      return {fields_.frames[who].content, 0};
    case Kind::owner: {
      const Field field = fields_.frames[who].owner;
      if (field.width != 0) return {field, first_owner};
      const std::uint32_t machine = program_.initial_owner[who];
      const auto owner =
          machine == kWholeMachine ? static_cast<std::uint32_t>(VmmOwner::free) : kVmmFirstMachine + machine;
      return constant(first_owner + owner);
    }
    default:  // a frame's number
      return constant(who);
  }
}

}  // namespace braid::models
