// What the monitor does for a process that asks the monitor itself.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_reference_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class VmmRequestKernel : protected VmmReferenceKernel<S> {
 protected:
  using Base = VmmReferenceKernel<S>;
  using Base::enter_monitor;
  using Base::fields_;
  using Base::frame;
  using Base::get;
  using Base::mark_dirty;
  using Base::note;
  using Base::options_;
  using Base::physical;
  using Base::process;
  using Base::program_;
  using Base::set;
  using Base::shared;
  using Base::step_;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  /// The frame of the instruction's page, whether pmaps change or not.
  [[nodiscard]] std::uint64_t backing() const {
    const Field field = fields_.pages[physical()].frame;
    return field.width != 0 ? get(field) : std::uint64_t{program_.physical_pages[physical()].frame} + 1;
  }

  Branch attend() {
    const std::uint64_t number = backing();
    if (number == 0 && step_.busy) return explore::kDisabled;
    enter_monitor();
    if (number == 0) return vmm_branch::kAbsent;
    if (step_.instruction->operation == Operation::atomic) return emulate_store(number);
    set(process().fetched, get(frame(number).content) + 1);
    return vmm_branch::kDone;
  }

  /// The monitor writes the frame itself: no entry of a TLB says whether it may.
  Branch emulate_store(std::uint64_t number) {
    if (shared(number)) return vmm_branch::kShared;
    if (options_.emulate != Emulation::marked_first) write_for_process(number);
    if (options_.emulate != Emulation::unlogged) mark_dirty(physical());
    return vmm_branch::kDone;
  }

  void write_for_process(std::uint64_t number) {
    const auto content = static_cast<std::uint64_t>(step_.instruction->content);
    set(frame(number).content, content);
    note(fields_.pages[physical()].last, content);
  }

  /// emulate=marked-first: only now the monitor writes the page that it has marked.
  Branch serve_store() {
    const std::uint64_t number = backing();
    if (number == 0) return vmm_branch::kAbsent;
    if (shared(number)) return vmm_branch::kShared;
    write_for_process(number);
    return vmm_branch::kDone;
  }

  Branch serve() {
    if (step_.instruction->operation == Operation::atomic) return serve_store();
    const std::uint64_t checked = get(process().fetched) - 1;
    std::uint64_t used = checked;
    if (options_.fetch != RequestFetch::once) {
      const std::uint64_t number = backing();
      if (number == 0 && step_.busy) return explore::kDisabled;
      if (number == 0) {
        set(process().fetched, 0);
        return vmm_branch::kAbsent;
      }
      used = get(frame(number).content);
    }
    if (used != checked && options_.fetch == RequestFetch::again) {
      set(process().fetched, used + 1);
      return vmm_branch::kAnew;
    }
    if (used != checked) note(process().unchecked, 1);
    note(process().loads[step_.instruction->number], used);
    set(process().fetched, 0);
    return vmm_branch::kDone;
  }
};

}  // namespace braid::models
