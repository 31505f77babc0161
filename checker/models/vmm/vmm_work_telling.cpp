// What the monitor does about pages, in words.
#include <fmt/format.h>

#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

using explore::Branch;

namespace {

std::string filled_text(const std::string& page, Branch branch) {
  if (branch == vmm_branch::kFromDisk) return fmt::format("reads {} from disk into the frame", page);
  return branch == vmm_branch::kLeft ? fmt::format("leaves the frame for {} as it was", page)
                                     : fmt::format("zeroes the frame for {}", page);
}

}  // namespace

/// "v0's physical page 0x3"
std::string Vmm::page_text(std::uint32_t page) const {
  const VmmPhysicalPage& physical = program_.physical_pages[page];
  return fmt::format("{}'s physical page 0x{:x}", program_.machines[physical.machine], physical.number);
}

/// Whose shadow page table.
std::string Vmm::root_text(const WorkPart& part) const {
  return program_.processes[program_.mappings[part.mapping].process].name;
}

std::string Vmm::describe_memory(const Step& step, Branch branch) const {
  const std::string page = page_text(step.page);
  const bool other = branch != vmm_branch::kDone;
  switch (step.action) {
    case Action::look_up:
      return fmt::format("{}looks up {}{}", step.looks ? "walks the guest's page table; " : "",
                         other ? page : "the frame of " + page, other ? ": it has no frame" : "");
    case Action::sequence:
      return "reads the sequence number of invalidations";
    case Action::allocate:
      return other ? fmt::format("sees that {} has a frame by now", page)
                   : fmt::format("takes a free frame for {}", page);
    case Action::fill:
      return filled_text(page, branch);
    case Action::map:
      return other ? "frees the frame: the VM is being destroyed"
                   : fmt::format("enters the frame in the pmap as {}", page);
    case Action::place:
      return other ? fmt::format("sees that {} was invalidated since: returns, installs nothing", page)
             : options_.shadows()
                 ? fmt::format("enters the frame of {} in the shadow page table; returns from the trap", page)
                 : fmt::format("installs the frame that it has looked up for {}; returns{}", page,
                               looks(*step.instruction) ? "" : " to the guest");
    case Action::unshare:
      if (other && fields_.pages[step.page].dirty.width != 0)
        return fmt::format("makes {} writable, which nobody shares, and marks it dirty; returns", page);
      return other ? fmt::format("makes {} writable, which nobody shares any more; returns", page)
                   : fmt::format("takes a free frame: {} is shared", page);
    case Action::read_shadow:
      return fmt::format(
          "reads the shadow entry, which lets nobody write {}{}", page,
          options_.write_fault == WriteFault::pinned ? "; takes a reference to its frame" : "");
    case Action::swap:
      return other ? "finds another shadow entry: returns"
                   : "finds the shadow entry as it was: makes it writable, and marks the page dirty that it "
                     "was "
                     "of; returns";
    case Action::copy:
      return fmt::format("copies {} to the frame", page);
    case Action::remap:
      return other ? "frees the frame: the VM is being destroyed"
                   : fmt::format("enters the copy in the pmap as {}, flushes its TLB, asks other CPUs to",
                                 page);
    default:
      return "has all acknowledgements: lets go of the shared frame; returns";
  }
}

std::string Vmm::describe_work(const Step& step, Branch branch) const {
  const bool two = step.other != kWholeMachine;
  const std::string page = step.page == kWholeMachine ? "" : page_text(step.page);
  if (step.part->use != FrameUse::none || step.part->step == WorkStep::unshare ||
      step.part->step == WorkStep::replace)
    return describe_use(step, branch);
  const std::string pages = two ? fmt::format("{} and {}", page, page_text(step.other)) : page;
  if (branch == vmm_branch::kSkip && !about_types(step.part->step)) {
    if (step.part->step == WorkStep::split) {
      return step.part->unchecked
                 ? fmt::format("has no frame to split the large entry of {}, and does not notice", page)
                 : fmt::format("has no frame to split the large entry of {}: leaves it", page);
    }
    return step.part->step == WorkStep::compare ? fmt::format("finds that {} differ", pages)
                                                : fmt::format("finds nothing to do about {}", pages);
  }
  if (branch == vmm_branch::kAstrayWrite && step.part->walks)
    return fmt::format("writes the entry of {} where it has walked to, which is no page table any more",
                       page);
  switch (step.part->step) {
    case WorkStep::announce:
      return fmt::format("announces the invalidation of {}", page);
    case WorkStep::unmap:
    case WorkStep::retire:
      return fmt::format("takes {} out of the pmap", page);
    case WorkStep::protect:
      return fmt::format("makes {} read-only", pages);
    case WorkStep::zap:
      if (step.elsewhere)
        return fmt::format("sees that the page table of {} does not name {}", root_text(*step.part), page);
      return options_.zap == ZapLoop::valid_roots && step.dying
                 ? fmt::format("passes over the shadow page table of {}, which is not valid any more",
                               root_text(*step.part))
                 : fmt::format("drops {} from the shadow page table of {}",
                               page_text(program_.mappings[step.part->mapping].physical),
                               root_text(*step.part));
    case WorkStep::request:
      if (branch == vmm_branch::kUnneeded && step.part->judges)
        return fmt::format("sees that {} is a page table, which nobody can write, and flushes no TLB", page);
      if (branch == vmm_branch::kUnneeded)
        return fmt::format("has found {} in no shadow page table, and flushes no TLB", pages);
      if (step.part->reach != step.page)
        return fmt::format("asks the CPUs that may have {} to flush {}", page_text(step.part->reach), pages);
      return fmt::format("asks {} to flush {}",
                         options_.shootdown == ShootdownReach::local ? "its own CPU" : "the CPUs", pages);
    case WorkStep::wait:
      return "has all acknowledgements";
    case WorkStep::page_out:
      return fmt::format("writes {} to disk", page);
    case WorkStep::allocate:
      return fmt::format("takes a free frame for {}", page);
    case WorkStep::fill:
      return filled_text(page, branch);
    case WorkStep::copy:
      return fmt::format("copies {} to the frame", page);
    case WorkStep::compare:
      return fmt::format("finds that {} hold the same", pages);
    case WorkStep::map:
      return fmt::format("enters the frame in the pmap as {}", page);
    case WorkStep::merge:
      return fmt::format("lets {} have one frame, copy-on-write", pages);
    case WorkStep::release:
      return "frees the frame that it took away, if no page has it";
    case WorkStep::split:
      return fmt::format("splits the large entry of {}, unless it is split{}", page,
                         step.part->walks ? "; walks to its page table" : "");
    case WorkStep::join:
      return fmt::format("makes one large entry of {} and the others again", page);
    case WorkStep::collect:
      return fmt::format("reads{} the dirty bit of {}, and makes it read-only",
                         options_.log_clear == LogClear::before_copy ? " and clears" : "", page);
    case WorkStep::send:
      return fmt::format("sends what {} holds to where its VM moves", page);
    case WorkStep::clear:
      return fmt::format("clears the dirty bit of {}", page);
    case WorkStep::read_entry:
      return fmt::format("reads the pmap's entry of {}", page);
    case WorkStep::write_entry:
      return options_.age == AgeEntry::atomic
                 ? fmt::format("notes that {} was used, if its entry is as it has read it", page)
                 : fmt::format("writes the entry of {} back as it has read it, but for that it was used",
                               page);
    case WorkStep::begin_end:
      return fmt::format("begins to destroy {}, which does not run any more",
                         program_.machines[step.machine]);
    case WorkStep::reap:
      return fmt::format("frees every frame that is still {}'s", program_.machines[step.machine]);
    default:
      return about_types(step.part->step) ? describe_type(step, branch) : describe_use(step, branch);
  }
}

}  // namespace braid::models
