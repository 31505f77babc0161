// What a client's processes do by themselves, and which calls they make.
#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

/// Calls of one client about one file are made one after the other, but for opens and closes that race.
bool Nfs4::must_wait(Process process, const Nfs4Event& event, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][event.file];
  if (data.get(fields_.processes[process].step) != kIdle || data.is(fields_.clients[client].lapsed))
    return true;
  const std::uint64_t recall = data.get(copy.recall);
  if (recall == kTaken || recall == kReturning || data.get(copy.revoked) == kTold) return true;
  const bool bumped = options_.close == CloseSequence::bumped;
  for (const Process other : program_.processes_of[client]) {
    if (other == process || !calls_about(other, event.file, data)) continue;
    const bool race =
        (event.operation == Operation::open && calls(other, event.file, Nfs4Call::close, data)) ||
        (event.operation == Operation::close && calls(other, event.file, Nfs4Call::open, data));
    if (!bumped || !race) return true;
  }
  return false;
}

void Nfs4::call(Process process, FileNumber file, Nfs4Call call, std::uint64_t stage, Data data) const {
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  data.set(of.step, stage + kCalled);
  data.set(of.call, number_of(file, call));
  if (call != Nfs4Call::close || of.last.width == 0) return;
  bool last = true;
  for (const Process other : program_.processes_of[client_of_process(process)])
    last = last && (other == process || data.get(fields_.sessions[other][file].mode) == kNone);
  data.set(of.last, last ? 1 : 0);
}

void Nfs4::call_write(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][file];
  call(process, file, Nfs4Call::write, 0, data);
  data.set(fields_.processes[process].content, data.get(copy.data));
}

void Nfs4::drop_copy(Client client, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
  data.set(copy.present, 0);
  data.set(copy.dirty, 0);
  data.set(copy.data, 0);
  data.set(copy.number, 0);
}

void Nfs4::fail(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  for (const explore::Field field : {session.mode, session.local, session.locked, session.revoked})
    data.set(field, 0);
  const Client client = client_of_process(process);
  drop_copy(client, file, data);
  if (data.is(fields_.copies[client][file].revoked)) static_cast<void>(discard(client, file, data));
}

void Nfs4::note_read(Process process, const Nfs4Event& event, std::uint64_t content, Data data) const {
  const explore::Field read = fields_.reads[process][event.read];
  if (read.width != 0) data.set(read, content + 1);
}

Branch Nfs4::act(Process process, const Nfs4Event& event, Data data) const {
  if (must_wait(process, event, data)) return kDisabled;
  if (event.operation == Operation::open) return open(process, event, data);
  const Nfs4Fields::OfSession& session = fields_.sessions[process][event.file];
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][event.file];
  if (data.get(session.mode) == kNone) return kActSkipped;
  const bool gone = data.is(session.local) && data.get(copy.delegation) == kNone;
  if (gone || data.get(session.revoked) == kTold) {
    fail(process, event.file, data);
    return kActFails;
  }
  return act_on_open_file(process, event, data);
}

Branch Nfs4::act_on_open_file(Process process, const Nfs4Event& event, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][event.file];
  switch (event.operation) {
    case Operation::read:
      if (data.is(copy.present)) {
        note_read(process, event, data.get(copy.data), data);
        return kActDone;
      }
      call(process, event.file, Nfs4Call::read, 0, data);
      return kActCalls;
    case Operation::write: {
      std::uint64_t content = event.content;
      if (program_.counter) {
        content = program_.initial.size() + data.get(fields_.counter);
        data.set(fields_.counter, data.get(fields_.counter) + 1);
      }
      data.set(copy.data, content);
      data.set(copy.present, 1);
      data.set(copy.dirty, 1);
      return kActDone;
    }
    case Operation::fsync:
      if (!data.is(copy.dirty)) return kActDone;
      call_write(process, event.file, data);
      return kActCalls;
    case Operation::lock:
      call(process, event.file, Nfs4Call::lock, 0, data);
      return kActCalls;
    case Operation::unlock:
      if (data.is(copy.dirty) && data.get(copy.delegation) != kWrite) {
        call_write(process, event.file, data);
        return kActCalls;
      }
      return unlock(process, event.file, data);
    default:
      if (data.is(copy.dirty) && data.get(copy.delegation) != kWrite) {
        call_write(process, event.file, data);
        return kActCalls;
      }
      return close(process, event.file, data);
  }
}

Branch Nfs4::open(Process process, const Nfs4Event& event, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][event.file];
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][event.file];
  const std::uint64_t mode = event.writes ? kWrite : kRead;
  if (data.get(copy.delegation) < mode) {
    call(process, event.file, Nfs4Call::open, 0, data);
    return kActCalls;
  }
  data.set(session.mode, mode);
  data.set(session.local, 1);
  return kActDone;
}

/// From the call on the client no longer uses what it gives up.
Branch Nfs4::close(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  const bool local = data.is(session.local);
  data.set(session.mode, kNone);
  data.set(session.local, 0);
  if (local) {
    data.set(session.revoked, 0);
    return kActDone;
  }
  call(process, file, Nfs4Call::close, kStage, data);
  return kActCalls;
}

Branch Nfs4::unlock(Process process, FileNumber file, Data data) const {
  data.set(fields_.sessions[process][file].locked, 0);
  call(process, file, Nfs4Call::unlock, kStage, data);
  return kActCalls;
}

}  // namespace braid::models
