// What the server of SMB does about the breaks that it has sent.
#include "braid/checker/models/smb/smb_server.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

/// It goes on as if the client had answered.
void SmbServer::give_up_break(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  state_.set(fields.held, state_.get(fields.held) & state_.get(fields.target));
  if (state_.get(fields.stage) == SmbStage::kAnswered) {
    if (!state_.is(fields.failed)) state_.set(fields.late_answer, 1);
    state_.end_break(pair);
  } else {
    state_.set(fields.late, 1);
  }
  state_.wake(pair);
}

Branch SmbServer::take_answer(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const bool comes = state_.get(fields.stage) == SmbStage::kAnswered && !state_.is(fields.failed);
  if (!comes || state_.is(fields.close_coming)) return kDisabled;
  state_.set(fields.held, state_.get(fields.held) & state_.get(fields.target));
  state_.end_break(pair);
  state_.wake(pair);
  return 0;
}

Branch SmbServer::take_late_answer(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (!state_.is(fields.late_answer)) return kDisabled;
  state_.set(fields.late_answer, 0);
  if (world_.options.late_acknowledgement == SmbOptions::Late::refused || !state_.breaking(pair)) return 0;
  give_up_break(pair);
  return 1;
}

/// Comes before the answer to the break that has made the client close.
Branch SmbServer::take_deferred_close(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (!state_.is(fields.close_coming)) return kDisabled;
  const bool held = state_.get(fields.held) != kNoLease;
  state_.set(fields.close_coming, 0);
  state_.drop_handle(pair);
  if (held && state_.get(fields.held) == kNoLease) state_.wake(pair);
  return 0;
}

Branch SmbServer::time_out(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (!state_.breaking(pair) || state_.get(world_.fields.now) < state_.get(fields.due)) return kDisabled;
  give_up_break(pair);
  return 0;
}

Branch SmbServer::resend_break(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (state_.get(fields.stage) != SmbStage::kAnswered || !state_.is(fields.failed)) return kDisabled;
  state_.set(fields.failed, 0);
  state_.set_stage(pair, SmbStage::kSent);
  state_.set(world_.fields.resent, state_.get(world_.fields.resent) + 1);
  return 0;
}

}  // namespace braid::models
