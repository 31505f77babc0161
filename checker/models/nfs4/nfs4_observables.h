// The observables and events of NFSv4.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/nfs4/nfs4_fields.h"
#include "braid/checker/models/nfs4/nfs4_options.h"
#include "braid/checker/models/nfs4/nfs4_program.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Kinds of events, as EventInstance::kind. Of what is about a file, each block has an event; but of messages
/// each is one event, about a block, or else about the first of its file.
enum class Nfs4EventKind : std::uint32_t {
  open,
  read,
  write,
  close,
  call_open,
  call_close,
  store,    ///< the server applies a write of a client: a WRITE
  apply,    ///< the same, by process
  lock,     ///< a process has got a lock
  refused,  ///< a client is told that what it had is gone
  // Messages, when they are answered.
  fetch,
  serve_open,
  serve_open_delegated,
  serve_close,
  serve_lock,
  serve_unlock,
  serve_error,
  serve_repeated,
  serve_return,
  recall_taken,
  recall_lost,
  renew,
  reclaim,
  free_stateid,
  serve_create,
  getattr,
  setattr,
  // No messages.
  evict,
  create,   ///< the server makes a file
  created,  ///< its client learns that
  failed,   ///< a client learns that a file is there already, or is not
};

/// An observable, and what is read for it. Files of several blocks have one of each for every block.
struct Nfs4Observable {
  enum class Kind : std::uint8_t {
    server_content,
    server_number,
    server_change,
    server_exists,
    granted,
    recall,
    revoked_delegation,
    open,
    delegation,
    present,
    dirty,
    data,
    number,
    attributes,
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
    constant,
  };
  explore::Observable observable;
  Kind kind = Kind::constant;  ///< constant: its least value
  std::uint32_t who = 0;       ///< client, or process
  std::uint32_t block = 0;     ///< or the number of a block that is read
};

/// All observables, in the order of their ids.
[[nodiscard]] std::vector<Nfs4Observable> nfs4_observables(const Trace& trace, const Nfs4Program& program,
                                                           const FaultBudgets& budgets);

[[nodiscard]] std::vector<explore::EventKind> nfs4_event_kinds();

/// What must be kept for the observables that are tracked.
[[nodiscard]] Nfs4Tracking nfs4_tracking(const Nfs4Program& program, const std::vector<Nfs4Observable>& all,
                                         const std::vector<explore::ObservableId>& tracked);

}  // namespace braid::models
