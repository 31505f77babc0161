// Where SMB's facts stand in a packed state, and what they weigh in its rank.
//
// The rank is W * (events done) + the weights below. What falls back to 0 is outweighed by what ends it:
//
// - A break's stage grows from 1 to 5, and ends with 0. With the answer, or the time-out in its place, the
//   server takes at least one right from the client, which weighs more than the stage, more than `late`, and
//   one for each sleeper that it wakes.
// - A break that has timed out ends with `late` (-6), which pays for stages up to 3, the late answer and the
//   close of a deferred handle (-1 each). Where it has not, that close is paid for by the leap to stage 5.
// - A server that grants rights loses at most 3 rights: the phase of an open grows by more than that.
// - A call's phase ends with its event, whose weight is greater than the greatest phase; or, after the flush
//   of a close, grows on into the close's call. Before an entry goes, its close may wake one sleeper a
//   client.
// - A file that is closed for good takes its break with it: that comes with a growing phase, or with the
//   arrival of the close of a deferred handle (+1), and what remains of a break then was paid for by the
//   rights that go with the file, or by `late`.
// - What was lost is sent again (-4) for one of the budget (+5).
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/explore/packed.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/protocol/protocol.h"
#include "braid/checker/models/smb/smb_options.h"
#include "braid/checker/models/smb/smb_program.h"

namespace braid::models {

/// What a call of a client's process asks the server for. `check`: not a call yet, a write that has found the
/// lease and is not in the cache yet.
enum class SmbCall : std::uint8_t { open, read, write, flush, close, remove, check };

/// How far a call is. A close that must flush calls twice: the close's call follows the flush's answer.
struct SmbPhase {
  static constexpr std::uint32_t kIdle = 0;
  static constexpr std::uint32_t kCalled = 1;
  static constexpr std::uint32_t kBegun = 2;  ///< the server has sent breaks, or waits for answers
  static constexpr std::uint32_t kHalf = 3;   ///< a removal has found that nobody else has the file open
  static constexpr std::uint32_t kAnswered = 4;
  static constexpr std::uint32_t kClosing = 5;
};

/// How far a break is.
struct SmbStage {
  static constexpr std::uint32_t kNone = 0;
  static constexpr std::uint32_t kSent = 1;
  static constexpr std::uint32_t kFlushing = 2;  ///< the client stores what it has written
  static constexpr std::uint32_t kFlushed = 3;   ///< ... and the server has replied; see `failed`
  static constexpr std::uint32_t kAnswered = 5;  ///< the acknowledgement is on its way; see `failed`
};

struct SmbFields {
  /// What client and server have to do with each other about one file.
  struct Pair {
    // At the client.
    explore::Field lease;     ///< what the client believes to have
    explore::Field present;   ///< it has a copy
    explore::Field dirty;     ///< the copy was written and not stored
    explore::Field data;      ///< 0 without a copy
    explore::Field deferred;  ///< a handle is kept that no process has open
    explore::Field number;    ///< of the version that it saw last; kept only where used
    explore::Field wrote;     ///< what it wrote last; kept only where used
    // A call of one of its processes: 0 without one.
    explore::Field owner;    ///< an index into SmbPair::processes
    explore::Field kind;     ///< SmbCall
    explore::Field phase;    ///< SmbPhase; or SmbFields::opened, released, closed
    explore::Field grant;    ///< open: what the reply brings; remove: 1, if it closes the deferred handle
    explore::Field payload;  ///< what it carries to the server, or back
    explore::Field refused;
    explore::Field seen;    ///< the number of the version that the reply tells of; kept only where used
    explore::Field asleep;  ///< the server goes on with it when it is woken
    // A break.
    explore::Field stage;         ///< SmbStage
    explore::Field pending;       ///< whether the stage is kSent, kFlushing or kFlushed
    explore::Field target;        ///< what the break leaves
    explore::Field behind;        ///< it was sent behind the reply to an open that is still on its way
    explore::Field late;          ///< the server has given up on it
    explore::Field failed;        ///< kFlushed: the flush was refused; kAnswered: nothing is on its way
    explore::Field due;           ///< when the server may give up
    explore::Field late_answer;   ///< an acknowledgement that has come too late is on its way
    explore::Field close_coming;  ///< the close of a deferred handle is on its way
    // At the server.
    explore::Field held;     ///< the rights that the client has
    explore::Field handles;  ///< how often it has the file open
  };
  struct File {
    explore::Field content;
    explore::Field number;  ///< of its version; kept only where used
    explore::Field exists;  ///< of width 0 where it always does
  };

  /// What is part of the state only if it is asked for.
  struct Tracked {
    bool numbers = false;
    bool wrote = false;
    std::vector<std::vector<bool>> reads;  ///< by process, read
  };

  SmbFields(const SmbProgram& program, const SmbOptions& options, const FaultBudgets& budgets,
            const Tracked& tracked, explore::Layout& layout);

  std::vector<Pair> pairs;
  std::vector<File> files;
  std::vector<std::vector<explore::Field>> reads;  ///< by process, read: its content + 1
  explore::Field now;
  explore::Field next;  ///< `values counter`: what the next write stores
  explore::Field lost;
  explore::Field resent;

  // Phases that are further away, since steps that lead to them take something off the rank.
  std::uint32_t opened = 0;    ///< of an open: the server has answered
  std::uint32_t released = 0;  ///< of a close: those who wait are woken, the closer's entry is still there
  std::uint32_t closed = 0;    ///< of a close: the server has answered
  std::vector<Protocol::Progress> progress;
  std::int64_t event_weight = 1;
  std::uint32_t greatest_growth = 1;
};

/// The bit of a field of rights that is one right.
[[nodiscard]] explore::Field right_of(explore::Field rights, SmbLease right);

}  // namespace braid::models
