// What guests, and their monitor, do about page tables, in words.
#include <fmt/format.h>

#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {

std::string Vmm::describe_table(const Step& step) const {
  const VmmInstruction& instruction = *step.instruction;
  const std::string page = instruction.address == 0 && !has_address(instruction.operation)
                               ? ""
                               : fmt::format("page 0x{:05x}", program_.pages[instruction.page]);
  const std::string of =
      instruction.mapping && program_.mappings[*instruction.mapping].process != step.process
          ? fmt::format("{}'s ", program_.processes[program_.mappings[*instruction.mapping].process].name)
          : "the ";
  const bool maps = instruction.operation == Operation::map;
  const std::string write =
      fmt::format("{} {} {} {}page table{}", maps ? "puts" : "takes", page, maps ? "back into" : "out of", of,
                  instruction.names ? ", as " + page_text(*instruction.names) : "");
  const bool enters = maps && options_.table_sync == TableSync::entered;
  const char* const shadow = enters ? "enters it in the shadow page table, unless somebody works on the page"
                                    : "drops the shadow entry";
  switch (step.action) {
    case Action::handle_miss:
      return describe_found(step, page);
    case Action::punish:
      if (instruction.refused && instruction.mapping)
        return fmt::format("finds {} read-only: ends the process", page);
      return is_memory_access(instruction.operation)
                 ? fmt::format("finds no valid entry for {}: ends the process", page)
                 : std::string("ends the process, which has no such right");
    case Action::handle_call:
      if (native()) return fmt::format("{}{}; returns from the trap", write, maps ? "" : ", and the TLB");
      if (options_.shadows())
        return fmt::format("tries to {} {} {} {}page table, which is traced: trap", maps ? "put" : "take",
                           page, maps ? "back into" : "out of", of);
      return maps ? fmt::format("{}; tries to return from the trap: trap", write)
                  : fmt::format("{}; tries to drop it from the TLB: trap", write);
    case Action::emulate:
      return options_.table_writes == TableWrites::locked
                 ? fmt::format("{} for the guest; {}; returns to the guest", write, shadow)
                 : fmt::format("drops the shadow entry of {}, which the guest wants to change", page);
    case Action::store_entry:
      return fmt::format("{} for the guest; {}returns to the guest", write,
                         enters ? std::string(shadow) + "; " : "");
    case Action::drop_entry:
      return fmt::format("tries to drop {} from the TLB: trap", page);
    case Action::invalidate: {
      const bool both = options_.second_level && options_.guest_flushes_second_level;
      return fmt::format("drops {} from the TLB{}; returns to the guest", page,
                         both ? " and the software TLB" : "");
    }
    default:
      return describe_installed(step, page);
  }
}

/// Of a guest's miss handler.
std::string Vmm::describe_found(const Step& step, const std::string& page) const {
  const VmmPhysicalPage& physical = program_.physical_pages[step.page];
  if (options_.walks()) {
    return fmt::format("finds {} in the page table by now; {}", page, native() ? "returns" : "goes back");
  }
  if (native()) {
    return fmt::format("finds {} in the page table: frame 0x{:x}; updates the TLB; returns", page,
                       physical.number);
  }
  return fmt::format("finds {} in the page table: physical page 0x{:x}; tries to update the TLB: trap", page,
                     physical.number);
}

/// Of the monitor, where pmaps do not change.
std::string Vmm::describe_installed(const Step& step, const std::string& page) const {
  const VmmPhysicalPage& physical = program_.physical_pages[step.page];
  const std::uint32_t frame = physical.raw != kNoFrame ? physical.raw : physical.frame;
  if (step.looks)
    return fmt::format("finds {} in the guest's page table: installs frame 0x{:x}; returns", page, frame);
  if (options_.shadows()) {
    return fmt::format(
        "finds {} in the guest's page table: physical page 0x{:x}; enters {} -> frame 0x{:x} in the shadow "
        "page "
        "table; returns from the trap",
        page, physical.number, page, frame);
  }
  return fmt::format("installs {} -> frame 0x{:x} (the guest said 0x{:x}); returns to the guest", page, frame,
                     physical.number);
}

}  // namespace braid::models
