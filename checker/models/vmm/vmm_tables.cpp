// What a trace says of page tables that guests change, and of shadow page tables.
#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/models/vmm/vmm_program.h"
#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

/// The lower half of a page's number: its place in the lower of two page tables (32-bit x86).
constexpr std::uint32_t lower(std::uint32_t page) {
  return page & 0x3FFU;
}

}  // namespace

std::uint32_t VmmProgram::process_called(const Trace& trace, const std::string& name) const {
  const auto found = std::find_if(trace.actors.begin(), trace.actors.end(),
                                  [&](const Actor& actor) { return actor.name == name; });
  return static_cast<std::uint32_t>(found - trace.actors.begin());
}

/// Where the monitor sees guests' writes, or they race with the hardware's walks, what tables have is part of
/// the state. Where software refills the TLB, a table's owner alone changes it.
void VmmProgram::take_edits(const Trace& trace, const VmmOptions& options) {
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) {
    for (const Event& event : trace.actors[process].events) {
      if (!changes_table(event.operation)) continue;
      const std::uint32_t of = event.space.empty() ? process : process_called(trace, event.space);
      if (of != process && !options.walks()) {
        throw InputError(
            trace.source, event.position,
            fmt::format("{} changes {}'s page table", quote(trace.actors[process].name), quote(event.space)),
            "where software refills the TLB, processes change their own; or `paging=hardware`", trace.text);
      }
      const std::optional<std::uint32_t> mapping = mapping_of(of, index_of_page(page_of(event.address)));
      if (!mapping) {
        throw InputError(
            trace.source, event.position,
            fmt::format("{} has no page 0x{:x}", quote(trace.actors[of].name), page_of(event.address)),
            "its `space` statement lists its pages, which are unmapped, and mapped again", trace.text);
      }
      if (!options.walks()) continue;
      mappings[*mapping].edited = true;
      ++edits;
    }
  }
}

void VmmProgram::share_shadows(const VmmOptions& options) {
  for (std::uint32_t mapping = 0; mapping < mappings.size(); ++mapping) {
    mappings[mapping].shadow = mapping;
    if (options.shadow_key != ShadowKey::last) continue;
    for (std::uint32_t earlier = 0; earlier < mapping; ++earlier) {
      const VmmMapping& other = mappings[earlier];
      const bool same = other.process == mappings[mapping].process &&
                        other.physical == mappings[mapping].physical &&
                        lower(pages[other.page]) == lower(pages[mappings[mapping].page]);
      if (!same) continue;
      mappings[mapping].shadow = earlier;
      break;
    }
  }
}

ShadowsOfPage VmmProgram::shadows_of_pages(const VmmOptions& options) const {
  ShadowsOfPage shadows(physical_pages.size());
  for (std::uint32_t mapping = 0; options.shadows() && mapping < mappings.size(); ++mapping) {
    if (mappings[mapping].shadow == mapping) shadows[mappings[mapping].physical].push_back(mapping);
  }
  return shadows;
}

void VmmProgram::require_own_shadows(const Trace& trace, const VmmOptions& options) const {
  if (options.shadow_key == ShadowKey::last && (protects || edits > 0)) {
    throw InputError(trace.source, trace.system_position,
                     "shadow-key=last is for traces whose page tables and permissions do not change",
                     "leave out tasks that share or protect, and unmap and map", trace.text);
  }
}

void VmmProgram::take_roots(const Trace& trace, const VmmOptions& options) {
  if (!options.takes_roots()) return;
  if (moves) {
    throw InputError(trace.source, trace.system_position,
                     "shadow page tables that are given back are for processes that stay on their CPUs",
                     "leave out `roots` or `move`", trace.text);
  }
  first_roots.assign(processes.size(), kNoFrame);
  std::uint32_t frame = 0;
  for (std::uint32_t cpu = 0; cpu < cpus; ++cpu) {
    const auto first = std::find_if(processes.begin(), processes.end(),
                                    [&](const VmmProcess& process) { return process.cpu == cpu; });
    if (first == processes.end()) continue;
    while (frame < frames && initial_owner[frame] != kWholeMachine) ++frame;
    if (frame == frames) {
      throw InputError(trace.source, trace.machine->position,
                       fmt::format("there is no frame for the shadow page table of {}", quote(first->name)),
                       "a machine with roots=released has more frames than its VMs", trace.text);
    }
    first_roots[static_cast<std::size_t>(first - processes.begin())] = frame++;
  }
}

}  // namespace braid::models
