// A recorded history, as consistency checks need it: who read and wrote which value of what, and when.
//
// Definitions follow protocols of file systems: an operation o1 is before o2 in real time if it returned
// before o2 was called (Herlihy and Wing, "Linearizability", 1990).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/recording_reader.h"

namespace braid::history {

/// A value, by number; the same number is the same value. Numbers are the history's.
using ValueId = std::uint32_t;
/// What an object holds before any write.
inline constexpr ValueId kInitial = 0;

enum class OperationKind : std::uint8_t {
  read,
  write,
  compare_and_set,  ///< writes if the object holds what is expected
  append,           ///< adds to the end of the object's text
  transaction,      ///< several reads, writes and appends at once: its parts
};

/// `read`, `compare-and-set`, ...
[[nodiscard]] std::string_view name_of(OperationKind kind);

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
inline constexpr std::int64_t kAlways = std::numeric_limits<std::int64_t>::min();
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// A read, write or append of a transaction.
struct TransactionPart {
  OperationKind kind = OperationKind::read;
  std::uint32_t object = 0;
  ValueId value = kInitial;
};

/// One operation, on one object but for transactions. Times are nanoseconds, or positions times 10^9, of one
/// clock.
struct Operation {
  OperationKind kind = OperationKind::read;
  std::uint32_t object = 0;
  std::uint32_t client = 0;
  std::uint32_t process = 0;  ///< numbered over all clients: the operations of one are in program order
  ValueId value = kInitial;   ///< read, or written
  ValueId expected = kInitial;
  std::int64_t start = kAlways;
  std::int64_t end = kNever;  ///< never: it has not returned, or nobody knows whether it took effect
  std::uint32_t session = kNone;
  std::uint32_t first_part = 0;  ///< transaction: its parts in History::parts
  std::uint32_t part_count = 0;
  std::uint64_t source = 0;
  std::uint64_t line = 0;

  [[nodiscard]] bool is_known() const { return end != kNever; }
  [[nodiscard]] bool before(const Operation& other) const { return end < other.start; }
};

/// An open, what was done under it, and its close.
struct Session {
  std::uint32_t object_group = 0;  ///< the file, of which objects are parts
  std::uint32_t client = 0;
  std::int64_t open_start = kAlways;
  std::int64_t open_end = kNever;
  std::int64_t close_start = kNever;
  std::int64_t close_end = kNever;  ///< never: not closed, or the close failed
  std::uint64_t open_line = 0;
  std::uint64_t close_line = 0;
  bool wrote = false;
};

/// Invariants: indices are in range; operations are in the order of their starts, then lines. Objects are
/// parts of files that are always read and written as one, (file, offset, length); a file is an object group.
struct History {
  std::vector<std::string> clients;
  std::vector<std::string> objects;     ///< `/f0`, or `/f0 at 16` where a file has several parts
  std::vector<std::uint32_t> group_of;  ///< of each object
  std::vector<std::string> groups;
  std::vector<std::string>
      values;  ///< by number; that of kInitial is what was read before any write, if known
  std::vector<bool> initial_known;  ///< of each object: otherwise it may hold anything at first
  std::vector<Operation> operations;
  std::vector<TransactionPart> parts;
  std::vector<Session> sessions;
  recording::Clock clock = recording::Clock::seconds;
  std::vector<std::string> files;  ///< that the recording was made from

  std::uint64_t recorded = 0;  ///< reads and writes in the recording, also those that did nothing

  /// What verdicts depend on.
  bool unique_writes = true;  ///< no object gets a value twice, or its initial one; nothing is appended or
                              ///< compared, and there are no transactions
  std::vector<std::string>
      left_out;  ///< parts of the recording that no check sees: nothing holds for certain
  std::vector<std::string> assumptions;  ///< initial values that were read off
};

/// Reads a recording of operations to its end. Failed reads are left out; failed writes may have taken
/// effect, but for those of which the recorder knows that they did not (`"error":"fail"`). A value that is
/// read but never written is taken for the initial one, of each object the first; `initial` says what it is,
/// if that is known. Throws InputError where the recording is of no operations. Memory: linear in the
/// recording.
[[nodiscard]] History read_history(import::RecordingReader& reader,
                                   const std::optional<std::string>& initial);

/// `c2's read of /f0 (line 17)`
[[nodiscard]] std::string describe(const History& history, const Operation& operation);

}  // namespace braid::history
