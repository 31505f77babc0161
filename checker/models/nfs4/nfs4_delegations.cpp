// Delegations: granted with an open, recalled over the back channel, returned, revoked.
#include <algorithm>

#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

bool Nfs4::recall_others(Client client, FileNumber file, std::uint64_t mode, bool send, Data data) const {
  bool any = false;
  for (Client other = 0; other < clients(); ++other) {
    const Nfs4Fields::OfCopy& copy = fields_.copies[other][file];
    const std::uint64_t granted = data.get(copy.granted);
    if (other == client || granted == kNone || (mode == kRead && granted == kRead)) continue;
    any = true;
    if (send && data.get(copy.recall) == 0) data.set(copy.recall, kRecalled);
  }
  return any;
}

/// Nothing while anybody else is in the way, or waits to be.
std::uint64_t Nfs4::grant_for(Process process, FileNumber file, std::uint64_t mode, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfCopy& own = fields_.copies[client][file];
  if (options_.delegations == Delegations::none) return kNone;
  if (options_.delegations == Delegations::read && mode == kWrite) return kNone;
  if (data.is(fields_.grace) || data.is(own.recall)) return kNone;
  for (Client other = 0; other < clients(); ++other) {
    if (other == client) continue;
    const Nfs4Fields::OfCopy& copy = fields_.copies[other][file];
    const std::uint64_t granted = data.get(copy.granted);
    if (data.is(copy.recall) || granted == kWrite || (mode == kWrite && granted != kNone)) return kNone;
    for (const Process of_other : program_.processes_of[other]) {
      const std::uint64_t opened = data.get(fields_.sessions[of_other][file].opened);
      if (opened == kWrite || (mode == kWrite && opened != kNone)) return kNone;
      const bool waits = phase_of(data.get(fields_.processes[of_other].step)) == kWaiting;
      if (waits && calls_open(of_other, file, data)) return kNone;
      if (waits && mode == kWrite && calls(of_other, file, Nfs4Call::getattr, data)) return kNone;
    }
  }
  return std::max(mode, data.get(own.granted));
}

/// A recall may overtake the reply that brings the delegation.
Branch Nfs4::take_recall(Client client, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
  if (data.get(copy.recall) != kRecalled || !linked(client, data)) return kDisabled;
  bool early = false;
  for (const Process process : program_.processes_of[client]) {
    const Nfs4Fields::OfProcess& of = fields_.processes[process];
    early = early || (calls_open(process, file, data) && data.is(of.grant));
  }
  if (early && options_.early_recall == EarlyRecall::awaited) return kDisabled;
  if (early && data.get(copy.delegation) == kNone) {
    data.set(copy.granted, kNone);
    data.set(copy.recall, 0);
    data.set(copy.overdue, 0);
    return kRecallDisowned;
  }
  data.set(copy.recall, kTaken);
  return kRecallTaken;
}

Branch Nfs4::begin_return(Client client, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
  if (data.get(copy.recall) != kTaken) return kDisabled;
  for (const Process process : program_.processes_of[client]) {
    if (calls(process, file, Nfs4Call::write, data) || calls(process, file, Nfs4Call::setattr, data))
      return kDisabled;
  }
  data.set(copy.recall, kReturning);
  return 0;
}

/// The client draws the consequences of a revocation that it has been told of.
Branch Nfs4::discard(Client client, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
  data.set(copy.delegation, kNone);
  data.set(copy.revoked, 0);
  const std::uint64_t recall = data.get(copy.recall);
  if (recall == kTaken || recall == kReturning) data.set(copy.recall, 0);
  drop_copy(client, file, data);
  return 0;
}

/// The server takes what was dirty, block by block, and with the last the sessions that the client opened
/// under the delegation, and the delegation. The replies are no steps of their own: until then the client's
/// processes wait.
Branch Nfs4::take_return(const Rule& rule, Data data) const {
  const Client client = rule.client;
  const FileNumber file = rule.object;
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
  if (data.get(copy.recall) != kReturning || !linked(client, data) || data.is(fields_.clients[client].stale))
    return kDisabled;
  const bool held = data.get(copy.granted) != kNone;
  const bool accepted = held || options_.stateid == StateidCheck::none;
  const Block block = first_dirty(client, file, data);
  const bool flushes = block != end_of(file);
  if (rule.detail != (flushes ? block - first_of(file) : 0)) return kDisabled;
  if (flushes && accepted) {
    store(block, data.get(fields_.buffers[client][block].data), data);
    const std::uint64_t change = data.get(fields_.files[file].change);
    take_own_change(client, block, change, change, data);
    if (dirty(client, file, data)) return kReturnStores;
  } else if (flushes) {
    drop_copy(client, file, data);
  }
  for (const Process process : program_.processes_of[client]) {
    const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
    if (!data.is(session.local) || !accepted) continue;
    data.set(session.opened, data.get(session.mode));
    data.set(session.local, 0);
  }
  if (held || !accepted) data.set(copy.revoked, 0);  // else the server takes what it should not, and it shows
  for (const explore::Field field : {copy.granted, copy.delegation, copy.overdue, copy.recall})
    data.set(field, 0);
  return !flushes ? kReturned : accepted ? kReturnedFlushed : kReturnRefused;
}

void Nfs4::withdraw_grants(Client client, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
  data.set(copy.granted, kNone);
  data.set(copy.overdue, 0);
  if (data.get(copy.recall) >= kRecalled) data.set(copy.recall, 0);
  if (data.get(copy.delegation) != kNone && !data.is(copy.revoked)) data.set(copy.revoked, kUntold);
  for (const Process process : program_.processes_of[client])
    if (calls_open(process, file, data)) data.set(fields_.processes[process].grant, kNone);
}

Branch Nfs4::revoke(Client client, FileNumber file, Data data) const {
  if (!data.is(fields_.copies[client][file].overdue)) return kDisabled;
  withdraw_grants(client, file, data);
  for (const Process process : program_.processes_of[client]) {
    const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
    if (data.is(session.local) && !data.is(session.revoked)) data.set(session.revoked, kUntold);
  }
  return 0;
}

}  // namespace braid::models
