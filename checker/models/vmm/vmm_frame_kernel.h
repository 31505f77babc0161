// What happens to machine frames and to the pmaps of the VMs.
#pragma once

#include <cstdint>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/vmm/vmm_tlb_kernel.h"

namespace braid::models {

/// Parts of steps. Frames are numbered from 1 here, as fields hold them; 0 is none.
template <class S>
class VmmFrameKernel : protected VmmTlbKernel<S> {
 protected:
  using Base = VmmTlbKernel<S>;
  using Base::fields_;
  using Base::get;
  using Base::holds;
  using Base::note;
  using Base::options_;
  using Base::program_;
  using Base::set;
  using Base::step_;
  using typename Base::Field;

  using Base::Base;

  [[nodiscard]] const VmmFields::Frame& frame(std::uint64_t number) const {
    if (number - 1 >= fields_.frames.size()) throw explore::InternalError("there is no such frame");
    return fields_.frames[number - 1];
  }

  [[nodiscard]] bool owned_by(std::uint64_t number, VmmOwner owner) const {
    return get(frame(number).owner) == static_cast<std::uint64_t>(owner);
  }
  void give_to(std::uint64_t number, VmmOwner owner) {
    set(frame(number).owner, static_cast<std::uint64_t>(owner));
  }
  void give_to_machine(std::uint64_t number, std::uint32_t machine) {
    set(frame(number).owner, kVmmFirstMachine + machine);
  }
  [[nodiscard]] bool shared(std::uint64_t number) const {
    return number != 0 && owned_by(number, VmmOwner::shared);
  }

  /// Whether somebody beside its pages has a reference to the frame: it is not shared, moved, paged out.
  [[nodiscard]] bool in_use(std::uint64_t number) const {
    const Field references = frame(number).references;
    if (references.width == 0) return false;
    std::uint64_t pages = 0;
    for (const VmmFields::Page& page : fields_.pages) {
      if (get(page.frame) == number) ++pages;
    }
    return get(references) > pages;
  }

  /// The free frame of the lowest number, which is the monitor's from now on; 0: there is none.
  [[nodiscard]] std::uint64_t take_free_frame() {
    for (std::uint64_t number = 1; number <= fields_.frames.size(); ++number) {
      if (!owned_by(number, VmmOwner::free)) continue;
      give_to(number, VmmOwner::monitor);
      return number;
    }
    return 0;
  }

  /// A page that had the frame has it no more. Without pages it is free.
  void release(std::uint64_t number) {
    const Field references = frame(number).references;
    if (references.width != 0 && get(references) > 0) {
      set(references, get(references) - 1);
      if (get(references) != 0) return;
    }
    give_to(number, VmmOwner::free);
  }

  /// Reads what the disk has of the page into the frame, or zeroes it, or leaves it as it is.
  [[nodiscard]] explore::Branch fill(std::uint64_t number, std::uint32_t page) {
    const Field disk = fields_.pages[page].disk;
    const Field content = frame(number).content;
    if (disk.width != 0 && get(disk) != 0) {
      set(content, get(disk) - 1);
      set(disk, 0);
      return vmm_branch::kFromDisk;
    }
    const bool own = program_.contents[get(content)].machine == program_.physical_pages[page].machine;
    if (options_.zero == ZeroPages::never || (options_.zero == ZeroPages::foreign && own))
      return vmm_branch::kLeft;
    set(content, static_cast<std::uint64_t>(VmmProgram::kZero));
    return vmm_branch::kDone;
  }

  /// Where the page is sent to where its VM moves, it has to be sent again.
  void mark_dirty(std::uint32_t page) { note(fields_.pages[page].dirty, 1); }

  /// A fresh frame becomes the page's.
  void enter(std::uint32_t page, std::uint64_t number) {
    const VmmFields::Page& fields = fields_.pages[page];
    set(fields.frame, number);
    note(fields.writable, 1);
    mark_dirty(page);
    give_to_machine(number, program_.physical_pages[page].machine);
    note(frame(number).references, 1);
  }

  /// Takes the page out of its pmap; returns the frame that it had.
  std::uint64_t leave(std::uint32_t page) {
    const VmmFields::Page& fields = fields_.pages[page];
    const std::uint64_t number = get(fields.frame);
    set(fields.frame, 0);
    note(fields.writable, 0);
    note(fields.taken, 0);
    note(fields.table, 0);
    note(fields.connected, 0);
    return number;
  }

  /// An invalidation ends: who has looked up the page before will notice.
  void overtake() {
    for (std::uint64_t placing = step_.placing; placing != 0; placing &= placing - 1)
      note(fields_.processes[static_cast<std::size_t>(__builtin_ctzll(placing))].overtaken, 1);
  }
};

}  // namespace braid::models
