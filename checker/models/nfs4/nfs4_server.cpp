// The server's work on calls.
#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

namespace {

/// Of contents, under a stateid; so is a change of size.
bool transfers(Nfs4Call call) {
  return call == Nfs4Call::read || call == Nfs4Call::write || call == Nfs4Call::setattr;
}

}  // namespace

void Nfs4::store(Block block, std::uint64_t content, Data data) const {
  const explore::Field change = fields_.files[file_of(block)].change;
  data.set(fields_.blocks[block].content, content);
  data.set(change, data.get(change) + 1);
  Nfs4Fields::keep(fields_.blocks[block].number, data.get(change), data);
}

void Nfs4::truncate(FileNumber file, Data data) const {
  const explore::Field change = fields_.files[file].change;
  data.set(change, data.get(change) + 1);
  for (Block block = first_of(file); block != end_of(file); ++block) {
    data.set(fields_.blocks[block].content, program_.truncated);
    Nfs4Fields::keep(fields_.blocks[block].number, data.get(change), data);
  }
}

bool Nfs4::in_grace(Nfs4Call call, Data data) const {
  if (!data.is(fields_.grace) || options_.grace == Grace::none) return false;
  if (call == Nfs4Call::open || call == Nfs4Call::create || call == Nfs4Call::lock) return true;
  return (transfers(call) || call == Nfs4Call::getattr) && options_.grace == Grace::enforced;
}

bool Nfs4::locked_by_others(Process process, FileNumber file, bool of_client, Data data) const {
  for (Process other = 0; other < processes(); ++other) {
    const bool same = of_client ? client_of_process(other) == client_of_process(process) : other == process;
    if (!same && data.is(fields_.sessions[other][file].holds)) return true;
  }
  return false;
}

bool Nfs4::blocked(Process process, const Nfs4Event& event, Nfs4Call call, Data data) const {
  if (in_grace(call, data)) return true;
  if (meets_delegations(event, call, data)) {
    return options_.conflict == ConflictingOpen::held &&
           recall_others(client_of_process(process), event.file, mode_of(event), false, data);
  }
  if (call == Nfs4Call::lock) return locked_by_others(process, event.file, false, data);
  return transfers(call) && options_.locks == LockKind::mandatory &&
         locked_by_others(process, event.file, true, data);
}

/// Whether the server knows the stateid that the client goes by: of its delegation, its lock, or its open.
bool Nfs4::authorised(Process process, FileNumber file, Nfs4Call call, Data data) const {
  const bool names = call == Nfs4Call::open || call == Nfs4Call::create || call == Nfs4Call::getattr;
  if (names) return true;
  if (transfers(call) && options_.stateid == StateidCheck::none) return true;
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][file];
  if (data.is(session.revoked)) return false;
  if (call == Nfs4Call::close || call == Nfs4Call::unlock) return true;
  const bool delegated = data.is(session.local) || (transfers(call) && data.is(copy.delegation));
  if (delegated && data.get(copy.granted) == kNone) return false;
  if (!data.is(session.local) && data.get(session.opened) == kNone) return false;
  return !transfers(call) || !data.is(session.locked) || data.is(session.holds);
}

void Nfs4::refuse(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  data.set(fields_.processes[process].refused, 1);
  data.set(session.opened, kNone);
  data.set(session.holds, 0);
  if (session.revoked.width != 0 && !data.is(session.revoked)) data.set(session.revoked, kUntold);
}

/// With close=bumped, of the state that all processes of the client share by now.
void Nfs4::execute_close(Process process, FileNumber file, Data data) const {
  data.set(fields_.sessions[process][file].opened, kNone);
  if (!data.is(fields_.processes[process].last)) return;
  for (const Process other : program_.processes_of[client_of_process(process)])
    data.set(fields_.sessions[other][file].opened, kNone);
}

Branch Nfs4::execute(Process process, const Nfs4Event& event, Nfs4Call call, Data data) const {
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  const Nfs4Fields::OfSession& session = fields_.sessions[process][event.file];
  const Block block = block_called(process, event.file, data);
  const std::uint64_t step = data.get(of.step);
  data.set(of.step, step - phase_of(step) + kReplied);
  Branch outcome = kServed;
  switch (call) {
    case Nfs4Call::open:
    case Nfs4Call::create:
      outcome = execute_open(process, event, call, data);
      if (outcome == kServedInVain) return outcome;
      break;
    case Nfs4Call::getattr:
      if (exists(event.file, data)) break;
      data.set(of.refused, 1);
      return kServedInVain;
    case Nfs4Call::read:
      data.set(of.content, data.get(fields_.blocks[block].content));
      Nfs4Fields::keep(of.number, data.get(fields_.blocks[block].number), data);
      break;
    case Nfs4Call::write:
      store(block, data.get(of.content), data);
      Nfs4Fields::keep(of.number, data.get(fields_.blocks[block].number), data);
      outcome = kStored;
      break;
    case Nfs4Call::setattr:
      truncate(event.file, data);
      break;
    case Nfs4Call::close:
      execute_close(process, event.file, data);
      return kServed;
    case Nfs4Call::lock:
      data.set(session.holds, 1);
      if (data.is(session.local)) data.set(session.opened, data.get(session.mode));
      break;
    case Nfs4Call::unlock:
      data.set(session.holds, 0);
      return kServed;
  }
  data.set(of.change, data.get(fields_.files[event.file].change));
  return outcome;
}

Branch Nfs4::serve(const Rule& rule, const Nfs4Event& event, Data data) const {
  const Process process = rule.process;
  const Client client = client_of_process(process);
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  const std::uint64_t step = data.get(of.step);
  const std::uint64_t base = step - phase_of(step);
  const bool again = phase_of(step) == kRepeated;
  if ((phase_of(step) != kCalled && !again) || !linked(client, data) ||
      data.is(fields_.clients[client].stale) || data.get(of.block) != rule.detail)
    return kDisabled;
  if (again && options_.repeated == RepeatedSlot::replayed) {
    data.set(of.step, base + kReplied);
    return kReplaysReply;
  }
  for (const explore::Field field : {of.refused, of.change, of.number, of.grant}) data.set(field, 0);
  const Nfs4Call call = static_cast<Nfs4Call>((data.get(of.call) - 1) % kNfs4Calls);
  const bool recalls = meets_delegations(event, call, data) && !in_grace(call, data) &&
                       recall_others(client, event.file, mode_of(event), true, data);
  const bool arrival = transfers(call) && options_.stateid == StateidCheck::arrival;
  const bool waits = arrival || (recalls && options_.conflict == ConflictingOpen::held) ||
                     blocked(process, event, call, data);
  if ((arrival || !waits) && !authorised(process, event.file, call, data)) {
    refuse(process, event.file, data);
    data.set(of.step, base + kReplied);
    return kServiceRefuses;
  }
  if (!waits) return execute(process, event, call, data);
  data.set(of.step, base + kWaiting);
  return kServiceWaits;
}

Branch Nfs4::proceed(const Rule& rule, const Nfs4Event& event, Data data) const {
  const Process process = rule.process;
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  const std::uint64_t step = data.get(of.step);
  if (phase_of(step) != kWaiting || data.get(of.block) != rule.detail) return kDisabled;
  const Nfs4Call call = static_cast<Nfs4Call>((data.get(of.call) - 1) % kNfs4Calls);
  if (blocked(process, event, call, data)) return kDisabled;
  const bool checked = transfers(call) && options_.stateid == StateidCheck::arrival;
  if (checked || authorised(process, event.file, call, data)) return execute(process, event, call, data);
  refuse(process, event.file, data);
  data.set(of.step, step - kWaiting + kReplied);
  return kServiceRefuses;
}

/// The check and the free are two steps; what is locked in between is freed all the same.
Branch Nfs4::free_stateid(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  if (!data.is(session.freeing) || !linked(client_of_process(process), data)) return kDisabled;
  const bool asked = data.get(session.freeing) == 2;
  const bool held = data.is(session.holds);
  if (!asked) data.set(session.holds, 0);
  data.set(session.freeing, asked && !held ? 1 : 0);
  return 0;
}

}  // namespace braid::models
