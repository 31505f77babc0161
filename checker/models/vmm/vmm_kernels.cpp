// What each step of the virtual machine monitor does to a packed state; compiled once for every width of
// states.
#include "braid/checker/explore/swept_widths.h"
#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {

using explore::Branch;
using explore::Field;

/// The mapping by which the process reaches the instruction's page now; none: a miss. Entries without tags
/// that were kept when the CPU went over are found by any process.
template <class S>
std::optional<std::uint32_t> Vmm::hit(const Step& step, const S& state) const {
  const VmmInstruction& instruction = *step.instruction;
  if (instruction.mapping && state.get(tlb_[*instruction.mapping]) != 0) return instruction.mapping;
  if (options_.at_switch != SwitchTlb::kept) return std::nullopt;
  for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
    const VmmMapping& other = program_.mappings[mapping];
    const bool here = other.page == instruction.page && program_.processes[other.process].cpu == step.cpu;
    if (here && state.get(tlb_[mapping]) != 0) return mapping;
  }
  return std::nullopt;
}

/// Puts an entry into its CPU's TLB; where that is full, the oldest goes.
template <class S>
void Vmm::put(std::uint32_t mapping, S& state) const {
  if (state.get(tlb_[mapping]) != 0) return;
  state.set(tlb_[mapping], 1);
  const std::vector<Field>& queue = queue_[program_.processes[program_.mappings[mapping].process].cpu];
  if (queue.empty()) return;
  for (const Field place : queue) {
    if (state.get(place) != 0) continue;
    state.set(place, mapping + 1);
    return;
  }
  state.set(tlb_[state.get(queue.front()) - 1], 0);
  for (std::size_t place = 1; place < queue.size(); ++place)
    state.set(queue[place - 1], state.get(queue[place]));
  state.set(queue.back(), mapping + 1);
}

template <class S>
void Vmm::flush(std::uint32_t cpu, S& state) const {
  for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
    if (program_.processes[program_.mappings[mapping].process].cpu == cpu) state.set(tlb_[mapping], 0);
  }
  for (const Field place : queue_[cpu]) state.set(place, 0);
}

template <class S>
void Vmm::enter_monitor(std::uint32_t process, S& state) const {
  if (entries_[process].width != 0) state.set(entries_[process], state.get(entries_[process]) + 1);
}

template <class S>
Branch Vmm::access(const Step& step, S& state) const {
  const std::optional<std::uint32_t> mapping = hit(step, state);
  if (!mapping) return explore::kDisabled;
  const std::uint32_t frame = program_.mappings[*mapping].installed;
  if (foreign_[step.process].width != 0 && !program_.owned[step.machine][frame])
    state.set(foreign_[step.process], 1);
  if (step.instruction->operation == Operation::store) {
    state.set(memory_[frame], static_cast<std::uint64_t>(step.instruction->content));
  } else if (const Field load = loads_[step.process][step.instruction->number]; load.width != 0) {
    state.set(load, state.get(memory_[frame]));
  }
  return 0;
}

template <class S>
Branch Vmm::take(const Step& step, S& state) const {
  switch (step.action) {
    case Action::execute:
      return step.instruction->operation == Operation::idle ? 0 : access(step, state);
    case Action::miss:
      return hit(step, state) ? explore::kDisabled : 0;
    case Action::dispatch:
      if (step.guarded && state.get(second_[*step.instruction->mapping]) != 0) return explore::kDisabled;
      enter_monitor(step.process, state);
      return 0;
    case Action::refill:
      if (state.get(second_[*step.instruction->mapping]) == 0) return explore::kDisabled;
      enter_monitor(step.process, state);
      put(*step.instruction->mapping, state);
      return 0;
    case Action::handle_miss:
      if (native()) put(*step.instruction->mapping, state);
      return 0;
    case Action::install:
      enter_monitor(step.process, state);
      put(*step.instruction->mapping, state);
      if (options_.second_level) state.set(second_[*step.instruction->mapping], 1);
      return 0;
    case Action::give_back:
      enter_monitor(step.process, state);
      return 0;
    case Action::handle_call: {
      const Field served = served_[step.machine];
      state.set(served, state.get(served) + 1);
      const Field result = calls_[step.process][step.instruction->number];
      if (result.width != 0) state.set(result, state.get(served));
      return 0;
    }
    case Action::go_over:
      if (options_.at_switch == SwitchTlb::flushed) flush(step.cpu, state);
      return 0;
    default:  // boot, record, call, forbidden, enter, punish, return_miss, leave, resume: positions only
      return 0;
  }
}

#define BRAID_INSTANTIATE(S) template Branch Vmm::take<S>(const Step&, S&) const;
BRAID_FOR_SWEPT_WIDTHS(BRAID_INSTANTIATE)
#undef BRAID_INSTANTIATE

}  // namespace braid::models
