// What pages are used as: who can write them, which are page tables, and what a device has.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_root_kernel.h"

namespace braid::models {

/// Parts of steps, and steps of `pin` and `build`, about the step's physical page.
template <class S>
class VmmTypeKernel : protected VmmRootKernel<S> {
 protected:
  using Base = VmmRootKernel<S>;
  using Base::fields_;
  using Base::frame;
  using Base::get;
  using Base::holds;
  using Base::note;
  using Base::options_;
  using Base::program_;
  using Base::set;
  using Base::shared;
  using Base::step_;
  using typename Base::Branch;

  using Base::Base;

  [[nodiscard]] const VmmFields::Page& typed() const { return fields_.pages[step_.page]; }

  /// Whether the monitor has taken the page as a page table.
  [[nodiscard]] bool taken(std::uint32_t page) const {
    const explore::Field field = fields_.pages[page].taken;
    return field.width != 0 && get(field) != 0;
  }

  /// An entry of a page table is to let its process write the page.
  [[nodiscard]] bool admit_writer() {
    if (taken(step_.page)) return false;
    note(typed().writers, get(typed().writers) + 1);
    return true;
  }

  /// An entry lets its process write the page no more.
  void dismiss_writer() {
    if (typed().writers.width == 0 || get(typed().writers) == 0) return;
    set(typed().writers, get(typed().writers) - 1);
    const VmmFields::Process& process = fields_.processes[step_.process];
    const bool late = options_.stamp == FlushStamps::late;
    if (get(typed().writers) == 0) note(typed().stamp, get(late ? process.stamp : fields_.clock));
    note(process.stamp, 0);
  }

  void read_clock() { note(fields_.processes[step_.process].stamp, get(fields_.clock)); }

  /// The step's CPU has flushed all of its TLB.
  void advance_clock() {
    if (fields_.clock.width == 0) return;
    set(fields_.clock, get(fields_.clock) + 1);
    set(fields_.cpus[step_.cpu].flushed, get(fields_.clock));
  }

  /// A CPU that has flushed all since nobody can write the page has nothing of it.
  [[nodiscard]] bool spared() const {
    return step_.part != nullptr && step_.part->stamped &&
           get(fields_.cpus[step_.cpu].flushed) > get(typed().stamp);
  }

  /// Whether the page could become a page table.
  [[nodiscard]] bool unwritable() const {
    const std::uint64_t number = get(typed().frame);
    return number != 0 && !shared(number) && !taken(step_.page) && get(typed().writers) == 0 &&
           !this->in_use(number);
  }

  Branch inspect() { return unwritable() ? vmm_branch::kDone : vmm_branch::kSkip; }

  Branch take_type() {
    if (!unwritable()) return vmm_branch::kSkip;
    set(typed().taken, 1);
    note(typed().connected, 0);
    return vmm_branch::kDone;
  }

  Branch validate() {
    if (!taken(step_.page)) return vmm_branch::kSkip;
    set(typed().table, 1);
    return vmm_branch::kDone;
  }

  /// Whether a device may write the page.
  [[nodiscard]] bool fits_device() const {
    const std::uint64_t number = get(typed().frame);
    return number != 0 && !shared(number) && holds(typed().writable) && !taken(step_.page);
  }

  Branch check() { return fits_device() ? vmm_branch::kDone : vmm_branch::kSkip; }

  Branch recheck() {
    if (fits_device()) return vmm_branch::kDone;
    set(typed().connected, 0);
    return vmm_branch::kSkip;
  }

  /// The device writes what its table has.
  void drive() {
    const std::uint64_t number = get(typed().frame);
    if (get(typed().connected) == 0 || number == 0) return;
    const auto content = static_cast<std::uint64_t>(step_.part->content);
    set(frame(number).content, content);
    note(typed().last, content);
    tamper(number);
  }

  /// Somebody who is not the monitor writes the frame.
  void tamper(std::uint64_t number) {
    for (const VmmFields::Page& page : fields_.pages) {
      if (page.table.width != 0 && get(page.table) != 0 && get(page.frame) == number) note(page.tampered, 1);
    }
  }
};

}  // namespace braid::models
