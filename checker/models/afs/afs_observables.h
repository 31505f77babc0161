// The observables and events of AFS at message granularity.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/models/afs/afs_options.h"
#include "braid/checker/models/afs/afs_program.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Kinds of events, as EventInstance::kind.
enum class AfsEventKind : std::uint32_t {
  open,
  read,
  write,
  close,
  call_open,
  call_close,
  fetch,       ///< the server answers a fetch
  store,       ///< the server applies what a close stores
  serve,       ///< the server takes up a client's call
  reply,       ///< a client takes a reply
  refused,     ///< a client is told that it may not
  crash,       ///< a client stops
  change,      ///< the server applies a change of a file: a store, a new file, another name, a release
  administer,  ///< the server changes who may do what with a file
  // Messages. Of a file of several blocks its first stands for it; of a call about several files, the first.
  test,                ///< a client calls TestAuth
  fetch_status,        ///< FetchStatus, or GetFileStat: the reply carries no data
  fetch_data,          ///< Fetch: the reply carries the file
  store_data,          ///< Store: the call carries the file
  create,              ///< CreateFile
  rename,              ///< Rename
  release,             ///< Release
  setacl,              ///< StoreACL
  makedir,             ///< MakeDir
  give_up,             ///< GiveUpCallBacks; of what is given up later: the server takes one file's
  heartbeat,           ///< a client asks whether the server was down
  probe,               ///< the server asks a client whether it is back
  callback,            ///< CallBack: it has come to the client, or to nothing
  reset,               ///< InitCallBackState, likewise
  break_acknowledged,  ///< the server takes the answer to either
  evict,               ///< a client's cache drops a file; the first of its blocks stands for it
};

/// An observable, and what is read for it.
struct AfsObservable {
  enum class Kind : std::uint8_t {
    server_content,
    server_number,
    server_exists,
    callback,
    pending,
    breaks,
    delayed,
    open,
    present,
    fetched,
    trust,
    dirty,
    refs,
    data,
    number,
    read,
    may_read,
    may_write,
    may_administer,
    calling,
    rounds,
    client_up,
    linked,
    server_up,
    now,
    lifetime,
    heartbeat_period,
    close_early,
    file_of,
  };
  explore::Observable observable;
  Kind kind = Kind::present;
  std::uint32_t who = 0;    ///< client, or process
  std::uint32_t file = 0;   ///< or the number of a block that is read
  std::uint32_t block = 0;  ///< of the file
};

/// All observables, in the order of their ids.
[[nodiscard]] std::vector<AfsObservable> afs_observables(const Trace& trace, const AfsProgram& program,
                                                         const AfsOptions& options,
                                                         const FaultBudgets& budgets);

[[nodiscard]] std::vector<explore::EventKind> afs_event_kinds();

}  // namespace braid::models
