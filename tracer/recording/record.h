// One event of a recording, and what a recording says of itself: the lines of NDJSON, which recordings are
// kept in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/recording/time.h"
#include "braid/tracer/recording/value.h"

namespace braid::recording {

/// What an actor did. Names of operations, arguments and results are fixed in traces/recordings.md.
///
/// An event whose return was not seen has no end and no result: whether and when it took effect is unknown. A
/// result with the field `error` is a failure, one with the field `unknown` says why the outcome is unknown.
struct Record {
  std::string actor;                     ///< a client, a server, a virtual CPU; not empty
  std::optional<std::uint64_t> process;  ///< which of the actor's processes or threads
  std::string operation;                 ///< not empty
  std::string object;                    ///< a file, a register, a frame: its identity; may be empty
  Fields arguments;
  std::optional<Time> start;
  std::optional<Time> end;
  Fields result;
  std::uint64_t source = 0;  ///< which of the recording's files it is from, from 0
  std::uint64_t line = 0;    ///< where it begins there: line or packet, from 1; 0 where that is unknown

  /// Empties it, keeps the memory.
  void clear();

  friend bool operator==(const Record&, const Record&) = default;
};

/// What the events of a recording are.
enum class Kind : std::uint8_t {
  operations,  ///< what clients asked for, as system calls or calls of a library
  messages,    ///< calls and replies between clients and servers
  guest,       ///< what a virtual machine monitor and its guests did
};

[[nodiscard]] std::string_view name_of(Kind kind);

/// What times mean. position: lines of the source, which had an order but no clock.
enum class Clock : std::uint8_t { seconds, position };

[[nodiscard]] std::string_view name_of(Clock clock);

/// The first line.
struct Header {
  Kind kind = Kind::operations;
  std::string system;  ///< what was recorded: `posix`, `nfs3`, `afs`, `register`, `kvm`, ...
  Clock clock = Clock::seconds;
  std::string tool;                ///< what made the recording: `strace`, `pcap`, ...; empty: unknown
  std::vector<std::string> files;  ///< that it was made from
  Fields facts;                    ///< what else is known of its origin

  friend bool operator==(const Header&, const Header&) = default;
};

/// The last line. Says that the recording is whole.
struct Footer {
  std::uint64_t events = 0;
  Fields skipped;  ///< how many of each kind the recorder or importer left out

  friend bool operator==(const Footer&, const Footer&) = default;
};

}  // namespace braid::recording
