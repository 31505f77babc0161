// What the monitor does about pages for a process that has trapped: looks frames up, gives frames on demand,
// unshares.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_swap_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class VmmFaultKernel : protected VmmSwapKernel<S> {
 protected:
  using Base = VmmSwapKernel<S>;
  using Base::enter;
  using Base::enter_monitor;
  using Base::fields_;
  using Base::fill;
  using Base::flush_pages;
  using Base::flush_software_tlb;
  using Base::frame;
  using Base::get;
  using Base::give_to;
  using Base::give_to_machine;
  using Base::holds;
  using Base::install;
  using Base::mark_dirty;
  using Base::note;
  using Base::options_;
  using Base::overtake;
  using Base::physical;
  using Base::process;
  using Base::release;
  using Base::set;
  using Base::shared;
  using Base::step_;
  using Base::take_free_frame;
  using typename Base::Action;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  /// Keeps the page's frame as what is to be installed.
  void hold(std::uint64_t number) {
    set(process().held, number);
    note(process().held_writable, holds(fields_.pages[physical()].writable) ? 1 : 0);
  }
  void let_go() {
    set(process().held, 0);
    note(process().held_writable, 0);
    note(process().overtaken, 0);
  }

  Branch look_up() {
    if (options_.walks() && !this->in_table()) return explore::kDisabled;
    const std::uint64_t number = get(fields_.pages[physical()].frame);
    if ((number == 0 && step_.busy) || this->refills()) return explore::kDisabled;
    enter_monitor();
    if (number == 0) return vmm_branch::kAbsent;
    hold(number);
    return vmm_branch::kDone;
  }

  Branch allocate_on_demand() {
    const std::uint64_t present = get(fields_.pages[physical()].frame);
    if (present != 0) {
      hold(present);
      return vmm_branch::kPresent;
    }
    const std::uint64_t number = take_free_frame();
    if (number == 0) return explore::kDisabled;
    set(process().held, number);
    return vmm_branch::kDone;
  }

  Branch map_on_demand() {
    const std::uint64_t number = get(process().held);
    if (step_.dying) {
      give_to(number, VmmOwner::free);
      let_go();
      return vmm_branch::kRefused;
    }
    enter(physical(), number);
    note(process().held_writable, 1);
    return vmm_branch::kDone;
  }

  Branch place() {
    const bool sequenced = options_.check != FaultCheck::count && options_.check != FaultCheck::unchecked;
    // What the guest has changed since, the monitor has seen.
    const bool changed = options_.walks() && !this->in_table();
    const bool stale = changed || (sequenced && get(process().overtaken) != 0);
    if (!stale) install(get(process().held), holds(process().held_writable));
    let_go();
    return stale ? vmm_branch::kRetry : vmm_branch::kDone;
  }

  /// A page that nobody shares is made writable, which is the fast path: it goes beside a task that changes
  /// the pmap's entry. One that is shared needs a frame of its own.
  Branch unshare() {
    if (this->swaps()) return explore::kDisabled;
    const VmmFields::Page& page = fields_.pages[physical()];
    const std::uint64_t number = get(page.frame);
    if (number != 0 && !holds(page.writable) && shared(number) && get(frame(number).references) > 1) {
      const std::uint64_t fresh = step_.busy ? 0 : take_free_frame();
      if (fresh == 0) return explore::kDisabled;
      enter_monitor();
      set(process().held, fresh);
      return vmm_branch::kDone;
    }
    enter_monitor();
    if (number != 0 && !holds(page.writable)) {
      note(page.writable, 1);
      mark_dirty(physical());
      give_to_machine(number, step_.machine);
    }
    forget_entry();
    return vmm_branch::kRetry;
  }

  /// The entry that says read-only, wherever this CPU and the software TLB have it.
  void forget_entry() {
    flush_pages(step_.cpu);
    if (options_.keeps_entries()) this->clear(this->kept(*step_.instruction->mapping));
    if (options_.confuses()) this->flush_all(step_.cpu);
  }

  void copy_shared() {
    const std::uint64_t from = get(fields_.pages[physical()].frame);
    if (from != 0) set(frame(get(process().held)).content, get(frame(from).content));
  }

  /// The shared frame keeps the page's reference until no TLB has it any more.
  Branch remap() {
    const std::uint64_t fresh = get(process().held);
    let_go();
    if (step_.dying) {
      give_to(fresh, VmmOwner::free);
      return vmm_branch::kRefused;
    }
    const std::uint64_t old = this->leave(physical());
    enter(physical(), fresh);
    if (options_.free == FreeWhen::acknowledged) {
      set(process().held, old);
    } else if (old != 0) {
      release(old);
    }
    forget_entry();
    flush_software_tlb();
    overtake();
    return vmm_branch::kDone;
  }

  void settle() {
    if (get(process().held) != 0) release(get(process().held));
    let_go();
  }
};

}  // namespace braid::models
