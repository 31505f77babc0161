// The observables and events of NFS.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/nfs/nfs_fields.h"
#include "braid/checker/models/nfs/nfs_options.h"
#include "braid/checker/models/nfs/nfs_program.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Kinds of events, as EventInstance::kind.
enum class NfsEventKind : std::uint32_t {
  call_open,
  open,
  read,
  write,
  call_close,
  close,
  sync,
  use,
  attributes,
  fetch,
  store,
  change,
  repeat,
  late,
  refused,
  gone,
  crash,
  begin_open,
  opened,
  seen,
  evict,
  // Messages: one event each, about a block, or else about the first of its file. READs and WRITEs are
  // `fetch` and `store`.
  getattr,
  commit,
  create,
  remove,
  setattr,
  retransmission,
};

/// An observable, and what is read for it. Files of several blocks have one of each for every block.
struct NfsObservable {
  enum class Kind : std::uint8_t {
    server_content,
    server_number,
    server_change,
    server_exists,
    present,
    data,
    dirty,
    committing,
    number,
    attributes,
    open,
    got,
    read,
    now,
    constant,
  };
  explore::Observable observable;
  Kind kind = Kind::constant;  ///< constant: its least value
  std::uint32_t who = 0;       ///< client, or process
  std::uint32_t block = 0;     ///< or the number of a read
};

/// All observables, in the order of their ids.
[[nodiscard]] std::vector<NfsObservable> nfs_observables(const Trace& trace, const NfsProgram& program,
                                                         const NfsOptions& options,
                                                         const FaultBudgets& budgets);

[[nodiscard]] std::vector<explore::EventKind> nfs_event_kinds();

/// What must be kept for the observables that are tracked.
[[nodiscard]] NfsTracking nfs_tracking(const NfsProgram& program, const std::vector<NfsObservable>& all,
                                       const std::vector<explore::ObservableId>& tracked);

}  // namespace braid::models
