// Stores to read-only pages that nobody shares, where the monitor makes a shadow entry writable without a
// lock.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_table_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class VmmSwapKernel : protected VmmTableKernel<S> {
 protected:
  using Base = VmmTableKernel<S>;
  using Base::enter_monitor;
  using Base::frame;
  using Base::get;
  using Base::holds;
  using Base::kept;
  using Base::mapping;
  using Base::note;
  using Base::options_;
  using Base::process;
  using Base::set;
  using Base::step_;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  /// Whether nothing but the flag of the shadow entry stands against the store.
  [[nodiscard]] bool swaps() const {
    if (options_.write_fault == WriteFault::locked) return false;
    const VmmFields::Entry& entry = kept(mapping());
    return get(entry.frame) != 0 && !holds(entry.writable) && !this->shared(get(entry.frame));
  }

  Branch read_shadow() {
    if (!swaps()) return explore::kDisabled;
    enter_monitor();
    const std::uint64_t number = get(kept(mapping()).frame);
    set(process().held, number);
    set(process().named, std::uint64_t{step_.page} + 1);
    const Field references = frame(number).references;
    if (pins()) set(references, get(references) + 1);
    return vmm_branch::kDone;
  }

  /// A compare-and-swap: an entry that holds the same is the same, whatever page it is of by now.
  Branch swap() {
    const VmmFields::Entry& entry = kept(mapping());
    const std::uint64_t number = get(process().held);
    const bool same = get(entry.frame) == number && !holds(entry.writable);
    if (same) {
      note(entry.writable, 1);
      this->mark_dirty(static_cast<std::uint32_t>(get(process().named) - 1));
    }
    this->drop(step_.cpu, mapping());
    if (pins()) this->release(number);
    set(process().held, 0);
    set(process().named, 0);
    return same ? vmm_branch::kDone : vmm_branch::kRetry;
  }

 private:
  [[nodiscard]] bool pins() const { return options_.write_fault == WriteFault::pinned; }
};

}  // namespace braid::models
