#include "braid/checker/models/smb/smb_state.h"

#include <algorithm>

namespace braid::models {

std::uint32_t SmbState::client_handles(std::uint32_t pair) const {
  const SmbFields::Pair& fields = of(pair);
  std::uint32_t handles = get(fields.handles) - get(fields.close_coming);
  const std::uint32_t phase = get(fields.phase);
  if (phase == SmbPhase::kIdle) return handles;
  const bool unknown = kind(pair) == SmbCall::open && phase == world_.fields.opened && !is(fields.refused);
  const bool given_up =
      kind(pair) == SmbCall::close && (phase == SmbPhase::kClosing || phase == world_.fields.released);
  const bool deferred = kind(pair) == SmbCall::remove && is(fields.grant);
  return handles - (unknown || given_up || deferred ? 1 : 0);
}

void SmbState::call(std::uint32_t pair, std::uint32_t process, SmbCall kind, std::uint32_t phase) {
  const std::vector<std::uint32_t>& processes = world_.program.pairs[pair].processes;
  const auto owner = std::find(processes.begin(), processes.end(), process);
  set(of(pair).owner, static_cast<std::uint64_t>(owner - processes.begin()));
  set(of(pair).kind, static_cast<std::uint64_t>(kind));
  set(of(pair).phase, phase);
}

void SmbState::end_call(std::uint32_t pair) {
  const SmbFields::Pair& fields = of(pair);
  for (const explore::Field field : {fields.owner, fields.kind, fields.phase, fields.grant, fields.payload,
                                     fields.refused, fields.seen, fields.asleep})
    set(field, 0);
}

void SmbState::drop_copy(std::uint32_t pair) {
  set(of(pair).present, 0);
  set(of(pair).dirty, 0);
  set(of(pair).data, 0);
}

void SmbState::drop_lease(std::uint32_t pair) {
  set(of(pair).lease, kNoLease);
  drop_copy(pair);
}

void SmbState::set_stage(std::uint32_t pair, std::uint32_t stage) {
  set(of(pair).stage, stage);
  set(of(pair).pending, stage != SmbStage::kNone && stage != SmbStage::kAnswered ? 1 : 0);
}

void SmbState::end_break(std::uint32_t pair) {
  const SmbFields::Pair& fields = of(pair);
  set_stage(pair, SmbStage::kNone);
  for (const explore::Field field : {fields.target, fields.behind, fields.late, fields.failed, fields.due})
    set(field, 0);
}

void SmbState::start_break(std::uint32_t pair, SmbLease target) {
  set_stage(pair, SmbStage::kSent);
  set(of(pair).target, target);
  set(of(pair).behind, calls(pair, SmbCall::open, world_.fields.opened) ? 1 : 0);
  if (world_.ticks > 0) set(of(pair).due, get(world_.fields.now) + world_.options.timeout);
}

void SmbState::drop_handle(std::uint32_t pair) {
  const SmbFields::Pair& fields = of(pair);
  set(fields.handles, get(fields.handles) - 1);
  if (get(fields.handles) > 0) return;
  set(fields.held, kNoLease);
  end_break(pair);
}

void SmbState::store(std::uint32_t pair, std::uint32_t content) {
  set(file_of(pair).content, content);
  set(file_of(pair).number, get(file_of(pair).number) + 1);
}

void SmbState::wake(std::uint32_t pair) {
  for (const std::uint32_t other : world_.program.pairs_of[world_.program.pairs[pair].file])
    set(of(other).asleep, 0);
}

}  // namespace braid::models
