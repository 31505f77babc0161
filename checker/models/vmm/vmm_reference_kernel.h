// Who uses a frame beside the pages that have it: a task between looking it up and using it, a device. Each
// holds a reference, so that the frame is not freed meanwhile.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_fault_kernel.h"

namespace braid::models {

/// Parts of the monitor's work.
template <class S>
class VmmReferenceKernel : protected VmmFaultKernel<S> {
 protected:
  using Base = VmmFaultKernel<S>;
  using Base::enter;
  using Base::fields_;
  using Base::frame;
  using Base::get;
  using Base::give_to;
  using Base::give_to_machine;
  using Base::leave;
  using Base::note;
  using Base::options_;
  using Base::overtake;
  using Base::release;
  using Base::set;
  using Base::shared;
  using Base::step_;
  using Base::take_free_frame;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  [[nodiscard]] const VmmFields::Task& task() const { return fields_.tasks[step_.task]; }
  [[nodiscard]] std::uint64_t frame_of(std::uint32_t page) const { return get(fields_.pages[page].frame); }

  /// Ends an item with what it has taken away freed.
  Branch skip() {
    if (get(task().taken) != 0) release(get(task().taken));
    if (get(task().fresh) != 0) give_to(get(task().fresh), VmmOwner::free);
    set(task().taken, 0);
    set(task().fresh, 0);
    note(task().walked, 0);
    return vmm_branch::kSkip;
  }

  [[nodiscard]] Field user() const {
    return step_.part->use == FrameUse::device ? task().device : task().used;
  }
  [[nodiscard]] bool counted() const {
    switch (step_.part->use) {
      case FrameUse::post:
        return options_.references != References::no_post;
      case FrameUse::grant:
        return options_.references != References::no_grant;
      case FrameUse::transfer:
        return options_.references != References::no_transfer;
      case FrameUse::device:
        return options_.references != References::no_device;
      default:
        return true;
    }
  }
  void refer(std::uint64_t number) {
    const Field references = frame(number).references;
    set(references, get(references) + 1);
  }

  /// A frame that is about to be granted is shared from now on: who writes it meanwhile gets a copy.
  Branch look_up_for_use() {
    const std::uint64_t number = frame_of(step_.page);
    if (number == 0 || step_.dying || (step_.part->sole && shared(number)) || this->taken(step_.page))
      return vmm_branch::kSkip;
    set(user(), number);
    if (counted()) refer(number);
    if (step_.part->use == FrameUse::grant) give_to(number, VmmOwner::shared);
    return vmm_branch::kDone;
  }

  void write_used() {
    const std::uint64_t number = get(user());
    const auto content = static_cast<std::uint64_t>(step_.part->content);
    set(frame(number).content, content);
    if (frame_of(step_.page) == number) note(fields_.pages[step_.page].last, content);
  }

  void drop_use() {
    const std::uint64_t number = get(user());
    set(user(), 0);
    if (counted()) release(number);
  }

  /// For a page that is shared: if others have its frame too, it needs one of its own.
  Branch unshare_for_use() {
    const std::uint64_t number = frame_of(step_.page);
    if (!shared(number) || step_.dying) return vmm_branch::kSkip;
    if (get(frame(number).references) > 1) {
      const std::uint64_t fresh = take_free_frame();
      if (fresh == 0) return explore::kDisabled;
      set(task().fresh, fresh);
      return vmm_branch::kDone;
    }
    note(fields_.pages[step_.page].writable, 1);
    give_to_machine(number, step_.machine);
    return vmm_branch::kSkip;
  }

  /// The shared frame keeps the page's reference until no TLB has it any more.
  Branch replace() {
    if (step_.dying) return skip();
    set(task().taken, leave(step_.page));
    enter(step_.page, get(task().fresh));
    set(task().fresh, 0);
    overtake();
    return vmm_branch::kDone;
  }

  /// Whoever else has the frame keeps it: then nothing is transferred. The page's reference goes, or becomes
  /// that of the transfer.
  Branch steal() {
    const std::uint64_t number = get(task().used);
    if (number == 0) return vmm_branch::kSkip;
    const bool there = frame_of(step_.page) == number;
    const std::uint64_t known = (there || !counted() ? 1U : 0U) + (counted() ? 1U : 0U);
    if (step_.dying || shared(number) || get(frame(number).references) > known) {
      drop_use();
      return vmm_branch::kSkip;
    }
    if (!there) return vmm_branch::kDone;
    leave(step_.page);
    if (counted()) release(number);
    note(fields_.pages[step_.page].last, static_cast<std::uint64_t>(VmmProgram::kZero));
    overtake();
    return vmm_branch::kDone;
  }

  /// The reference of a grant becomes that of the mapping.
  Branch receive() {
    const std::uint64_t number = get(task().used);
    if (number == 0) return vmm_branch::kSkip;
    const bool transfers = step_.part->use == FrameUse::transfer;
    if (frame_of(step_.page) != 0 || step_.dying) {
      set(task().used, 0);
      if (transfers || counted()) release(number);
      return vmm_branch::kSkip;
    }
    const VmmFields::Page& page = fields_.pages[step_.page];
    note(page.last, get(frame(number).content));
    set(task().used, 0);
    if (transfers) {
      enter(step_.page, number);
      return vmm_branch::kDone;
    }
    set(page.frame, number);
    if (options_.references == References::no_mapping) release(number);
    if (options_.references == References::no_grant) refer(number);
    return vmm_branch::kDone;
  }
};

}  // namespace braid::models
