#include "braid/checker/models/smb/smb_client.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

bool SmbClient::owns(std::uint32_t pair, std::uint32_t process) const {
  if (state_.idle(pair)) return false;
  return world_.program.pairs[pair].processes[state_.get(state_.of(pair).owner)] == process;
}

/// What a write stores; under `values counter` the next number.
std::uint32_t SmbClient::content_of(const SmbEvent& event) {
  if (!world_.program.counter) return static_cast<std::uint32_t>(event.content);
  const std::uint32_t next = state_.get(world_.fields.next);
  state_.set(world_.fields.next, next + 1);
  return next;
}

void SmbClient::note_read(std::uint32_t process, const SmbEvent& event, std::uint32_t content) {
  state_.set(world_.fields.reads[process][event.read], content + 1);
}

void SmbClient::keep_written(std::uint32_t pair, std::uint32_t content) {
  const SmbFields::Pair& fields = state_.of(pair);
  state_.set(fields.present, 1);
  state_.set(fields.dirty, 1);
  state_.set(fields.data, content);
  state_.set(fields.wrote, content);
}

Branch SmbClient::start(std::uint32_t pair, std::uint32_t process, const SmbEvent& event) {
  switch (event.operation) {
    case Operation::open:
      return start_open(pair, process);
    case Operation::read:
      return start_read(pair, process, event);
    case Operation::write:
      return start_write(pair, process, event);
    case Operation::fsync:
      return start_fsync(pair, process);
    case Operation::close:
      return start_close(pair, process);
    case Operation::remove:
      return start_remove(pair, process);
    default:  // refused when the trace was loaded
      return kDisabled;
  }
}

/// Calls of one client about one file take turns.
Branch SmbClient::start_open(std::uint32_t pair, std::uint32_t process) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (!state_.idle(pair)) return kDisabled;
  if (state_.is(fields.deferred) && (state_.get(fields.lease) & kHandleLease) != 0) {
    state_.set(fields.deferred, 0);
    return SmbEventStep::kDone;
  }
  state_.call(pair, process, SmbCall::open, SmbPhase::kCalled);
  return SmbEventStep::kGoesOn;
}

Branch SmbClient::start_read(std::uint32_t pair, std::uint32_t process, const SmbEvent& event) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (state_.is(fields.present)) {
    if (owns(pair, process)) return kDisabled;
    note_read(process, event, state_.get(fields.data));
    return SmbEventStep::kDone;
  }
  if (!state_.idle(pair)) return kDisabled;
  state_.call(pair, process, SmbCall::read, SmbPhase::kCalled);
  return SmbEventStep::kGoesOn;
}

Branch SmbClient::start_write(std::uint32_t pair, std::uint32_t process, const SmbEvent& event) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (!state_.idle(pair)) return kDisabled;
  const bool may_pass = world_.options.break_flush == SmbOptions::BreakFlush::after_clear;
  const bool keeps = (state_.get(fields.lease) & kWriteLease) != 0;
  if (state_.flushing(pair) && (keeps || !may_pass)) return kDisabled;
  if (keeps && world_.options.write_check == SmbOptions::WriteCheck::separate) {
    state_.call(pair, process, SmbCall::check, SmbPhase::kCalled);
    return SmbEventStep::kGoesOn;
  }
  const std::uint32_t content = content_of(event);
  if (keeps) {
    keep_written(pair, content);
    return SmbEventStep::kDone;
  }
  state_.call(pair, process, SmbCall::write, SmbPhase::kCalled);
  state_.set(fields.payload, content);
  state_.set(fields.wrote, content);
  const bool replaces = world_.options.own_write == SmbOptions::OwnWrite::replaces;
  if (replaces && !state_.is(fields.dirty)) state_.drop_copy(pair);
  return SmbEventStep::kGoesOn;
}

Branch SmbClient::write_to_cache(std::uint32_t pair, std::uint32_t process, const SmbEvent& event) {
  const bool checked = owns(pair, process) && state_.kind(pair) == SmbCall::check;
  if (!checked || state_.flushing(pair)) return kDisabled;
  state_.end_call(pair);
  keep_written(pair, content_of(event));
  return 0;
}

Branch SmbClient::start_fsync(std::uint32_t pair, std::uint32_t process) {
  if (!state_.is(state_.of(pair).dirty)) return owns(pair, process) ? kDisabled : SmbEventStep::kDone;
  if (!state_.idle(pair) || state_.flushing(pair)) return kDisabled;
  state_.call(pair, process, SmbCall::flush, SmbPhase::kCalled);
  return SmbEventStep::kGoesOn;
}

Branch SmbClient::start_close(std::uint32_t pair, std::uint32_t process) {
  if (!state_.idle(pair) || state_.flushing(pair)) return kDisabled;
  if (!state_.is(state_.of(pair).dirty)) return close_handle(pair, process);
  state_.call(pair, process, SmbCall::flush, SmbPhase::kCalled);
  return SmbEventStep::kGoesOn;
}

Branch SmbClient::close_handle(std::uint32_t pair, std::uint32_t process) {
  const SmbFields::Pair& fields = state_.of(pair);
  const bool may_defer = (state_.get(fields.lease) & kHandleLease) != 0 && !state_.is(fields.deferred);
  if (may_defer && world_.options.close == SmbOptions::Close::deferred) {
    state_.set(fields.deferred, 1);
    return SmbEventStep::kDone;
  }
  state_.call(pair, process, SmbCall::close, SmbPhase::kClosing);
  if (state_.client_handles(pair) == 0) state_.drop_lease(pair);
  return SmbEventStep::kGoesOn;
}

/// A kept handle is closed together with the removal.
Branch SmbClient::start_remove(std::uint32_t pair, std::uint32_t process) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (!state_.idle(pair) || state_.flushing(pair)) return kDisabled;
  const bool deferred = state_.is(fields.deferred);
  state_.call(pair, process, SmbCall::remove, SmbPhase::kCalled);
  if (!deferred) return SmbEventStep::kGoesOn;
  state_.set(fields.deferred, 0);
  state_.set(fields.grant, 1);
  if (state_.client_handles(pair) == 0) state_.drop_lease(pair);
  return SmbEventStep::kGoesOn;
}

Branch SmbClient::receive(std::uint32_t pair, std::uint32_t process, const SmbEvent& event) {
  if (!owns(pair, process)) return kDisabled;
  const SmbFields::Pair& fields = state_.of(pair);
  const std::uint32_t phase = state_.get(fields.phase);
  const SmbCall kind = state_.kind(pair);
  if (kind == SmbCall::open) return phase == world_.fields.opened ? receive_open(pair) : kDisabled;
  if (kind == SmbCall::close) {
    if (phase != world_.fields.closed) return kDisabled;
    state_.end_call(pair);
    return SmbEventStep::kDone;
  }
  if (phase != SmbPhase::kAnswered) return kDisabled;
  if (kind == SmbCall::read) return receive_read(pair, process, event);
  if (kind == SmbCall::write) return receive_write(pair);
  if (kind == SmbCall::flush) return receive_flush(pair, process, event);
  const bool refused = state_.is(fields.refused);
  state_.end_call(pair);
  return refused ? SmbEventStep::kDoneRefused : SmbEventStep::kDone;
}

/// A reply never takes rights away: what takes them is the break, which comes by itself.
Branch SmbClient::receive_open(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const bool refused = state_.is(fields.refused);
  const SmbLease grant = state_.get(fields.grant);
  const SmbLease lease = state_.get(fields.lease);
  if ((grant & lease) == lease) state_.set(fields.lease, grant);
  state_.set(fields.behind, 0);
  state_.end_call(pair);
  return refused ? SmbEventStep::kDoneRefused : SmbEventStep::kDone;
}

Branch SmbClient::receive_read(std::uint32_t pair, std::uint32_t process, const SmbEvent& event) {
  const SmbFields::Pair& fields = state_.of(pair);
  const std::uint32_t content = state_.get(fields.payload);
  note_read(process, event, content);
  state_.set(fields.number, state_.get(fields.seen));
  if ((state_.get(fields.lease) & kReadLease) != 0) {
    state_.set(fields.present, 1);
    state_.set(fields.data, content);
  }
  state_.end_call(pair);
  return SmbEventStep::kDone;
}

Branch SmbClient::receive_write(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const bool replaces = world_.options.own_write == SmbOptions::OwnWrite::replaces;
  if (replaces && !state_.is(fields.dirty) && (state_.get(fields.lease) & kReadLease) != 0) {
    state_.set(fields.present, 1);
    state_.set(fields.data, state_.get(fields.payload));
    state_.set(fields.number, state_.get(fields.seen));
  }
  state_.end_call(pair);
  return SmbEventStep::kDone;
}

Branch SmbClient::receive_flush(std::uint32_t pair, std::uint32_t process, const SmbEvent& event) {
  const SmbFields::Pair& fields = state_.of(pair);
  const bool refused = state_.is(fields.refused);
  state_.set(fields.dirty, 0);
  if (refused || state_.get(fields.lease) == kNoLease) state_.drop_copy(pair);
  state_.end_call(pair);
  const bool done = event.operation == Operation::fsync || close_handle(pair, process) == SmbEventStep::kDone;
  if (refused) return done ? SmbEventStep::kDoneRefused : SmbEventStep::kGoesOnRefused;
  return done ? SmbEventStep::kDone : SmbEventStep::kGoesOn;
}

/// A break waits while a process stores what is in the cache.
Branch SmbClient::take_break(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const bool stores = !state_.idle(pair) && state_.kind(pair) == SmbCall::flush;
  if (state_.get(fields.stage) != SmbStage::kSent || stores) return kDisabled;
  const SmbLease target = state_.get(fields.target);
  if (state_.is(fields.behind)) {
    state_.set(fields.behind, 0);
    const bool known = state_.get(fields.lease) != kNoLease;
    if (world_.options.pending_open == SmbOptions::PendingOpen::lowered) {
      state_.set(fields.grant, state_.get(fields.grant) & target);
    } else if (!known) {
      if (state_.is(fields.late)) {
        state_.end_break(pair);
      } else {
        state_.set(fields.failed, 1);
        state_.set_stage(pair, SmbStage::kAnswered);
      }
      return SmbBreakStep::kIgnores;
    }
  }
  if (state_.is(fields.dirty) && (target & kWriteLease) == 0) {
    state_.set_stage(pair, SmbStage::kFlushing);
    if (world_.options.break_flush == SmbOptions::BreakFlush::after_clear)
      state_.set(fields.lease, state_.get(fields.lease) & target);
    return SmbBreakStep::kFlushes;
  }
  answer_break(pair);
  return SmbBreakStep::kAnswers;
}

Branch SmbClient::take_flush_reply(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  if (state_.get(fields.stage) != SmbStage::kFlushed) return kDisabled;
  const bool refused = state_.is(fields.failed);
  state_.set(fields.failed, 0);
  state_.set(fields.dirty, 0);
  if (refused) state_.drop_copy(pair);
  answer_break(pair);
  return refused ? SmbBreakStep::kRefused : SmbBreakStep::kAnswers;
}

void SmbClient::answer_break(std::uint32_t pair) {
  const SmbFields::Pair& fields = state_.of(pair);
  const SmbLease target = state_.get(fields.target);
  state_.set(fields.lease, state_.get(fields.lease) & target);
  const bool closes = world_.options.deferred == SmbOptions::Deferred::closed;
  if (closes && state_.is(fields.deferred) && (target & kHandleLease) == 0) {
    state_.set(fields.deferred, 0);
    state_.set(fields.close_coming, 1);
    if (state_.client_handles(pair) == 0) state_.set(fields.lease, kNoLease);
  }
  if (state_.get(fields.lease) == kNoLease && !state_.is(fields.dirty)) state_.drop_copy(pair);
  if (state_.is(fields.late)) {
    state_.end_break(pair);
    state_.set(fields.late_answer, 1);
  } else {
    state_.set_stage(pair, SmbStage::kAnswered);
  }
}

}  // namespace braid::models
