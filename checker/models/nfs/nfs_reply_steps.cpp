// What clients make of replies.
#include <algorithm>

#include "braid/checker/models/nfs/nfs_step.h"

namespace braid::models {

using explore::Branch;

/// Takes the reply out of the slot, which is then free; what is left of the call in the network is an orphan.
NfsStep::Reply NfsStep::end_call() {
  const NfsFields::Slot& call = slot();
  Reply reply;
  reply.call = call_of(rule_.object);
  reply.block = static_cast<std::uint32_t>(get(call.block));
  reply.data = get(call.data);
  reply.change = get(call.change);
  reply.size = get(call.size);
  reply.before = get(call.before);
  reply.verifier = get(call.verifier);
  reply.number = get(call.number);
  reply.asked = get(call.asked);
  reply.status = static_cast<NfsStatus>(get(call.status));
  for (const Field field :
       {call.phase, call.lost, call.call, call.block, call.data, call.change, call.size, call.before,
        call.verifier, call.number, call.status, call.asked, call.done, call.ran}) {
    set(field, 0);
  }
  if (!is_process()) return reply;
  const NfsFields::Late& late = fields().late[rule_.object];
  if (is(late.pending) && !is(late.orphan)) {
    set(late.orphan, 1);
    if (options().replies == NfsReplies::bounded) set(late.done, 0);
  }
  return reply;
}

Branch NfsStep::take() {
  if (phase(slot()) != NfsPhase::replied || is(slot().lost) || is(slot().hit)) return explore::kDisabled;
  if (get(slot().block_of_read) != rule_.detail) return explore::kDisabled;
  const Reply reply = end_call();
  switch (reply.call) {
    case NfsCall::getattr:
      return take_attributes(reply);
    case NfsCall::read:
      return take_block(reply);
    case NfsCall::write:
      acknowledge(reply);
      return as_branch(NfsOutcome::goes_on);
    case NfsCall::commit:
      return take_commit(reply);
    case NfsCall::create:
    case NfsCall::remove:
    case NfsCall::rename:
    case NfsCall::truncate:
      return take_change(reply);
  }
  return explore::kDisabled;
}

NfsStep::Renewal NfsStep::renew(std::uint32_t file, const Reply& reply, bool own) {
  const NfsFields::Attributes& known = attributes(file);
  const bool had = is(known.known);
  const std::uint64_t cached = get(known.change);
  if (had && options().attributes == NfsAttributes::newest && reply.change < cached) return Renewal::older;
  const bool equal = had && reply.change == cached;
  const bool explained =
      own && had &&
      (options().trusts_own_writes || (options().wcc != NfsWcc::ignored && reply.before == cached));
  const std::uint64_t asked = options().age_from == NfsAttributeAge::call ? reply.asked : get(fields().now);
  set(known.time, equal ? std::max(get(known.time), asked) : asked);
  const std::uint64_t longer = std::max<std::uint64_t>(1, 2 * get(known.lifetime));
  set(known.lifetime, equal ? std::min<std::uint64_t>(longer, options().greatest_age) : options().least_age);
  set(known.known, 1);
  set(known.change, reply.change);
  if (known.size.width != 0)
    set(known.size, writes_pending(file) ? std::max(get(known.size), reply.size) : reply.size);
  return equal || explained ? Renewal::same : Renewal::changed;
}

/// Until what was written is at the server, no reply makes the file shorter (Linux nfs_update_inode).
bool NfsStep::writes_pending(std::uint32_t file) const {
  const NfsFile& of = program().files[file];
  for (std::uint32_t block = of.first; block < of.first + of.blocks; ++block)
    if (is(buffer(block).dirty)) return true;
  return false;
}

/// Drops the blocks of a file that the server has, but what others have and what may yet have to be sent.
void NfsStep::drop_clean(std::uint32_t file, std::optional<std::uint32_t> but) {
  const NfsFile& of = program().files[file];
  for (std::uint32_t block = of.first; block < of.first + of.blocks; ++block) {
    const NfsFields::Buffer& own = buffer(block);
    if (block == but || is(own.dirty) || is(own.committing)) continue;
    set(own.present, 0);
    set(own.data, 0);
  }
}

Branch NfsStep::take_attributes(const Reply& reply) {
  if (reply.status != NfsStatus::done) return fail(reply.status);
  const std::uint32_t file = event().file;
  if (event().operation != Operation::read) set(attributes(file).generation, reply.data);
  if (renew(file, reply, false) == Renewal::changed) {
    if (options().invalidate == NfsInvalidate::flag_first) {
      set_phase(NfsPhase::dropping);
      return as_branch(NfsOutcome::goes_on);
    }
    drop_clean(file, std::nullopt);
  }
  return go_on_with_attributes();
}

Branch NfsStep::drop() {
  if (phase(slot()) != NfsPhase::dropping || is(slot().hit)) return explore::kDisabled;
  if (get(slot().block_of_read) != rule_.detail) return explore::kDisabled;
  drop_clean(event().file, std::nullopt);
  set_phase(NfsPhase::idle);
  return go_on_with_attributes();
}

Branch NfsStep::go_on_with_attributes() {
  if (event().operation == Operation::open) return finish_open();
  if (event().operation != Operation::read) return finish(NfsOutcome::done);
  set(slot().checked, 1);
  if (!is(buffer(event().first + rule_.detail).present)) {
    const Branch asked = ask_for_block();
    if (phase(slot()) == NfsPhase::called) set(slot().calls, get(slot().calls) + 1);
    return asked;
  }
  return read_from_cache();
}

Branch NfsStep::take_block(const Reply& reply) {
  if (reply.status != NfsStatus::done) return fail(reply.status);
  const NfsFields::Buffer& own = buffer(reply.block);
  const bool writes = event().operation == Operation::write;
  if (is(own.present))
    return writes ? write_blocks() : read_from_cache();  // somebody has written it meanwhile
  const Renewal renewal = renew(event().file, reply, false);
  if (renewal == Renewal::changed) drop_clean(event().file, std::nullopt);
  set(own.number, reply.number);
  if (writes) return write_blocks();
  if (renewal != Renewal::older) {
    set(own.present, 1);
    set(own.data, reply.data);
  }
  return read_block(reply.data, reply.number, false);
}

/// Of a WRITE.
void NfsStep::acknowledge(const Reply& reply) {
  const std::uint32_t file = file_of(reply.block);
  const NfsFields::Buffer& own = buffer(reply.block);
  const NfsFields::Attributes& known = attributes(file);
  if (reply.status != NfsStatus::done) {
    for (const Field field : {own.dirty, own.again, own.present, own.data, own.committing, own.verifier})
      set(field, 0);
    set(known.error, 1);
    return;
  }
  if (is(own.again)) {
    set(own.again, 0);
  } else {
    set(own.dirty, 0);
    if (options().commits) set(own.committing, 1);
    set(own.verifier, reply.verifier);
  }
  set(known.last_verifier, reply.verifier);
  set(own.number, std::max(get(own.number), reply.number));
  if (renew(file, reply, true) == Renewal::changed) drop_clean(file, reply.block);
}

Branch NfsStep::take_commit(const Reply& reply) {
  const NfsFile& file = program().files[event().file];
  bool again = false;
  for (std::uint32_t block = file.first; block < file.first + file.blocks; ++block) {
    const NfsFields::Buffer& own = buffer(block);
    if (get(own.committing) != 2) continue;
    bool safe = true;
    if (options().verifier == NfsVerifierKept::buffer) safe = get(own.verifier) == reply.verifier;
    if (options().verifier == NfsVerifierKept::last)
      safe = get(attributes(event().file).last_verifier) == reply.verifier;
    set(own.committing, 0);
    set(own.verifier, 0);
    if (!safe) set(own.dirty, 1);
    again = again || !safe;
  }
  const bool ends = event().operation == Operation::close || event().operation == Operation::fsync;
  if (!again && ends) return finish_flush();
  set(slot().calls, get(slot().calls) + 1);
  return as_branch(NfsOutcome::goes_on);
}

Branch NfsStep::take_change(const Reply& reply) {
  if (reply.status != NfsStatus::done) return fail(reply.status);
  const std::uint32_t file = event().file;
  // Whoever knows the attributes has the handle, too: an open need not ask for it.
  if (reply.call == NfsCall::create || reply.call == NfsCall::truncate)
    set(attributes(file).generation, reply.data);
  if (reply.call != NfsCall::rename && renew(file, reply, false) == Renewal::changed)
    drop_clean(file, std::nullopt);
  return finish(NfsOutcome::done);
}

Branch NfsStep::take_behind() {
  if (phase(slot()) != NfsPhase::replied || is(slot().lost) || get(slot().block) != rule_.detail)
    return explore::kDisabled;
  acknowledge(end_call());
  return as_branch(NfsOutcome::done);
}

}  // namespace braid::models
