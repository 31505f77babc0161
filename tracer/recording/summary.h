// What a recorded workload did, as the studies of file-system workloads ask: operations, bytes, how files are
// run through, how long they are open, and how they are shared.
//
// Runs and sharing follow Baker et al., "Measurements of a Distributed File System" (SOSP 1991): a run is
// what is read or written between an open and its close, sequential if each transfer begins where the last
// one ended, and of the whole file if it goes from the first byte to the last. Messages of protocols without
// opens are cut into runs where a client leaves a file alone for 30 seconds, as by Ellard et al., "Passive
// NFS Tracing of Email and Research Workloads" (FAST 2003).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "braid/tracer/recording/record.h"

namespace braid::recording {

enum class RunShape : std::uint8_t { whole_file, partial, random };
enum class RunUse : std::uint8_t { read, write, both };
inline constexpr std::size_t kRunShapes = 3;
inline constexpr std::size_t kRunUses = 3;

/// Runs of one shape and use.
struct RunCount {
  std::uint64_t runs = 0;
  std::uint64_t bytes = 0;
};

struct ActorSummary {
  std::uint64_t operations = 0;
  std::uint64_t failed = 0;
  std::uint64_t unknown = 0;  ///< without a known outcome
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_written = 0;
};

/// Durations, in ascending order.
struct Durations {
  std::vector<std::int64_t> nanoseconds;
  /// The least that at least `percent` of them do not exceed; REQUIRES that there are some.
  [[nodiscard]] Time at(unsigned percent) const;
};

struct Summary {
  std::map<std::string, ActorSummary> actors;
  /// How often each actor did each operation.
  std::map<std::string, std::map<std::string, std::uint64_t>> operations;
  std::uint64_t events = 0;
  std::optional<Time> first;  ///< the least start
  std::optional<Time> last;   ///< the greatest end, or start

  std::uint64_t files = 0;  ///< objects that were named
  std::array<std::array<RunCount, kRunShapes>, kRunUses> runs{};
  std::uint64_t runs_without_transfer = 0;
  Durations open_times;            ///< from the return of an open to the call of its close
  std::uint64_t never_closed = 0;  ///< opens whose close is not in the recording
  std::uint64_t reopens = 0;       ///< opens of a file that the same client had opened before
  Durations reopen_times;          ///< from its last close to that open

  std::uint64_t files_of_one = 0;                     ///< files that one client touched
  std::uint64_t files_shared = 0;                     ///< ... that several did
  std::uint64_t files_write_shared = 0;               ///< ... of which at least one wrote
  std::uint64_t files_concurrently_write_shared = 0;  ///< open at several clients at once, at one for writing
  std::uint64_t opens_concurrently_write_shared = 0;  ///< opens that began such sharing
};

/// Takes events one by one, in the order of a recording. Memory: one entry a file, client and open session,
/// and a number an open. Not thread-safe.
class Summariser {
 public:
  Summariser();
  ~Summariser();

  void add(const Record& record);

  /// Closes what is open. Call once.
  [[nodiscard]] Summary finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace braid::recording
