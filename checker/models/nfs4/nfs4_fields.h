// What a state of NFSv4 is made of, and which value means what.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/explore/packed.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/nfs4/nfs4_options.h"
#include "braid/checker/models/nfs4/nfs4_program.h"

namespace braid::models {

/// Of a delegation, an open and a session: for reading, or for writing, too.
inline constexpr std::uint64_t kNone = 0;
inline constexpr std::uint64_t kRead = 1;
inline constexpr std::uint64_t kWrite = 2;

/// A recall, by what is still to happen.
inline constexpr std::uint64_t kReturning = 1;  ///< what is dirty, and the delegation, are on their way back
inline constexpr std::uint64_t kTaken = 2;      ///< the client knows
inline constexpr std::uint64_t kRecalled = 3;   ///< the recall is on its way
inline constexpr std::uint64_t kRecallLost = 4;

/// Revoked state that a client thinks it has.
inline constexpr std::uint64_t kUntold = 1;
inline constexpr std::uint64_t kTold = 2;  ///< the client has been told, and not drawn the consequences

/// The attributes that a client has of a file.
inline constexpr std::uint64_t kUnknown = 0;
inline constexpr std::uint64_t kKnown = 1;  ///< of before the last tick: used under a delegation only
inline constexpr std::uint64_t kFresh = 2;

/// Where a call stands. Closes, unlocks and truncations may need two, a write first, and creates a close
/// behind: the second stands kStage higher.
inline constexpr std::uint64_t kIdle = 0;
inline constexpr std::uint64_t kCalled = 1;
inline constexpr std::uint64_t kRepeated = 2;  ///< answered, and called again, since the reply was lost
inline constexpr std::uint64_t kWaiting = 3;   ///< taken up by the server
inline constexpr std::uint64_t kReplied = 4;
inline constexpr std::uint64_t kStage = 4;
[[nodiscard]] constexpr std::uint64_t phase_of(std::uint64_t step) {
  return step > kStage ? step - kStage : step;
}

enum class Nfs4Call : std::uint32_t { open, read, write, close, lock, unlock, create, getattr, setattr };
inline constexpr std::uint32_t kNfs4Calls = 9;

/// What must be kept for the observables that are tracked.
struct Nfs4Tracking {
  std::vector<std::vector<bool>> reads;  ///< by process, by block that is read
  bool numbers = false;                  ///< of the blocks of files that have several
};

/// Width 0 where the trace never needs it. Of a file of one block, the block's number is its change
/// attribute, in one field, at the server and at clients.
struct Nfs4Fields {
  struct OfFile {
    explore::Field change;  ///< how often it was changed: its change attribute
    explore::Field exists;  ///< of a file that is absent at first
    explore::Field maker;   ///< which of its creations has made it, where one may come again
  };
  struct OfBlock {
    explore::Field content;
    explore::Field number;  ///< the file's change attribute when the block was changed last
  };
  /// Of a client and a file.
  struct OfCopy {
    explore::Field granted;     ///< server: the delegation
    explore::Field recall;      ///< of it
    explore::Field overdue;     ///< server: a lease period has passed since the recall
    explore::Field revoked;     ///< kUntold, kTold: the server has revoked it
    explore::Field delegation;  ///< client: what it thinks it has
    explore::Field change;      ///< client: the change attribute that it knows
    explore::Field attributes;  ///< client: kKnown, kFresh, where it asks for them
  };
  /// Of a client and a block.
  struct OfBuffer {
    explore::Field present;  ///< the client has data
    explore::Field dirty;
    explore::Field data;
    explore::Field number;  ///< of the version that it has, or, where none is present, that it would get
  };
  /// Of a process and a file.
  struct OfSession {
    explore::Field mode;     ///< client: the session
    explore::Field local;    ///< client: opened under a delegation, unknown to the server
    explore::Field locked;   ///< client
    explore::Field opened;   ///< server: the open
    explore::Field holds;    ///< server: the lock
    explore::Field revoked;  ///< kUntold, kTold: the server has dropped the session's state
    explore::Field freeing;  ///< a lock's stateid is to be freed: 2 asked for, 1 checked
  };
  struct OfProcess {
    explore::Field step;     ///< see kIdle
    explore::Field call;     ///< 0, or 1 + kNfs4Calls * file + which
    explore::Field block;    ///< of a read or write: which of the file's
    explore::Field content;  ///< of the call, or the reply
    explore::Field change;   ///< of the reply: the file's change attribute
    explore::Field number;   ///< of the reply to a read or write: the block's, if the file has several
    explore::Field grant;    ///< of the reply
    explore::Field refused;  ///< the reply is an error
    explore::Field last;     ///< a close: no process of the client had the file open then
    explore::Field done;     ///< a read of several blocks: how many it has
  };
  struct OfClient {
    explore::Field link;     ///< 2 * how often it came back, + 1 while it is cut off
    explore::Field lapsed;   ///< client: a lease period has passed without a renewal
    explore::Field expired;  ///< server: may drop the client's state
    explore::Field stale;    ///< the server has restarted since, and the client has not reclaimed
    explore::Field record;   ///< stable storage of the server: the client may reclaim
  };

  Nfs4Fields(const Nfs4Program& program, const Nfs4Options& options, const FaultBudgets& budgets,
             const Nfs4Tracking& tracking);

  /// Sets a field that may have no width, and then is not kept.
  template <class State>
  static void keep(explore::Field field, std::uint64_t value, State& data) {
    if (field.width != 0) data.set(field, value);
  }

  explore::Layout layout;
  std::vector<OfFile> files;
  std::vector<OfBlock> blocks;
  std::vector<std::vector<OfCopy>> copies;       ///< [client][file]
  std::vector<std::vector<OfBuffer>> buffers;    ///< [client][block]
  std::vector<std::vector<OfSession>> sessions;  ///< [process][file]
  std::vector<OfProcess> processes;
  std::vector<OfClient> clients;
  std::vector<std::vector<explore::Field>> reads;  ///< [process][block read]: 0, or 1 + content
  explore::Field grace;                            ///< 2, then 1 when a lease period has passed
  explore::Field now;
  explore::Field crashes;
  explore::Field losses;
  explore::Field evictions;
  explore::Field counter;  ///< `values counter`: how many writes there were
};

/// The greatest number of changes of one file.
[[nodiscard]] std::uint32_t nfs4_greatest_number(const Nfs4Program& program, const FaultBudgets& budgets);

}  // namespace braid::models
