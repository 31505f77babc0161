// The observables and events of NFSv4.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/nfs4/nfs4_options.h"
#include "braid/checker/models/nfs4/nfs4_program.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Kinds of events, as EventInstance::kind.
enum class Nfs4EventKind : std::uint32_t {
  open,
  read,
  write,
  close,
  call_open,
  call_close,
  store,    ///< the server applies a write of a client
  apply,    ///< the same, by process
  lock,     ///< a process has got a lock
  refused,  ///< a client is told that what it had is gone
};

/// An observable, and what is read for it.
struct Nfs4Observable {
  enum class Kind : std::uint8_t {
    server_content,
    server_number,
    granted,
    recall,
    revoked_delegation,
    open,
    delegation,
    present,
    dirty,
    data,
    number,
    lapsed,
    linked,
    read,
    session,
    local,
    locked,
    opened,
    holds,
    revoked_session,
    stale,
    suspended,
    phase,
    grace,
    now,
  };
  explore::Observable observable;
  Kind kind = Kind::present;
  std::uint32_t who = 0;   ///< client, or process
  std::uint32_t file = 0;  ///< or the number of a read
};

/// All observables, in the order of their ids.
[[nodiscard]] std::vector<Nfs4Observable> nfs4_observables(const Trace& trace, const Nfs4Program& program,
                                                           const FaultBudgets& budgets);

[[nodiscard]] std::vector<explore::EventKind> nfs4_event_kinds();

}  // namespace braid::models
