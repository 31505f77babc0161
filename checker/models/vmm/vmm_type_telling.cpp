// What the monitor does about page tables, in words.
#include <fmt/format.h>

#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

using explore::Branch;

std::string Vmm::describe_type(const Step& step, Branch branch) const {
  const std::string page = page_text(step.page);
  const bool other = branch == vmm_branch::kSkip;
  switch (step.part->step) {
    case WorkStep::inspect:
      return other ? fmt::format("sees that {} cannot become a page table", page)
                   : fmt::format("sees that no entry lets anybody write {}", page);
    case WorkStep::take_type:
      return other ? fmt::format("sees that {} cannot become a page table", page)
                   : fmt::format("takes {} as a page table: no entry lets anybody write it", page);
    case WorkStep::validate:
      return other ? fmt::format("sees that {} has been taken away", page)
                   : fmt::format("has checked the entries in {}, which is a page table from now on", page);
    case WorkStep::check:
      return other ? fmt::format("sees that no device may write {}", page)
                   : fmt::format("sees that a device may write {}", page);
    case WorkStep::connect:
      return fmt::format("enters {} in the device's table", page);
    case WorkStep::recheck:
      return other ? fmt::format("sees that no device may write {}: takes it out of the device's table", page)
                   : fmt::format("sees that a device may still write {}", page);
    default:
      return fmt::format("gives the device its table; the device writes {}, if that has it", page);
  }
}

/// The guest asks the monitor to change an entry.
std::string Vmm::describe_asking(const Step& step) const {
  if (step.instruction->operation == Operation::lower) {
    return fmt::format("asks the monitor to make the upper entry point to {}",
                       page_text(*step.instruction->lower));
  }
  const std::uint32_t page = program_.pages[step.instruction->page];
  switch (step.instruction->operation) {
    case Operation::readonly:
      return fmt::format("asks the monitor to make page 0x{:05x} read-only", page);
    case Operation::writable:
      return fmt::format("asks the monitor to make page 0x{:05x} writable", page);
    case Operation::map:
      return fmt::format("asks the monitor to put page 0x{:05x} back into the page table", page);
    default:
      return fmt::format("asks the monitor to take page 0x{:05x} out of the page table, and to flush it",
                         page);
  }
}

std::string Vmm::describe_update(const Step& step, Branch branch) const {
  if (step.instruction->operation == Operation::lower) {
    const std::string lower = page_text(*step.instruction->lower);
    if (branch == vmm_branch::kRefused)
      return fmt::format("refuses: {} is no page table; the guest ends the process", lower);
    return fmt::format(
        "makes the upper entry point to {}{}; returns to the guest", lower,
        options_.upper == UpperFlush::flushed ? ", and flushes what the CPU has cached of it" : "");
  }
  const std::uint32_t page = program_.pages[step.instruction->page];
  if (branch == vmm_branch::kRefused)
    return fmt::format("refuses: {} is, or becomes, a page table; the guest ends the process",
                       page_text(step.page));
  const bool checked = options_.fast_path == FastPath::safe_bits;
  switch (step.instruction->operation) {
    case Operation::readonly:
      return fmt::format("makes page 0x{:05x} read-only, in the page table alone; returns to the guest",
                         page);
    case Operation::writable:
      return fmt::format("makes page 0x{:05x} writable{}; returns to the guest", page,
                         checked ? "" : " without a check: nothing but a flag changes");
    default:
      return fmt::format(
          "takes page 0x{:05x} out of the page table, and out of the TLB; returns to the guest", page);
  }
}

}  // namespace braid::models
