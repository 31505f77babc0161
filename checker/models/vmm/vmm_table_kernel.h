// What becomes of guests' page tables, and of the shadows that the monitor keeps of them.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_trap_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one. Its instruction changes a table, or has missed it.
template <class S>
class VmmTableKernel : protected VmmTrapKernel<S> {
 protected:
  using Base = VmmTrapKernel<S>;
  using Base::enter_monitor;
  using Base::fields_;
  using Base::get;
  using Base::in_table;
  using Base::kept;
  using Base::mapping;
  using Base::note;
  using Base::options_;
  using Base::process;
  using Base::program_;
  using Base::step_;
  using typename Base::Branch;

  using Base::Base;

  /// The guest looks for the page in its table.
  Branch handle_miss() {
    if (step_.guarded && !in_table()) return explore::kDisabled;
    const bool native = options_.run == RunOn::machine;
    return native && !options_.walks() ? this->install_at_once() : vmm_branch::kDone;
  }
  Branch punish() const { return step_.guarded && in_table() ? explore::kDisabled : vmm_branch::kDone; }

  /// The monitor has trapped the guest's write, and carries it out.
  Branch emulate() {
    enter_monitor();
    this->clear(kept(mapping()));
    note(fields_.table[mapping()].unflushed, 1);
    if (options_.table_writes == TableWrites::locked) store_entry();
    return vmm_branch::kDone;
  }

  /// The guest's table changes.
  void store_entry() {
    this->write_table();
    if (step_.instruction->operation != Operation::map) return;
    if (step_.instruction->names) this->overtake();
    if (options_.table_sync == TableSync::entered && !step_.busy) enter_shadow();
  }
  void enter_shadow() {
    const VmmFields::Page& page = fields_.pages[step_.other];
    const std::uint64_t number = page.frame.width != 0
                                     ? get(page.frame)
                                     : std::uint64_t{program_.physical_pages[step_.other].frame} + 1;
    const bool writable = this->holds(page.writable) && !program_.mappings[mapping()].readonly;
    if (number != 0) this->write(kept(mapping()), number - 1, writable);
  }

  /// The guest drops the page from the TLB: no TLB may have it any more.
  Branch invalidate() {
    enter_monitor();
    this->drop_from_tlb();
    forget();
    return vmm_branch::kDone;
  }
  /// The software TLB's entry.
  void forget() {
    if (options_.second_level && options_.guest_flushes_second_level) this->clear(kept(mapping()));
  }

  /// The guest asks the monitor to change its page table.
  Branch update() {
    if (!step_.stamps) enter_monitor();
    const bool counts = options_.fast_path == FastPath::safe_bits;
    const VmmInstruction& instruction = *step_.instruction;
    switch (instruction.operation) {
      case Operation::readonly:
        // The guest has not asked for a flush of the TLB.
        forget();
        if (counts) this->dismiss_writer();
        break;
      case Operation::writable:
        if (counts && !this->admit_writer()) return vmm_branch::kRefused;
        this->drop_from_tlb();
        forget();
        break;
      case Operation::map:
        if (!instruction.valid && instruction.writable && !this->admit_writer()) return vmm_branch::kRefused;
        break;
      case Operation::lower:
        return this->change_upper() ? vmm_branch::kDone : vmm_branch::kRefused;
      default:  // unmap
        this->drop_from_tlb();
        forget();
        if (instruction.valid && instruction.writable) this->dismiss_writer();
        break;
    }
    this->write_lower();
    return vmm_branch::kDone;
  }
};

}  // namespace braid::models
