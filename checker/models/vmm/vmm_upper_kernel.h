// Page tables in two levels: the upper entry of each process, and what its CPU has cached of it.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_type_kernel.h"

namespace braid::models {

/// Parts of steps.
template <class S>
class VmmUpperKernel : protected VmmTypeKernel<S> {
 protected:
  using Base = VmmTypeKernel<S>;
  using Base::fields_;
  using Base::frame;
  using Base::get;
  using Base::note;
  using Base::options_;
  using Base::set;
  using Base::step_;

  using Base::Base;

  /// The upper entry comes to point to the instruction's lower table, which has to be a page table.
  [[nodiscard]] bool change_upper() {
    if (get(fields_.pages[*step_.instruction->lower].table) == 0) return false;
    if (options_.upper == UpperFlush::flushed) set(fields_.processes[step_.process].upper, 0);
    return true;
  }

  /// The monitor writes an entry of the lower table where the guest has it mapped, and gets there as the
  /// CPU does: by what that has cached of the upper entry, if it has.
  void write_lower() {
    if (!step_.instruction->lower) return;
    const VmmFields::Process& process = fields_.processes[step_.process];
    const std::uint32_t named = *step_.instruction->lower;
    if (get(process.upper) == 0) set(process.upper, named + 1);
    const std::uint64_t reached = get(process.upper) - 1;
    if (reached != named) note(process.misplaced, 1);
    const VmmFields::Page& page = fields_.pages[reached];
    if (get(page.frame) == 0) return;
    const auto content = static_cast<std::uint64_t>(step_.instruction->content);
    set(frame(get(page.frame)).content, content);
    note(page.last, content);
  }
};

}  // namespace braid::models
