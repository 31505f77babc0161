// What processes do of their own accord, and a client's daemon.
#include <utility>

#include "braid/checker/models/nfs/nfs_step.h"

namespace braid::models {

using explore::Branch;

NfsStep::NfsStep(const NfsSetting& setting, const Rule& rule, explore::Position event, Data data)
    : setting_(setting), rule_(rule), position_(event), data_(std::as_const(data)) {}

const NfsEvent& NfsStep::event() const {
  return program().processes[rule_.object].events[position_];
}

Branch NfsStep::run() {
  switch (static_cast<NfsAction>(rule_.action)) {
    case NfsAction::start:
      return start();
    case NfsAction::take:
      return take();
    case NfsAction::drop:
      return drop();
    case NfsAction::restart:
      return restart();
    case NfsAction::retransmit:
      return retransmit();
    case NfsAction::duplicate:
      return duplicate();
    case NfsAction::send_behind:
      return send_behind();
    case NfsAction::take_behind:
      return take_behind();
    case NfsAction::serve:
      return serve();
    case NfsAction::serve_write:
      return serve_write();
    case NfsAction::write_back:
      return write_back();
    case NfsAction::fail_write_back:
      return fail_write_back();
    case NfsAction::deliver_late:
      return deliver_late();
    case NfsAction::tick:
      return tick();
    case NfsAction::crash_server:
      return crash_server();
    case NfsAction::crash_client:
      return crash_client();
    case NfsAction::evict:
      return evict();
    case NfsAction::lose:
      return lose();
  }
  return explore::kDisabled;
}

bool NfsStep::under_way(NfsCall call, std::uint32_t block) const {
  for (std::uint32_t other = 0; other < fields().slots.size(); ++other) {
    const NfsFields::Slot& slot = fields().slots[other];
    if (setting_.client_of(other) != rule_.client || phase(slot) == NfsPhase::idle || is(slot.hit)) continue;
    if (call_of(other) == call && get(slot.block) == block) return true;
  }
  return false;
}

bool NfsStep::trusted(std::uint32_t file) const {
  const NfsFields::Attributes& known = attributes(file);
  if (!is(known.known)) return false;
  const std::uint64_t lifetime = known.lifetime.width != 0 ? get(known.lifetime) : options().least_age;
  return get(fields().now) < get(known.time) + lifetime;
}

Branch NfsStep::start() {
  if (phase(slot()) != NfsPhase::idle || is(slot().hit)) return explore::kDisabled;
  if (get(slot().block_of_read) != rule_.detail) return explore::kDisabled;
  begun_ = get(slot().calls) == 0;
  if (begun_) set(slot().calls, 1);
  switch (event().operation) {
    case Operation::open:
      return start_open();
    case Operation::stat:
      return trusted(event().file) ? finish(NfsOutcome::done) : send(NfsCall::getattr, event().first);
    case Operation::read:
      return start_read();
    case Operation::write:
      return start_write();
    case Operation::close:
    case Operation::fsync:
      return go_on_flushing();
    case Operation::create:
      return send(NfsCall::create, event().first);
    case Operation::remove:
    case Operation::truncate:
      return start_change();
    default:
      return explore::kDisabled;
  }
}

Branch NfsStep::start_open() {
  if (excludes_lookups() &&
      (under_way(NfsCall::remove, event().first) || under_way(NfsCall::rename, event().first)))
    return explore::kDisabled;
  if (options().close_to_open || !trusted(event().file)) return send(NfsCall::getattr, event().first);
  return finish_open();
}

Branch NfsStep::finish_open() {
  const Field open = attributes(event().file).open;
  if (open.width != 0) set(open, get(open) + 1);
  return finish(NfsOutcome::done);
}

/// What was written goes first, as with every change of a file's attributes (Linux nfs_setattr).
Branch NfsStep::start_change() {
  switch (flush()) {
    case Flush::sent:
      return as_branch(begun_ ? NfsOutcome::begins : NfsOutcome::goes_on);
    case Flush::waits:
      return explore::kDisabled;
    case Flush::clean:
      break;
  }
  if (event().operation == Operation::truncate) return send(NfsCall::truncate, event().first);
  if (excludes_lookups() && under_way(NfsCall::getattr, event().first)) return explore::kDisabled;
  const bool renames = options().silly == NfsSilly::rename && is(attributes(event().file).open);
  return send(renames ? NfsCall::rename : NfsCall::remove, event().first);
}

Branch NfsStep::go_on_flushing() {
  if (event().operation == Operation::close && options().flush == NfsFlush::never) return finish_flush();
  switch (flush()) {
    case Flush::sent:
      return as_branch(begun_ ? NfsOutcome::begins : NfsOutcome::goes_on);
    case Flush::waits:
      return explore::kDisabled;
    case Flush::clean:
      break;
  }
  return finish_flush();
}

/// Sends a block that is dirty, or else the COMMIT, if one is needed; waits for what others have sent.
NfsStep::Flush NfsStep::flush() {
  const NfsFile& file = program().files[event().file];
  bool waits = false;
  bool commits = false;
  for (std::uint32_t block = file.first; block < file.first + file.blocks; ++block) {
    const NfsFields::Buffer& own = buffer(block);
    commits = commits || is(own.committing);
    if (!is(own.dirty)) continue;
    if (under_way(NfsCall::write, block)) {
      waits = true;
      continue;
    }
    send(NfsCall::write, block);
    return Flush::sent;
  }
  if (waits) return Flush::waits;
  if (!commits) return Flush::clean;
  if (under_way(NfsCall::commit, file.first)) return Flush::waits;
  for (std::uint32_t block = file.first; block < file.first + file.blocks; ++block)
    if (is(buffer(block).committing)) set(buffer(block).committing, 2);
  send(NfsCall::commit, file.first);
  return Flush::sent;
}

Branch NfsStep::finish_flush() {
  const NfsFields::Attributes& known = attributes(event().file);
  const bool closes = event().operation == Operation::close;
  if (closes && known.open.width != 0 && is(known.open)) set(known.open, get(known.open) - 1);
  if (!is(known.error)) return finish(NfsOutcome::done);
  set(known.error, 0);
  return finish(NfsOutcome::refused);
}

Branch NfsStep::start_read() {
  const std::uint32_t block = event().first + rule_.detail;
  const bool dirty = is(buffer(block).present) && is(buffer(block).dirty);
  if (!dirty && !is(slot().checked) && !trusted(event().file)) return send(NfsCall::getattr, block);
  if (is(buffer(block).present)) return read_from_cache();
  return ask_for_block();
}

/// A block is asked for by one process at a time (Linux locks the page).
Branch NfsStep::ask_for_block() {
  const std::uint32_t block = event().first + rule_.detail;
  if (!under_way(NfsCall::read, block)) return send(NfsCall::read, block);
  if (static_cast<NfsAction>(rule_.action) == NfsAction::start) return explore::kDisabled;
  set(slot().calls, get(slot().calls) + 1);
  return as_branch(NfsOutcome::goes_on);
}

Branch NfsStep::read_from_cache() {
  const NfsFields::Buffer& own = buffer(event().first + rule_.detail);
  return read_block(get(own.data), get(own.number), is(own.dirty));
}

Branch NfsStep::read_block(std::uint64_t data, std::uint64_t number, bool own) {
  const std::uint32_t block = event().first + rule_.detail;
  set(fields().reads[rule_.object][event().read + rule_.detail], 1 + data);
  if (!own) set(fields().got[rule_.object][block], number);
  const bool last = rule_.detail + 1 == event().blocks;
  const bool at_once =
      begun_ || (static_cast<NfsAction>(rule_.action) == NfsAction::start && !is(slot().checked));
  // Pairs of outcomes: without and with `own`.
  const NfsOutcome outcome =
      last ? (at_once && rule_.detail == 0 ? NfsOutcome::reads_only : NfsOutcome::reads_last)
           : (at_once && rule_.detail == 0 ? NfsOutcome::reads_first : NfsOutcome::reads);
  const auto told = static_cast<NfsOutcome>(static_cast<std::uint32_t>(outcome) + (own ? 1 : 0));
  if (last) return finish(told);
  set(slot().calls, get(slot().calls) + 1);
  set(slot().block_of_read, rule_.detail + 1);
  set(slot().checked, 0);
  return as_branch(told);
}

Branch NfsStep::send(NfsCall call, std::uint32_t block) {
  set_phase(NfsPhase::called);
  set(slot().call, static_cast<std::uint64_t>(call));
  set(slot().block, block);
  set(slot().asked, get(fields().now));
  if (call == NfsCall::write) set(slot().data, get(buffer(block).data));
  return as_branch(begun_ ? NfsOutcome::begins : NfsOutcome::goes_on);
}

/// The event is over.
Branch NfsStep::finish(NfsOutcome outcome) {
  set(slot().calls, 0);
  set(slot().block_of_read, 0);
  set(slot().checked, 0);
  if (outcome == NfsOutcome::done && begun_) return as_branch(NfsOutcome::begins_and_ends);
  return as_branch(outcome);
}

Branch NfsStep::fail(NfsStatus status) {
  if (event().operation == Operation::open) {
    const NfsProcess& process = program().processes[rule_.object];
    for (std::uint32_t file = 0; file < program().files.size(); ++file) {
      const Field open = attributes(file).open;
      if (open.width != 0) set(open, get(open) - process.open[file][position_]);
    }
  }
  return finish(status == NfsStatus::gone ? NfsOutcome::gone : NfsOutcome::refused);
}

/// The client boots: the process goes on with its next session, if it was in one or in the middle of an
/// event.
Branch NfsStep::restart() {
  if (!is(slot().hit)) return explore::kDisabled;
  const bool breaks = event().in_session || get(slot().calls) != 0;
  set(slot().hit, 0);
  if (phase(slot()) != NfsPhase::idle) static_cast<void>(end_call());
  set_phase(NfsPhase::idle);
  static_cast<void>(finish(NfsOutcome::goes_on));
  return as_branch(breaks ? NfsOutcome::refused : NfsOutcome::goes_on);
}

Branch NfsStep::send_behind() {
  const std::uint32_t block = rule_.detail;
  if (phase(slot()) != NfsPhase::idle || !is(buffer(block).dirty)) return explore::kDisabled;
  if (under_way(NfsCall::write, block)) return explore::kDisabled;
  return send(NfsCall::write, block);
}

}  // namespace braid::models
