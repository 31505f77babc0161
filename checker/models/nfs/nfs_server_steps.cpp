// What the server does.
#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/nfs/nfs_step.h"

namespace braid::models {

using explore::Branch;

namespace {

bool changes(NfsCall call) {
  return call != NfsCall::getattr && call != NfsCall::read && call != NfsCall::commit;
}

}  // namespace

bool NfsStep::serves_handle(std::uint32_t file) const {
  const NfsFields::File& of = fields().files[file];
  if (!exists(file) && !is(of.kept)) return false;
  return get(of.generation) == get(attributes(file).generation);
}

Branch NfsStep::serve() {
  const NfsCall call = call_of(rule_.object);
  if (phase(slot()) != NfsPhase::called || is(slot().lost) || call == NfsCall::write)
    return explore::kDisabled;
  if (get(slot().block_of_read) != rule_.detail) return explore::kDisabled;
  const Branch outcome = execute(call, static_cast<std::uint32_t>(get(slot().block)));
  set_phase(NfsPhase::replied);
  return outcome;
}

/// In two parts, where a design decision leaves a gap. A reply that is remembered is sent as it was.
Branch NfsStep::serve_write() {
  const NfsPhase now = phase(slot());
  if ((now != NfsPhase::called && now != NfsPhase::half) || is(slot().lost)) return explore::kDisabled;
  if (call_of(rule_.object) != NfsCall::write || get(slot().block) != rule_.detail) return explore::kDisabled;
  const NfsFields::File& file = fields().files[file_of(rule_.detail)];
  const bool gap = options().wcc == NfsWcc::gap;
  const bool late = options().verifier_taken == NfsVerifierTaken::after;
  Branch outcome = as_branch(NfsOutcome::goes_on);
  if (now == NfsPhase::called) {
    if (is(slot().done)) {
      set_phase(NfsPhase::replied);
      return outcome;
    }
    set(slot().before, get(file.change));
    if (late || !gap) outcome = execute(NfsCall::write, rule_.detail);
    if (late || gap) {
      set_phase(NfsPhase::half);
      return outcome;
    }
  } else if (!late) {
    outcome = execute(NfsCall::write, rule_.detail);
  }
  set(slot().verifier, get(fields().verifier));
  set_phase(NfsPhase::replied);
  return outcome;
}

/// Executes the slot's call, or gives the reply that it is remembered by.
Branch NfsStep::execute(NfsCall call, std::uint32_t block) {
  const std::uint32_t file = file_of(block);
  const Branch in_vain = as_branch(call == NfsCall::write ? NfsOutcome::goes_on : NfsOutcome::refused);
  if (is(slot().done)) return in_vain;
  bool effect = false;
  switch (call) {
    case NfsCall::getattr:
      serve_attributes();
      break;
    case NfsCall::read:
      serve_read(block);
      effect = get(slot().status) == 0;
      break;
    case NfsCall::commit:
      serve_commit(file);
      break;
    case NfsCall::write:
      effect = write(block, get(slot().data), true);
      set(slot().number, get(fields().blocks[block].number));
      break;
    default:
      effect = change(call, file);
      set(slot().data, get(fields().files[file].generation));
      set(slot().status, static_cast<std::uint64_t>(effect ? NfsStatus::done : NfsStatus::refused));
      break;
  }
  set(slot().change, get(fields().files[file].change));
  if (attributes(file).size.width != 0) set(slot().size, size_of(file));
  if (!changes(call)) return as_branch(effect ? NfsOutcome::begins : NfsOutcome::goes_on);
  const bool again = is(slot().ran);
  set(slot().done, 1);
  set(slot().ran, 1);
  if (is_process()) {
    const NfsFields::Late& late = fields().late[rule_.object];
    if (is(late.pending) && !is(late.orphan)) {
      set(late.done, 1);
      set(late.ran, 1);
    }
  }
  if (!effect) return in_vain;
  return as_branch(again ? NfsOutcome::done : NfsOutcome::begins);
}

/// How many of the file's blocks come before its end. Of a file that is gone this is not known: a READ tells.
std::uint64_t NfsStep::size_of(std::uint32_t file) const {
  const NfsFile& of = program().files[file];
  std::uint32_t size = of.blocks;
  if (!exists(file) && !is(fields().files[file].kept)) return size;
  for (; size > 0; --size) {
    const std::uint64_t last = get(fields().blocks[of.first + size - 1].memory);
    if (!program().missing(of, static_cast<std::int64_t>(last))) break;
  }
  return size;
}

/// An open and a stat look the name up; a read asks about the file that was opened.
void NfsStep::serve_attributes() {
  const std::uint32_t file = event().file;
  NfsStatus status = NfsStatus::done;
  if (event().operation == Operation::read) {
    if (!serves_handle(file)) status = NfsStatus::gone;
  } else {
    const bool may = program().may(rule_.client, file, false) || program().may(rule_.client, file, true);
    const bool opens = event().operation == Operation::open;
    if (!exists(file) || (opens && !may)) status = NfsStatus::refused;
  }
  set(slot().data, get(fields().files[file].generation));
  set(slot().status, static_cast<std::uint64_t>(status));
}

void NfsStep::serve_read(std::uint32_t block) {
  NfsStatus status = NfsStatus::done;
  if (!program().may(rule_.client, file_of(block), false)) status = NfsStatus::refused;
  if (!serves_handle(file_of(block))) status = NfsStatus::gone;
  set(slot().status, static_cast<std::uint64_t>(status));
  if (status != NfsStatus::done) return;
  set(slot().data, get(fields().blocks[block].memory));
  set(slot().number, get(fields().blocks[block].number));
}

void NfsStep::serve_commit(std::uint32_t file) {
  const NfsFile& of = program().files[file];
  for (std::uint32_t block = of.first; block < of.first + of.blocks; ++block) {
    const NfsFields::Block& fields_of = fields().blocks[block];
    set(fields_of.disk, get(fields_of.memory));
    set(fields_of.disk_number, get(fields_of.number));
    set(fields_of.unsafe, 0);
  }
  set(slot().verifier, get(fields().verifier));
}

/// Returns whether the data were written. `checked`: the client's handle and rights count.
bool NfsStep::write(std::uint32_t block, std::uint64_t data, bool checked) {
  const std::uint32_t file = file_of(block);
  const bool served = checked ? serves_handle(file) && program().may(rule_.client, file, true)
                              : exists(file) || is(fields().files[file].kept);
  if (checked) set(slot().status, static_cast<std::uint64_t>(served ? NfsStatus::done : NfsStatus::refused));
  if (!served) return false;
  const NfsFields::Block& of = fields().blocks[block];
  set(of.memory, data);
  bump(file);
  number_anew(of);
  set(of.unsafe, 1);
  return true;
}

/// Creates, removes, renames or empties a file. Returns whether it could.
bool NfsStep::change(NfsCall call, std::uint32_t file) {
  const NfsFields::File& of = fields().files[file];
  if (!program().may(rule_.client, file, true) || exists(file) == (call == NfsCall::create)) return false;
  if (call == NfsCall::create) {
    set(of.exists, 1);
    set(of.generation, get(of.generation) + 1);
    fill(file, program().files[file].created);
  } else if (call == NfsCall::truncate) {
    fill(file, program().truncated);
  } else {
    set(of.exists, 0);
    if (call == NfsCall::rename) {
      set(of.kept, 1);
      return true;
    }
    fill(file, program().files[file].created);
  }
  bump(file);
  return true;
}

void NfsStep::fill(std::uint32_t file, std::int64_t content) {
  const NfsFile& of = program().files[file];
  for (std::uint32_t block = of.first; block < of.first + of.blocks; ++block) {
    const NfsFields::Block& fields_of = fields().blocks[block];
    set(fields_of.memory, static_cast<std::uint64_t>(content));
    number_anew(fields_of);
    set(fields_of.disk, get(fields_of.memory));
    set(fields_of.disk_number, get(fields_of.number));
    set(fields_of.unsafe, 0);
  }
}

/// No number is given twice, not even that of a version that was lost.
void NfsStep::number_anew(const NfsFields::Block& block) {
  set(block.number, 1 + get(block.latest.width != 0 ? block.latest : block.number));
  set(block.latest, get(block.number));
}

/// Every change gives a file new attributes: of which number, or of what time.
void NfsStep::bump(std::uint32_t file) {
  const Field change = fields().files[file].change;
  if (options().time == NfsTime::tick) {
    set(change, get(fields().now) + 1);
    return;
  }
  if (get(change) == fields().greatest_change)
    throw explore::InternalError("a file of NFS changes more often than was foreseen");
  set(change, get(change) + 1);
}

void NfsStep::lose_memory(std::uint32_t block) {
  const NfsFields::Block& of = fields().blocks[block];
  set(of.memory, get(of.disk));
  set(of.number, get(of.disk_number));
  set(of.unsafe, 0);
}

Branch NfsStep::write_back() {
  const NfsFields::Block& of = fields().blocks[rule_.detail];
  if (!is(of.unsafe)) return explore::kDisabled;
  set(of.disk, get(of.memory));
  set(of.disk_number, get(of.number));
  set(of.unsafe, 0);
  return as_branch(NfsOutcome::done);
}

Branch NfsStep::fail_write_back() {
  if (!is(fields().blocks[rule_.detail].unsafe)) return explore::kDisabled;
  const Branch outcome = spend(fields().errors, options().write_back_errors);
  if (outcome == explore::kDisabled) return outcome;
  lose_memory(rule_.detail);
  bump(file_of(rule_.detail));
  if (options().verifier_rotates) set(fields().verifier, get(fields().verifier) + 1);
  return outcome;
}

/// Where the call itself is not yet executed, its copies are no different from it.
Branch NfsStep::deliver_late() {
  const NfsFields::Late& late = fields().late[rule_.object];
  if (!is(late.pending) || get(late.block) != rule_.detail) return explore::kDisabled;
  if (!is(late.orphan) && phase(slot()) != NfsPhase::replied) return explore::kDisabled;
  const auto call = static_cast<NfsCall>(get(late.call));
  const bool again = is(late.ran);
  bool effect = false;
  if (!is(late.done)) {
    effect = call == NfsCall::write ? write(rule_.detail, get(late.data), false)
                                    : change(call, file_of(rule_.detail));
  }
  for (const Field field : {late.pending, late.orphan, late.call, late.block, late.data, late.done, late.ran})
    set(field, 0);
  if (!effect) return as_branch(NfsOutcome::goes_on);
  if (again) return as_branch(NfsOutcome::done);
  return as_branch(call == NfsCall::write ? NfsOutcome::begins : NfsOutcome::begins_and_ends);
}

}  // namespace braid::models
