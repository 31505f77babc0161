// Leases that run out, and a server that restarts: who has to give up what, and who may reclaim it.
#include <algorithm>

#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

bool Nfs4::awaits_reply(Client client, Data data) const {
  const std::vector<Process>& own = program_.processes_of[client];
  return std::any_of(own.begin(), own.end(), [&](Process process) {
    return phase_of(data.get(fields_.processes[process].step)) == kReplied;
  });
}

/// The client knows that the session's state is gone.
void Nfs4::tell(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  if (data.get(session.mode) == kNone) return;
  data.set(session.revoked, kTold);
  data.set(session.locked, 0);
}

Branch Nfs4::renew(Client client, Data data) const {
  const Nfs4Fields::OfClient& of = fields_.clients[client];
  const bool due = data.is(of.lapsed) || data.is(of.expired);
  if (!due || !linked(client, data) || data.is(of.stale) || awaits_reply(client, data)) return kDisabled;
  data.set(of.lapsed, 0);
  data.set(of.expired, 0);
  for (FileNumber file = 0; file < files(); ++file) {
    const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
    if (options_.status == LeaseStatus::heeded) {
      if (data.get(copy.recall) >= kRecalled) data.set(copy.recall, kTaken);
      if (data.is(copy.revoked)) data.set(copy.revoked, kTold);
    }
    for (const Process process : program_.processes_of[client])
      if (data.is(fields_.sessions[process][file].revoked)) tell(process, file, data);
  }
  return 0;
}

/// A delegation comes back already recalled.
void Nfs4::reclaim_delegation(Client client, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
  const std::uint64_t mode = data.get(copy.delegation);
  if (mode == kNone) return;
  bool conflict = data.is(copy.revoked);
  for (Client other = 0; other < clients(); ++other) {
    if (other == client) continue;
    const std::uint64_t granted = data.get(fields_.copies[other][file].granted);
    conflict = conflict || granted == kWrite || (mode == kWrite && granted != kNone);
    for (const Process process : program_.processes_of[other]) {
      const std::uint64_t opened = data.get(fields_.sessions[process][file].opened);
      conflict = conflict || opened == kWrite || (mode == kWrite && opened != kNone);
    }
  }
  if (conflict) {
    data.set(copy.revoked, kTold);
    return;
  }
  data.set(copy.granted, mode);
  if (data.get(copy.recall) == 0) data.set(copy.recall, kRecalled);
}

void Nfs4::reclaim_session(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  const bool taken = data.is(session.locked) && locked_by_others(process, file, false, data);
  if (data.is(session.revoked) || taken) return tell(process, file, data);
  if (!data.is(session.local)) data.set(session.opened, data.get(session.mode));
  if (data.is(session.locked)) data.set(session.holds, 1);
}

void Nfs4::deny(Client client, Data data) const {
  for (FileNumber file = 0; file < files(); ++file) {
    const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
    if (data.get(copy.delegation) != kNone) data.set(copy.revoked, kTold);
    for (const Process process : program_.processes_of[client]) tell(process, file, data);
  }
}

Branch Nfs4::reclaim(Client client, Data data) const {
  const Nfs4Fields::OfClient& of = fields_.clients[client];
  if (!data.is(of.stale) || !linked(client, data) || awaits_reply(client, data)) return kDisabled;
  for (const explore::Field field : {of.stale, of.lapsed, of.expired}) data.set(field, 0);
  if (!data.is(fields_.grace) || (options_.records != ReclaimRecords::none && !data.is(of.record))) {
    deny(client, data);
    return kReclaimDenied;
  }
  for (FileNumber file = 0; file < files(); ++file) {
    reclaim_delegation(client, file, data);
    for (const Process process : program_.processes_of[client]) reclaim_session(process, file, data);
  }
  return kReclaimed;
}

Branch Nfs4::expire(Client client, Data data) const {
  const Nfs4Fields::OfClient& of = fields_.clients[client];
  if (!data.is(of.expired)) return kDisabled;
  data.set(of.expired, 0);
  if (options_.records != ReclaimRecords::none && of.record.width != 0) data.set(of.record, 0);
  for (FileNumber file = 0; file < files(); ++file) {
    withdraw_grants(client, file, data);
    for (const Process process : program_.processes_of[client]) {
      const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
      const bool any = data.get(session.mode) != kNone || data.get(session.opened) != kNone;
      if (any && !data.is(session.revoked)) data.set(session.revoked, kUntold);
      data.set(session.opened, kNone);
      data.set(session.holds, 0);
    }
  }
  return 0;
}

/// When a lease period has passed, or before, when all who may reclaim have.
Branch Nfs4::end_grace(Data data) const {
  if (!data.is(fields_.grace)) return kDisabled;
  const bool everybody = options_.records == ReclaimRecords::none;
  for (const Nfs4Fields::OfClient& of : fields_.clients) {
    const bool missing = data.is(of.stale) && (everybody || data.is(of.record));
    if (missing && data.get(fields_.grace) == 2) return kDisabled;
  }
  data.set(fields_.grace, 0);
  for (const Nfs4Fields::OfClient& of : fields_.clients) {
    const bool missed = data.is(of.stale) && options_.records == ReclaimRecords::complete;
    if (missed) data.set(of.record, 0);
  }
  return 0;
}

/// Whether a message between the client and the server is on its way, or the client is to return what was
/// recalled: a lease period is long enough for that.
bool Nfs4::hurries(Client client, Data data) const {
  const Nfs4Fields::OfClient& of = fields_.clients[client];
  if (data.is(of.lapsed) || data.is(of.expired) || data.is(of.stale)) return true;
  for (const Process process : program_.processes_of[client]) {
    const std::uint64_t phase = phase_of(data.get(fields_.processes[process].step));
    if (phase == kCalled || phase == kRepeated || phase == kReplied) return true;
  }
  for (const Nfs4Fields::OfCopy& copy : fields_.copies[client]) {
    const std::uint64_t recall = data.get(copy.recall);
    const bool unnoticed = recall == kRecallLost && options_.status == LeaseStatus::ignored;
    if (recall != 0 && !unnoticed) return true;
  }
  return false;
}

void Nfs4::pass_period(Client client, Data data) const {
  const Nfs4Fields::OfClient& of = fields_.clients[client];
  const bool renewed = linked(client, data);
  if (!renewed && of.lapsed.width != 0) {
    data.set(of.lapsed, options_.lease == ClientLease::counted ? 1 : 0);
    data.set(of.expired, 1);
  }
  for (const Nfs4Fields::OfCopy& copy : fields_.copies[client]) {
    if (data.get(copy.attributes) == kFresh) data.set(copy.attributes, kKnown);
    if (data.is(copy.recall) && data.get(copy.granted) != kNone) data.set(copy.overdue, 1);
    if (renewed && data.is(copy.revoked) && options_.status == LeaseStatus::heeded)
      data.set(copy.revoked, kTold);
  }
}

Branch Nfs4::tick(Data data) const {
  if (data.get(fields_.now) == budgets_.of(Fault::tick)) return kDisabled;
  for (Client client = 0; client < clients(); ++client)
    if (linked(client, data) && hurries(client, data)) return kDisabled;
  for (Client client = 0; client < clients(); ++client) pass_period(client, data);
  data.set(fields_.now, data.get(fields_.now) + 1);
  if (data.is(fields_.grace)) data.set(fields_.grace, 1);
  return 0;
}

/// What the server knew of a client in memory is gone.
void Nfs4::forget(Client client, Data data) const {
  bool state = false;
  const bool remembers = options_.records != ReclaimRecords::none;
  for (FileNumber file = 0; file < files(); ++file) {
    const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
    state = state || data.get(copy.delegation) != kNone;
    data.set(copy.granted, kNone);
    data.set(copy.overdue, 0);
    if (data.get(copy.recall) >= kRecalled) data.set(copy.recall, 0);
    if (!remembers && data.get(copy.revoked) == kUntold) data.set(copy.revoked, 0);
    for (const Process process : program_.processes_of[client]) {
      const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
      state = state || data.get(session.mode) != kNone;
      for (const explore::Field field : {session.opened, session.holds, session.freeing}) data.set(field, 0);
      if (!remembers && data.get(session.revoked) == kUntold) data.set(session.revoked, 0);
    }
  }
  for (const Process process : program_.processes_of[client]) {
    state = state || data.get(fields_.processes[process].step) != kIdle;
    call_again(process, data);
  }
  data.set(fields_.clients[client].expired, 0);
  data.set(fields_.clients[client].stale, state ? 1 : 0);
}

/// Calls that the server has not answered, or whose answers were lost, are made of its next instance.
void Nfs4::call_again(Process process, Data data) const {
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  const std::uint64_t step = data.get(of.step);
  const std::uint64_t phase = phase_of(step);
  if (phase != kWaiting && phase != kRepeated) return;
  data.set(of.step, step - phase + kCalled);
  for (const explore::Field field : {of.change, of.number, of.grant, of.refused}) data.set(field, 0);
}

Branch Nfs4::restart(Data data) const {
  if (data.get(fields_.crashes) == budgets_.of(Fault::server_crash)) return kDisabled;
  data.set(fields_.crashes, data.get(fields_.crashes) + 1);
  bool may_reclaim = options_.records == ReclaimRecords::none;
  for (Client client = 0; client < clients(); ++client) {
    forget(client, data);
    may_reclaim = may_reclaim || data.is(fields_.clients[client].record);
  }
  data.set(fields_.grace, may_reclaim ? 2 : 0);
  return 0;
}

Branch Nfs4::cut(Client client, Data data) const {
  std::uint64_t cuts = 0;
  for (const Nfs4Fields::OfClient& of : fields_.clients) cuts += (data.get(of.link) + 1) / 2;
  if (!linked(client, data) || cuts == budgets_.of(Fault::partition)) return kDisabled;
  data.set(fields_.clients[client].link, data.get(fields_.clients[client].link) + 1);
  return 0;
}

/// The client makes the call again, in the same slot and with the same number.
Branch Nfs4::lose_reply(Process process, Data data) const {
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  const std::uint64_t step = data.get(of.step);
  const bool reply = phase_of(step) == kReplied && linked(client_of_process(process), data);
  if (!reply || data.get(fields_.losses) == budgets_.of(Fault::loss)) return kDisabled;
  data.set(fields_.losses, data.get(fields_.losses) + 1);
  data.set(of.step, step - kReplied + kRepeated);
  // What has answered is gone: the next instance is called, which has not.
  if (data.is(fields_.clients[client_of_process(process)].stale)) call_again(process, data);
  return 0;
}

}  // namespace braid::models
