// Large entries of pmaps: their page tables, and what tasks write there.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_log_kernel.h"

namespace braid::models {

/// Parts of the monitor's work.
template <class S>
class VmmEntryKernel : protected VmmLogKernel<S> {
 protected:
  using Base = VmmLogKernel<S>;
  using Base::fields_;
  using Base::frame;
  using Base::frame_of;
  using Base::get;
  using Base::holds;
  using Base::in_use;
  using Base::note;
  using Base::program_;
  using Base::set;
  using Base::shared;
  using Base::skip;
  using Base::step_;
  using Base::take_free_frame;
  using Base::task;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  /// Page tables are left alone, unless their VM ends.
  [[nodiscard]] bool spares(std::uint32_t page) const { return !step_.part->any_type && this->taken(page); }

  [[nodiscard]] bool has_work() const {
    const std::uint64_t number = frame_of(step_.page);
    return number != 0 && !(step_.part->sole && (shared(number) || in_use(number))) && !spares(step_.page);
  }

  /// Takes a frame for the page table, if there is none yet.
  Branch split() {
    if (!has_work()) return vmm_branch::kDone;
    const Field table = fields_.tables[step_.part->machine];
    if (get(table) == 0) set(table, take_free_frame());
    if (step_.part->walks) set(task().walked, get(table));
    if (get(table) != 0) return vmm_branch::kDone;
    if (!step_.part->unchecked) return skip();
    set(task().taken, frame_of(step_.page));
    return vmm_branch::kSkip;
  }

  /// Whether what the task has walked to is still the large entry's page table. If not, its entry is not
  /// changed, but what the frame holds by now.
  [[nodiscard]] bool reaches_entry() {
    if (!step_.part->walks) return true;
    const std::uint64_t number = get(task().walked);
    set(task().walked, 0);
    if (number == 0 || number == get(fields_.tables[step_.part->machine])) return true;
    set(frame(number).content, static_cast<std::uint64_t>(step_.part->content));
    return false;
  }

  /// The page table is to be freed if all its entries are as the large one was.
  Branch join() {
    const Field table = fields_.tables[step_.part->machine];
    if (get(table) == 0 || !whole()) return skip();
    set(task().taken, get(table));
    set(table, 0);
    return vmm_branch::kDone;
  }

 private:
  [[nodiscard]] bool whole() const {
    for (std::size_t page = 0; page < fields_.pages.size(); ++page) {
      const VmmPhysicalPage& physical = program_.physical_pages[page];
      if (!physical.large || physical.machine != step_.part->machine) continue;
      const VmmFields::Page& fields = fields_.pages[page];
      if (get(fields.frame) != std::uint64_t{physical.frame} + 1 || !holds(fields.writable)) return false;
    }
    return true;
  }
};

}  // namespace braid::models
