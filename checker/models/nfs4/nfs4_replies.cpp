// What a client makes of the replies to its processes' calls.
#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

void Nfs4::end_call(Process process, Data data) const {
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  for (const explore::Field field : {of.step, of.call, of.content, of.number, of.grant, of.refused, of.last})
    data.set(field, 0);
}

/// What an open or a lock brings: cached data are kept only if they are of this version. What is dirty is the
/// client's own, and stays.
void Nfs4::take_attribute(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][file];
  const std::uint64_t number = data.get(fields_.processes[process].number);
  const bool present = data.is(copy.present);
  if (options_.revalidate == Revalidate::never && present) return;
  if (present && !data.is(copy.dirty) && data.get(copy.number) != number) {
    data.set(copy.present, 0);
    data.set(copy.data, 0);
  }
  data.set(copy.number, number);
}

Branch Nfs4::receive(Process process, const Nfs4Event& event, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  const Nfs4Fields::OfSession& session = fields_.sessions[process][event.file];
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][event.file];
  if (phase_of(data.get(of.step)) != kReplied || !linked(client, data)) return kDisabled;
  if (data.is(of.refused)) {
    fail(process, event.file, data);
    end_call(process, data);
    return kReceiptRefused;
  }
  bool goes_on = false;
  switch (static_cast<Nfs4Call>((data.get(of.call) - 1) % kNfs4Calls)) {
    case Nfs4Call::open:
      if (data.is(copy.revoked)) static_cast<void>(discard(client, event.file, data));
      data.set(session.mode, event.writes ? kWrite : kRead);
      if (data.is(of.grant)) data.set(copy.delegation, data.get(of.grant));
      take_attribute(process, event.file, data);
      break;
    case Nfs4Call::read:
      data.set(copy.present, 1);
      data.set(copy.data, data.get(of.content));
      data.set(copy.number, data.get(of.number));
      note_read(process, event, data.get(of.content), data);
      break;
    case Nfs4Call::write:
      data.set(copy.dirty, 0);
      data.set(copy.number, data.get(of.number));
      end_call(process, data);
      if (event.operation == Operation::close) goes_on = close(process, event.file, data) == kActCalls;
      if (event.operation == Operation::unlock) goes_on = unlock(process, event.file, data) == kActCalls;
      break;
    case Nfs4Call::lock:
      data.set(session.locked, 1);
      data.set(session.local, 0);
      take_attribute(process, event.file, data);
      break;
    case Nfs4Call::close:
      data.set(session.revoked, 0);
      break;
    case Nfs4Call::unlock:
      if (session.freeing.width != 0) data.set(session.freeing, 2);
      break;
  }
  if (goes_on) return kReceiptGoesOn;
  end_call(process, data);
  return kReceiptDone;
}

}  // namespace braid::models
