// Entries of guests' page tables that come to name other pages.
#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/models/vmm/vmm.h"
#include "braid/tracer/quote.h"

namespace braid::models {

using explore::Control;

/// What an entry names later is a mapping behind its first one; both share what the state has of the entry.
void VmmProgram::take_renamings(const Trace& trace, const VmmOptions& options) {
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) {
    const std::vector<Event>& events = trace.actors[process].events;
    for (std::uint32_t number = 0; number < events.size(); ++number) {
      const Event& event = events[number];
      if (!event.renames) continue;
      const auto refuse = [&](std::string cause, const char* accepted) {
        throw InputError(trace.source, event.position, std::move(cause), accepted, trace.text);
      };
      if (!options.walks())
        refuse("where software refills the TLB, an entry of a page table names one page",
               "or `paging=hardware`");
      const std::uint32_t of = event.space.empty() ? process : process_called(trace, event.space);
      const std::optional<std::uint32_t> mapping = mapping_of(of, index_of_page(page_of(event.address)));
      const std::optional<std::uint32_t> physical = physical_page(machine_of(trace, of), event.page);
      if (!mapping) {
        refuse(fmt::format("{} has no page 0x{:x}", quote(trace.actors[of].name), page_of(event.address)),
               "its `space` statement lists its pages");
      }
      if (!physical) {
        refuse(
            fmt::format("VM {} has no physical page {}", quote(machines[machine_of(trace, of)]), event.page),
            "its `vm` statement lists every physical page");
      }
      const bool unmapped = number > 0 && events[number - 1].operation == Operation::unmap &&
                            events[number - 1].address == event.address &&
                            events[number - 1].space == event.space;
      if (!unmapped) refuse("TLBs may still have what the entry named", "unmap the page just before");
      if (*mapping + 1 < mappings.size() && mappings[*mapping + 1].renamed)
        refuse("the entry comes to name another page a second time", "rename an entry once");
      VmmMapping later = mappings[*mapping];
      later.physical = *physical;
      later.renamed = true;
      later.renamer = process;
      later.renaming = number;
      mappings.insert(mappings.begin() + *mapping + 1, later);
    }
  }
}

/// Which of those that share its entry a mapping is now.
std::uint32_t Vmm::named(std::uint32_t mapping, Control control) const {
  const std::uint32_t next = mapping + 1;
  if (next == program_.mappings.size() || !program_.mappings[next].renamed) return mapping;
  const VmmMapping& later = program_.mappings[next];
  const Standing at = standing(later.renamer, control);
  const bool written = at.instruction == later.renaming && at.stage > VmmStage::storing;
  return at.instruction > later.renaming || written ? next : mapping;
}

/// An entry comes to name another page, or is entered in the shadow page table, when nobody works on the
/// page.
bool Vmm::prepare_renaming(Control control, Step& step) const {
  constexpr std::uint32_t kNobody = ~0U;
  const bool renames = step.instruction->names.has_value();
  if (renames && busy(step.page, control, step.process, kNobody)) return false;
  step.other = step.instruction->names.value_or(step.page);
  if (renames) step.placing = placing(step.page, step.other, control);
  step.busy = busy(step.other, control, step.process, kNobody);
  return true;
}

}  // namespace braid::models
