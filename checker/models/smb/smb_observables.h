// The observables and events of SMB.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/smb/smb_options.h"
#include "braid/checker/models/smb/smb_program.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Kinds of events, as EventInstance::kind.
enum class SmbEventKind : std::uint32_t {
  open,
  read,
  write,
  close,
  fsync,
  remove,
  call_open,
  call_close,
  cache,    ///< a write goes into the cache
  store,    ///< the server stores what a client wrote
  flush,    ///< ... and had kept in its cache
  refused,  ///< a client is told that its event, or what it had kept, has failed
  deny,     ///< the server refuses a removal since the file is open
};

/// An observable, and what is read for it.
struct SmbObservable {
  enum class Kind : std::uint8_t {
    server_content,
    server_number,
    server_exists,
    open,
    present,
    dirty,
    data,
    number,
    wrote,
    lease,
    granted,
    pending,
    late,
    due,
    deferred,
    handles,
    read,
    now,
  };
  explore::Observable observable;
  Kind kind = Kind::present;
  std::uint32_t who = 0;    ///< client, or process
  std::uint32_t file = 0;   ///< or the number of a read
  std::uint32_t right = 0;  ///< lease, granted: which
};

/// All observables, in the order of their ids.
[[nodiscard]] std::vector<SmbObservable> smb_observables(const Trace& trace, const SmbProgram& program,
                                                         const SmbOptions& options,
                                                         const FaultBudgets& budgets);

[[nodiscard]] std::vector<explore::EventKind> smb_event_kinds();

}  // namespace braid::models
