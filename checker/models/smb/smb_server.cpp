#include "braid/checker/models/smb/smb_server.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

bool SmbServer::conflicts(Need need, SmbLease held) const {
  switch (need) {
    case Need::open:
      return (held & kWriteLease) != 0;
    case Need::write:
      return held != kNoLease;
    case Need::remove:
      return (held & kHandleLease) != 0;
  }
  return false;
}

SmbLease SmbServer::target(Need need, SmbLease held) const {
  if (need == Need::write) return kNoLease;
  if (world_.options.oplocks) return kReadLease;
  return held & ~(need == Need::open ? kWriteLease : kHandleLease);
}

SmbServer::Conflicts SmbServer::conflicts_of(std::uint32_t pair, Need need) const {
  Conflicts found;
  const bool sent_suffices = need == Need::write && world_.options.read_break == SmbOptions::ReadBreak::sent;
  for (const std::uint32_t other : world_.program.pairs_of[world_.program.pairs[pair].file]) {
    const SmbFields::Pair& fields = state_.of(other);
    if (other == pair || !conflicts(need, state_.get(fields.held))) continue;
    if (state_.get(fields.stage) == SmbStage::kNone) {
      found.unbroken = true;
    } else if (!sent_suffices || state_.get(fields.target) != kNoLease) {
      found.awaited = true;
    }
  }
  return found;
}

void SmbServer::break_others(std::uint32_t pair, Need need) {
  for (const std::uint32_t other : world_.program.pairs_of[world_.program.pairs[pair].file]) {
    const SmbLease held = state_.get(state_.of(other).held);
    if (other == pair || !conflicts(need, held) || state_.get(state_.of(other).stage) != SmbStage::kNone)
      continue;
    state_.start_break(other, target(need, held));
  }
}

void SmbServer::press_late(std::uint32_t pair, Need need) {
  for (const std::uint32_t other : world_.program.pairs_of[world_.program.pairs[pair].file]) {
    const SmbFields::Pair& fields = state_.of(other);
    const SmbLease held = state_.get(fields.held);
    if (other == pair || !state_.is(fields.late) || !conflicts(need, held)) continue;
    const SmbLease left = target(need, held) & state_.get(fields.target);
    state_.set(fields.target, left);
    state_.set(fields.held, held & left);
  }
}

Branch SmbServer::sleep(std::uint32_t pair) {
  state_.set(state_.of(pair).phase, SmbPhase::kBegun);
  state_.set(state_.of(pair).asleep, 1);
  return SmbServed::kBegun;
}

Branch SmbServer::clear_way(std::uint32_t pair, Need need) {
  const SmbFields::Pair& fields = state_.of(pair);
  const bool begun = state_.get(fields.phase) == SmbPhase::kBegun;
  if (state_.is(fields.asleep)) return kDisabled;
  press_late(pair, need);
  const Conflicts found = conflicts_of(pair, need);
  const bool listed_once =
      begun && need == Need::write && world_.options.read_grant == SmbOptions::ReadGrant::given;
  if (found.unbroken && !listed_once) {
    break_others(pair, need);
    return sleep(pair);
  }
  if (!found.awaited) return SmbServed::kDone;
  const bool woken_for_nothing = begun && fields.asleep.width != 0;
  return !begun || woken_for_nothing ? sleep(pair) : kDisabled;
}

bool SmbServer::open_elsewhere(std::uint32_t pair) const {
  for (const std::uint32_t other : world_.program.pairs_of[world_.program.pairs[pair].file])
    if (other != pair && state_.get(state_.of(other).handles) > 0) return true;
  return false;
}

bool SmbServer::write_begun_elsewhere(std::uint32_t pair) const {
  for (const std::uint32_t other : world_.program.pairs_of[world_.program.pairs[pair].file]) {
    if (other == pair) continue;
    if (state_.calls(other, SmbCall::write, SmbPhase::kBegun) ||
        state_.calls(other, SmbCall::flush, SmbPhase::kBegun))
      return true;
  }
  return false;
}

SmbLease SmbServer::grant(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const SmbLease held = state_.get(fields.held);
  if (state_.get(fields.stage) != SmbStage::kNone) {
    return world_.options.in_break == SmbOptions::InBreak::target ? state_.get(fields.target) : held;
  }
  SmbLease allowed = world_.options.asks;
  if (open_elsewhere(pair)) allowed &= world_.options.oplocks ? kReadLease : kReadLease | kHandleLease;
  if (world_.options.read_grant == SmbOptions::ReadGrant::refused && write_begun_elsewhere(pair))
    allowed = kNoLease;
  if ((allowed & held) != held) return held;
  state_.set(fields.held, allowed);
  return allowed;
}

Branch SmbServer::serve_open(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const std::uint32_t phase = state_.get(fields.phase);
  const bool waits = phase == SmbPhase::kCalled || phase == SmbPhase::kBegun;
  if (!waits || state_.kind(pair) != SmbCall::open) return kDisabled;
  if (!state_.exists(pair)) {
    state_.set(fields.asleep, 0);
    state_.set(fields.refused, 1);
    state_.set(fields.phase, world_.fields.opened);
    return SmbServed::kRefused;
  }
  const Branch way = clear_way(pair, Need::open);
  if (way != SmbServed::kDone) return way;
  state_.set(fields.grant, grant(pair));
  state_.set(fields.handles, state_.get(fields.handles) + 1);
  state_.set(fields.phase, world_.fields.opened);
  return SmbServed::kDone;
}

Branch SmbServer::serve_read(std::uint32_t pair) {
  if (!state_.calls(pair, SmbCall::read, SmbPhase::kCalled)) return kDisabled;
  const SmbFields::Pair& fields = state_.of(pair);
  state_.set(fields.payload, state_.get(state_.file_of(pair).content));
  state_.set(fields.seen, state_.get(state_.file_of(pair).number));
  state_.set(fields.phase, SmbPhase::kAnswered);
  return 0;
}

/// The owner of a level II oplock loses it by its own write, the owner of a lease does not.
Branch SmbServer::apply_write(std::uint32_t pair, std::uint32_t content) {
  const Branch way = clear_way(pair, Need::write);
  if (way != SmbServed::kDone) return way;
  const SmbFields::Pair& fields = state_.of(pair);
  state_.store(pair, content);
  const bool level_2 = world_.options.oplocks && state_.get(fields.held) == kReadLease;
  if (level_2 && state_.get(fields.stage) == SmbStage::kNone) state_.start_break(pair, kNoLease);
  state_.set(fields.phase, SmbPhase::kAnswered);
  return SmbServed::kDone;
}

Branch SmbServer::serve_write(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const std::uint32_t phase = state_.get(fields.phase);
  const bool waits = phase == SmbPhase::kCalled || phase == SmbPhase::kBegun;
  if (!waits || state_.kind(pair) != SmbCall::write) return kDisabled;
  const Branch way = apply_write(pair, state_.get(fields.payload));
  if (way == SmbServed::kDone) state_.set(fields.seen, state_.get(state_.file_of(pair).number));
  return way;
}

Branch SmbServer::serve_flush(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const std::uint32_t phase = state_.get(fields.phase);
  const bool waits = phase == SmbPhase::kCalled || phase == SmbPhase::kBegun;
  if (!waits || state_.kind(pair) != SmbCall::flush) return kDisabled;
  if (state_.is(fields.late) && world_.options.late_flush == SmbOptions::Late::refused) {
    state_.set(fields.asleep, 0);
    state_.set(fields.refused, 1);
    state_.set(fields.phase, SmbPhase::kAnswered);
    return SmbServed::kRefused;
  }
  const Branch way = apply_write(pair, state_.get(fields.data));
  if (way == SmbServed::kDone) state_.set(fields.number, state_.get(state_.file_of(pair).number));
  return way;
}

Branch SmbServer::serve_break_flush(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (state_.get(fields.stage) != SmbStage::kFlushing) return kDisabled;
  if (state_.is(fields.late) && world_.options.late_flush == SmbOptions::Late::refused) {
    state_.set(fields.failed, 1);
    state_.set_stage(pair, SmbStage::kFlushed);
    return SmbServed::kRefused;
  }
  press_late(pair, Need::write);
  const Conflicts found = conflicts_of(pair, Need::write);
  if (found.unbroken) {
    break_others(pair, Need::write);
    return SmbServed::kBegun;
  }
  if (found.awaited) return kDisabled;
  state_.store(pair, state_.get(fields.data));
  state_.set(fields.number, state_.get(state_.file_of(pair).number));
  state_.set_stage(pair, SmbStage::kFlushed);
  return SmbServed::kDone;
}

Branch SmbServer::serve_close(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const std::uint32_t phase = state_.get(fields.phase);
  if (state_.kind(pair) != SmbCall::close) return kDisabled;
  if (phase == SmbPhase::kClosing && world_.options.release == SmbOptions::Release::before_entry) {
    state_.wake(pair);
    state_.set(fields.phase, world_.fields.released);
    return SmbServed::kBegun;
  }
  if (phase != SmbPhase::kClosing && phase != world_.fields.released) return kDisabled;
  state_.drop_handle(pair);
  state_.set(fields.phase, world_.fields.closed);
  return SmbServed::kDone;
}

Branch SmbServer::serve_remove(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const std::uint32_t phase = state_.get(fields.phase);
  if (state_.kind(pair) != SmbCall::remove) return kDisabled;
  if (phase == SmbPhase::kHalf) {
    state_.set(state_.file_of(pair).exists, 0);
    state_.set(fields.phase, SmbPhase::kAnswered);
    return SmbServed::kDone;
  }
  if (phase != SmbPhase::kCalled && phase != SmbPhase::kBegun) return kDisabled;
  if (state_.is(fields.grant)) state_.drop_handle(pair);
  state_.set(fields.grant, 0);
  const Branch way = clear_way(pair, Need::remove);
  if (way != SmbServed::kDone) return way;
  state_.set(fields.phase, SmbPhase::kAnswered);
  const bool missing = !state_.exists(pair);
  if (missing || state_.get(fields.handles) > 0 || open_elsewhere(pair)) {
    state_.set(fields.refused, 1);
    return missing ? SmbServed::kMissing : SmbServed::kRefused;
  }
  if (world_.options.remove == SmbOptions::Remove::window) {
    state_.set(fields.phase, SmbPhase::kHalf);
    return SmbServed::kChecked;
  }
  state_.set(state_.file_of(pair).exists, 0);
  return SmbServed::kDone;
}

}  // namespace braid::models
