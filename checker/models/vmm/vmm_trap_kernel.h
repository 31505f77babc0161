// What a process's instruction does, and what the guest and the monitor do about its traps.
#pragma once

#include <cstdint>
#include <optional>

#include "braid/checker/models/vmm/vmm_upper_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class VmmTrapKernel : protected VmmUpperKernel<S> {
 protected:
  using Base = VmmUpperKernel<S>;
  using Base::fields_;
  using Base::frame;
  using Base::get;
  using Base::holds;
  using Base::note;
  using Base::options_;
  using Base::owned_by;
  using Base::program_;
  using Base::put;
  using Base::set;
  using Base::shared;
  using Base::step_;
  using Base::translation;
  using typename Base::Action;
  using typename Base::Branch;
  using typename Base::Field;
  using typename Base::Translation;

  using Base::Base;

  [[nodiscard]] const VmmFields::Process& process() const { return fields_.processes[step_.process]; }
  [[nodiscard]] std::uint32_t mapping() const { return *step_.instruction->mapping; }
  [[nodiscard]] std::uint32_t physical() const { return step_.page; }

  void enter_monitor() { enter_monitor_for(step_.process); }
  void enter_monitor_for(std::uint32_t number) {
    const Field entries = fields_.processes[number].entries;
    note(entries, get(entries) + 1);
  }

  [[nodiscard]] bool reachable(std::uint64_t number) const {
    const Field owner = frame(number).owner;
    if (owner.width == 0) return program_.initial_owner[number - 1] == step_.machine;
    return shared(number) || get(owner) == kVmmFirstMachine + step_.machine;
  }

  Branch access() {
    const bool store = is_write(step_.instruction->operation);
    const std::optional<Translation> found = translation();
    if (!found || (store && !found->writable)) return explore::kDisabled;
    if (found->walked) put(found->frame, found->writable);
    const std::uint64_t number = found->frame + 1;
    if (!reachable(number)) note(process().foreign, 1);
    if (step_.instruction->mapping && this->gone()) note(process().stale, 1);
    if (store) {
      this->store(number);
    } else {
      load(get(frame(number).content));
    }
    return found->walked ? vmm_branch::kWalked : vmm_branch::kDone;
  }

  void store(std::uint64_t number) {
    const auto content = static_cast<std::uint64_t>(step_.instruction->content);
    this->tamper(number);
    set(frame(number).content, content);
    if (step_.instruction->refused && !step_.instruction->lingers) note(process().overreached, 1);
    if (step_.instruction->mapping) note(fields_.pages[physical()].last, content);
  }

  void load(std::uint64_t content) {
    const std::uint32_t whose = program_.contents[content].machine;
    // What the page was handed over with is no residue.
    const bool handed_over = program_.hands_over && process().residue.width != 0 &&
                             step_.instruction->mapping && content == get(fields_.pages[physical()].last);
    if (whose != kWholeMachine && whose != step_.machine && !handed_over) note(process().residue, 1);
    if (step_.instruction->mapping && process().misread.width != 0 &&
        content != get(fields_.pages[physical()].last))
      note(process().misread, 1);
    note(process().loads[step_.instruction->number], content);
  }

  /// A store that finds its page read-only.
  Branch protection() {
    const std::optional<Translation> found = translation();
    return found && !found->writable ? trap() : explore::kDisabled;
  }

  /// An interrupt, while the CPU still has the page table of the process that it leaves: the hardware walks
  /// it.
  Branch touch() {
    const std::uint32_t mapping = step_.other;
    const Field present = fields_.table[mapping].present;
    const std::optional<Translation> found = this->walk(mapping, present.width == 0 || get(present) != 0);
    if (!found) return explore::kDisabled;
    this->put(mapping, found->frame, found->writable);
    return vmm_branch::kDone;
  }

  [[nodiscard]] const VmmFields::Cpu& cpu() const { return fields_.cpus[step_.cpu]; }

  /// An instruction that needs no translation.
  Branch execute() {
    switch (step_.instruction->operation) {
      case Operation::load:
      case Operation::store:
        return access();
      case Operation::clear:
        if (step_.instruction->accesses) return access();
        // The guest takes the monitor at its word.
        if (step_.instruction->mapping)
          note(fields_.pages[physical()].last, static_cast<std::uint64_t>(VmmProgram::kZero));
        return vmm_branch::kDone;
      case Operation::privileged:
        return get(process().elevated) != 0 ? vmm_branch::kDone : explore::kDisabled;
      case Operation::peek:
        if (!kernel_memory_open()) return explore::kDisabled;
        note(process().peeked, 1);
        return vmm_branch::kDone;
      case Operation::setreg:
        set(the_register(), static_cast<std::uint64_t>(step_.instruction->content) + 1);
        return vmm_branch::kDone;
      case Operation::getreg:
        read_register();
        return vmm_branch::kDone;
      case Operation::move:
        this->arrive();
        return vmm_branch::kDone;
      default:  // idle
        return vmm_branch::kDone;
    }
  }

  [[nodiscard]] Field the_register() const {
    return options_.registers == Registers::left ? cpu().left : process().saved;
  }
  /// A register that nobody has written is zero.
  void read_register() {
    const std::uint64_t held = get(the_register());
    const std::uint64_t content = held == 0 ? static_cast<std::uint64_t>(VmmProgram::kZero) : held - 1;
    const std::uint32_t whose = program_.contents[content].machine;
    if (whose != kWholeMachine && whose != step_.machine) note(process().leaked, 1);
    note(process().loads[step_.instruction->number], content);
  }
  [[nodiscard]] bool kernel_memory_open() const {
    for (std::uint32_t machine = 0; machine < cpu().open.size(); ++machine) {
      const bool found = machine == step_.machine || options_.confuses();
      const Field open = cpu().open[machine];
      if (found && open.width != 0 && get(open) != 0) return true;
    }
    return false;
  }
  /// A CPU that goes over closes what was open, and opens the memory of the guest that it comes back to.
  void switch_kernel_memory() {
    const bool closes =
        options_.at_switch == SwitchTlb::flushed || options_.kernel_memory == KernelMemory::closed;
    for (const Field open : cpu().open) {
      if (closes) note(open, 0);
    }
    if (step_.in_guest) note(cpu().open[step_.machine], 1);
  }

  /// An instruction that only a kernel may execute, or a look at the guest system's memory.
  Branch forbidden() {
    const bool passes = step_.instruction->operation == Operation::peek
                            ? kernel_memory_open()
                            : process().elevated.width != 0 && get(process().elevated) != 0;
    if (passes) return explore::kDisabled;
    return trap();
  }

  Branch trap() {
    note(cpu().record, step_.process + 1);
    return vmm_branch::kDone;
  }

  Branch dispatch() {
    if (step_.guarded && knows_better()) return explore::kDisabled;
    enter_monitor();
    note(cpu().open[step_.machine], 1);
    if (step_.astray) note(process().misdirected, 1);
    return vmm_branch::kDone;
  }

  /// Whether the monitor needs no guest for the fault: its software TLB has the page, or, where the hardware
  /// walks shadow page tables, the guest's own table has it.
  [[nodiscard]] bool knows_better() const {
    return options_.second_level ? get(fields_.second[mapping()].frame) != 0 : this->in_table();
  }

  Branch give_back() {
    enter_monitor();
    if (options_.kernel_memory == KernelMemory::closed) note(cpu().open[step_.machine], 0);
    if (step_.instruction->operation == Operation::forge) note(process().elevated, 1);
    if (cpu().record.width == 0 || get(cpu().record) == step_.process + 1) return vmm_branch::kDone;
    note(process().misdirected, 1);
    return vmm_branch::kAstray;
  }

  Branch refill() {
    const VmmFields::Entry& entry = fields_.second[mapping()];
    if (get(entry.frame) == 0) return explore::kDisabled;
    enter_monitor();
    put(get(entry.frame) - 1, holds(entry.writable));
    return vmm_branch::kDone;
  }

  /// With the permission of the guest's entry.
  void install(std::uint64_t number, bool writable) {
    const bool may_write = writable && step_.instruction->writable;
    const std::uint32_t raw = program_.physical_pages[physical()].raw;
    const std::uint64_t installed = raw != kNoFrame ? raw : number - 1;
    if (!options_.walks()) put(installed, may_write);
    if (options_.keeps_entries()) this->write(this->kept(mapping()), installed, may_write);
  }

  /// Where pmaps do not change, looking up and installing is one step.
  Branch install_at_once() {
    if ((step_.guarded && !this->in_table()) || refills()) return explore::kDisabled;
    if (options_.run == RunOn::monitor) enter_monitor();
    install(std::uint64_t{program_.physical_pages[physical()].frame} + 1, true);
    return vmm_branch::kDone;
  }

  /// Whether the software TLB has what the monitor would else look for in the guest's page table.
  [[nodiscard]] bool refills() const {
    return step_.looks && options_.second_level && get(fields_.second[mapping()].frame) != 0;
  }

  Branch handle_call() {
    if (updates_table(step_.instruction->operation)) {
      if (options_.run == RunOn::machine) this->change_table();
      return vmm_branch::kDone;
    }
    const Field served = fields_.served[step_.machine];
    set(served, get(served) + 1);
    note(process().calls[step_.instruction->number], get(served));
    return vmm_branch::kDone;
  }
};

}  // namespace braid::models
