// The one type for traces: programs (events without results, to be explored) and histories (with results, to
// be validated). Every spelling (notation, NDJSON, action strings, imports) is read into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/diagnostic.h"

namespace braid {

enum class Operation : std::uint8_t { open, read, write, close };

[[nodiscard]] std::string_view name_of(Operation operation);

/// One operation of an actor. `file` is an index into Trace::files and is set for every operation (a read
/// names the file that its descriptor was opened on); `descriptor` indexes the actor's descriptors (dense,
/// from 0, in the order in which the actor first opens them; re-used names re-use the index).
struct Event {
  Operation operation = Operation::open;
  std::uint32_t file = 0;
  std::uint32_t descriptor = 0;
  SourcePosition position;

  // A history's part: seconds, decimal, kept as written; absent in a program.
  std::optional<std::string> start;
  std::optional<std::string> end;
  std::optional<std::string> result;
};

/// A client process (and later a virtual CPU, ...): its events happen in this order.
struct Actor {
  std::string name;
  std::vector<Event> events;
  std::vector<std::string> descriptors;  ///< their names as written, by index
};

/// A file of the server and what it holds at first: an integer under `values counter`, any word under `values
/// writer`.
struct File {
  std::string name;
  std::string contents;
  SourcePosition position = {};  ///< of the contents, where a text declares them
};

/// What a write stores. counter: the next number of one global counter that starts at the number of files (as
/// the AFS homework simulator does). writer: an identity of its own, `c0#1` for client c0's first write.
enum class Values : std::uint8_t { counter, writer };

/// A design decision on the `system` line, `reopen=keep`.
struct Option {
  std::string name;
  std::string value;
  SourcePosition position;
};

/// `server-crash<=1`: how often the environment may do something.
struct FaultBudget {
  std::string name;
  std::uint64_t limit = 0;
  SourcePosition position;
};

enum class ConditionKind : std::uint8_t { exists, forall, never, always };

[[nodiscard]] std::string_view name_of(ConditionKind kind);

/// A formula of the property language over outcomes (exists, forall, never) or over states (always).
struct Condition {
  ConditionKind kind = ConditionKind::exists;
  std::string formula;      ///< as written, without the keyword
  SourcePosition position;  ///< of the formula's first character
};

/// Invariants: every event of an actor refers to a declared file and to one of the actor's descriptors;
/// reads, writes and closes refer to a descriptor that is open at that point of the program, opens to one
/// that is not.
struct Trace {
  std::string source;  ///< what messages call it: a file name or "-A"
  std::string text;    ///< the text it was read from, for excerpts in messages about it; may be empty
  std::string system = "afs2";
  SourcePosition system_position;
  std::vector<Option> options;
  Values values = Values::writer;
  std::vector<File> files;
  std::vector<Actor> actors;
  std::vector<FaultBudget> faults;
  std::vector<Condition> conditions;

  /// The value of an option, or nothing where the trace does not set it.
  [[nodiscard]] std::optional<std::string> option(std::string_view name) const;

  /// The sum of the actors' events.
  [[nodiscard]] std::size_t event_count() const;
};

}  // namespace braid
