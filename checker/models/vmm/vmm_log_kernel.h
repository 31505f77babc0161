// The log of dirty pages, by which pages are sent to where their VM moves: what tasks do about it.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_request_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class VmmLogKernel : protected VmmRequestKernel<S> {
 protected:
  using Base = VmmRequestKernel<S>;
  using Base::fields_;
  using Base::frame;
  using Base::get;
  using Base::note;
  using Base::options_;
  using Base::overtake;
  using Base::set;
  using Base::step_;
  using typename Base::Branch;

  using Base::Base;

  [[nodiscard]] const VmmFields::Task& task() const { return fields_.tasks[step_.task]; }
  [[nodiscard]] std::uint64_t frame_of(std::uint32_t page) const { return get(fields_.pages[page].frame); }
  [[nodiscard]] const VmmFields::Page& page() const { return fields_.pages[step_.page]; }

  /// Whoever writes the page from now on faults first, and marks it dirty.
  Branch collect() {
    if (frame_of(step_.page) == 0 || get(page().dirty) == 0) return vmm_branch::kSkip;
    set(page().writable, 0);
    if (options_.log_clear == LogClear::before_copy) set(page().dirty, 0);
    overtake();
    return vmm_branch::kDone;
  }

  /// A page that has lost its frame meanwhile is dirty when it gets another.
  void send() {
    const std::uint64_t number = frame_of(step_.page);
    if (number != 0) set(page().sent, get(frame(number).content) + 1);
  }

  Branch read_entry() {
    if (frame_of(step_.page) == 0) return vmm_branch::kSkip;
    if (page().writable.width != 0) note(task().was_writable, get(page().writable));
    if (page().dirty.width != 0) note(task().was_dirty, get(page().dirty));
    return vmm_branch::kDone;
  }

  /// age=atomic: an entry that has changed since is left as it is.
  void write_entry() {
    if (options_.age == AgeEntry::atomic) return;
    note(page().writable, get(task().was_writable));
    note(page().dirty, get(task().was_dirty));
    note(task().was_writable, 0);
    note(task().was_dirty, 0);
  }
};

}  // namespace braid::models
