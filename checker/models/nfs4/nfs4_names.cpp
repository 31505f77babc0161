// What the server makes of calls that name a file, which is there or is not: opens and creates.
#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;

bool Nfs4::exists(FileNumber file, Data data) const {
  return !program_.files[file].absent || data.is(fields_.files[file].exists);
}

bool Nfs4::has_made(const Nfs4Event& event, Data data) const {
  const explore::Field maker = fields_.files[event.file].maker;
  return maker.width != 0 && data.get(maker) == event.creation;
}

void Nfs4::make(const Nfs4Event& event, Data data) const {
  const Nfs4Fields::OfFile& of = fields_.files[event.file];
  data.set(of.exists, 1);
  Nfs4Fields::keep(of.maker, event.creation, data);
  data.set(of.change, data.get(of.change) + 1);
  for (Block block = first_of(event.file); block != end_of(event.file); ++block)
    Nfs4Fields::keep(fields_.blocks[block].number, data.get(of.change), data);
}

/// A create opens only what it has made, and that others have opened only if it has made it before. The
/// server recalls a delegation to write rather than to ask its holder for the attributes (CB_GETATTR), as it
/// may (RFC 5661 10.4.3).
bool Nfs4::meets_delegations(const Nfs4Event& event, Nfs4Call call, Data data) const {
  return call == Nfs4Call::open || call == Nfs4Call::getattr ||
         (call == Nfs4Call::create && has_made(event, data));
}

Branch Nfs4::execute_open(Process process, const Nfs4Event& event, Nfs4Call call, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][event.file];
  const Nfs4Fields::OfSession& session = fields_.sessions[process][event.file];
  const bool creates = call == Nfs4Call::create;
  const bool there = exists(event.file, data);
  if (creates ? there && !has_made(event, data) : !there) {
    data.set(fields_.processes[process].refused, 1);
    return kServedInVain;
  }
  if (!there) make(event, data);
  const std::uint64_t mode = mode_of(event);
  const std::uint64_t grant = grant_for(process, event.file, mode, data);
  data.set(session.opened, mode);
  data.set(session.revoked, 0);
  data.set(fields_.processes[process].grant, grant);
  if (grant != kNone) data.set(copy.granted, grant);
  if (fields_.clients[client].record.width != 0) data.set(fields_.clients[client].record, 1);
  if (grant != kNone) return kServedGrants;
  return creates ? kServedMakes : kServed;
}

}  // namespace braid::models
