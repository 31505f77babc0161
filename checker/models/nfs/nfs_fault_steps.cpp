// What goes wrong, and time.
#include "braid/checker/models/nfs/nfs_step.h"

namespace braid::models {

using explore::Branch;

Branch NfsStep::spend(Field counter, std::uint32_t budget) {
  if (get(counter) >= budget) return explore::kDisabled;
  set(counter, get(counter) + 1);
  return as_branch(NfsOutcome::done);
}

Branch NfsStep::retransmit() {
  if (!is(slot().lost) || is(slot().hit)) return explore::kDisabled;
  set(slot().lost, 0);
  set_phase(NfsPhase::called);
  return spend(fields().retransmits, setting_.budgets.of(Fault::retransmit));
}

/// A call that is only slow is sent again: then there are two of it, which matters where the call changes
/// something. There is one late copy of each process's calls at a time.
Branch NfsStep::duplicate() {
  const NfsPhase now = phase(slot());
  if (now == NfsPhase::idle || now == NfsPhase::dropping || is(slot().lost) || is(slot().hit))
    return explore::kDisabled;
  const NfsCall call = call_of(rule_.object);
  const NfsFields::Late& late = fields().late[rule_.object];
  if (call == NfsCall::getattr || call == NfsCall::read || call == NfsCall::commit || is(late.pending))
    return explore::kDisabled;
  set(late.pending, 1);
  set(late.call, static_cast<std::uint64_t>(call));
  set(late.block, get(slot().block));
  if (call == NfsCall::write) set(late.data, get(slot().data));
  set(late.done, get(slot().done));
  set(late.ran, get(slot().ran));
  return spend(fields().duplicates, setting_.budgets.of(Fault::duplicate));
}

Branch NfsStep::lose() {
  const NfsPhase now = phase(slot());
  if ((now != NfsPhase::called && now != NfsPhase::replied) || is(slot().lost) || is(slot().hit))
    return explore::kDisabled;
  if (is_process() && is(fields().late[rule_.object].pending)) return explore::kDisabled;
  set(slot().lost, 1);
  return spend(fields().losses, setting_.budgets.of(Fault::loss));
}

/// Memory is short: what the server has, too, goes. A page that is being read is locked (Linux
/// shrink_folio_list).
Branch NfsStep::evict() {
  const std::uint32_t block = rule_.detail;
  const NfsFields::Buffer& own = buffer(block);
  if (!is(own.present) || is(own.dirty) || get(own.committing) != 0) return explore::kDisabled;
  if (under_way(NfsCall::read, block)) return explore::kDisabled;
  for (const Field field : {own.present, own.data, own.verifier, own.number}) set(field, 0);
  return spend(fields().evictions, setting_.budgets.of(Fault::evict));
}

Branch NfsStep::tick() {
  return spend(fields().now, setting_.budgets.of(Fault::tick));
}

/// The server stops, and starts again: clients have its calls sent until it answers.
Branch NfsStep::crash_server() {
  const Branch outcome = spend(fields().server_crashes, setting_.budgets.of(Fault::server_crash));
  if (outcome == explore::kDisabled) return outcome;
  for (std::uint32_t file = 0; file < program().files.size(); ++file) {
    const NfsFile& of = program().files[file];
    bool lost = false;
    for (std::uint32_t block = of.first; block < of.first + of.blocks; ++block) {
      if (!is(fields().blocks[block].unsafe)) continue;
      lose_memory(block);
      lost = true;
    }
    if (lost) bump(file);
  }
  set(fields().verifier, get(fields().verifier) + 1);
  for (std::uint32_t other = 0; other < fields().slots.size(); ++other) {
    const NfsFields::Slot& call = fields().slots[other];
    const bool half = phase(call) == NfsPhase::half;  // no reply that could have been put on stable storage
    if (half) {
      set(call.phase, fields().phases[static_cast<std::size_t>(NfsPhase::called)]);
      set(call.before, 0);
    }
    if (options().replies == NfsReplies::stable && !half) continue;
    set(call.done, 0);
    if (other < setting_.process_count()) set(fields().late[other].done, 0);
  }
  return outcome;
}

/// The client stops, and boots again: all that it had was in its memory.
Branch NfsStep::crash_client() {
  const Branch outcome = spend(fields().client_crashes, setting_.budgets.of(Fault::client_crash));
  if (outcome == explore::kDisabled) return outcome;
  for (std::uint32_t block = 0; block < program().block_count(); ++block) {
    const NfsFields::Buffer& own = buffer(block);
    for (const Field field :
         {own.present, own.data, own.dirty, own.again, own.committing, own.verifier, own.number})
      set(field, 0);
  }
  for (std::uint32_t file = 0; file < program().files.size(); ++file) {
    const NfsFields::Attributes& known = attributes(file);
    for (const Field field : {known.known, known.change, known.time, known.lifetime, known.generation,
                              known.size, known.last_verifier, known.open, known.error}) {
      set(field, 0);
    }
  }
  for (std::uint32_t process = 0; process < setting_.process_count(); ++process)
    if (program().processes[process].client == rule_.client) set(fields().slots[process].hit, 1);
  if (setting_.daemons()) {
    const NfsFields::Slot& daemon = fields().slots[setting_.process_count() + rule_.client];
    for (const Field field :
         {daemon.phase, daemon.lost, daemon.block, daemon.data, daemon.change, daemon.size, daemon.before,
          daemon.verifier, daemon.number, daemon.status, daemon.asked, daemon.done, daemon.ran}) {
      set(field, 0);
    }
  }
  return outcome;
}

}  // namespace braid::models
