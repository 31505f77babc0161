// The AFS homework simulator, stated once more in the plainest way: one operation is one step, callbacks
// included.
//
// Written from the simulator's behaviour (OSTEP, dist-afs), without a line of checker/models.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "braid/tracer/trace.h"
#include "schedule_enumerator.h"

namespace braid::oracle {

class AfsOracle {
 public:
  /// A file in a client's cache.
  struct Entry {
    std::string data;
    bool dirty = false;
    int references = 0;
    bool valid = true;
  };
  struct Client {
    std::size_t done = 0;  ///< events
    bool failed = false;
    int writes = 0;
    std::vector<std::optional<Entry>> cache;  ///< by file
    std::vector<std::string> reads;
    std::vector<int> open;  ///< descriptors that are open, by file
  };
  struct State {
    std::vector<std::string> server;             ///< by file: its contents
    std::vector<std::set<std::size_t>> holders;  ///< by file: clients that are called back; never shrinks
    std::vector<Client> clients;
    std::uint64_t next_value = 0;  ///< what a write stores under `values counter`
  };

  explicit AfsOracle(const Trace& trace);

  [[nodiscard]] State initial() const;
  [[nodiscard]] std::vector<Successor<State>> successors(const State& state) const;
  [[nodiscard]] std::string key(const State& state) const;
  /// Values: the final contents of all files, then the reads of each client.
  [[nodiscard]] OutcomeName outcome(const State& state) const;

  /// The number of steps to the state.
  [[nodiscard]] static std::int64_t rank(const State& state);

  /// The predicates are those of AfsPredicate.
  [[nodiscard]] static std::size_t predicate_count();
  [[nodiscard]] std::uint32_t violations(const State& state) const;

 private:
  [[nodiscard]] State take(const State& state, std::size_t client) const;
  void open(State& state, std::size_t client, std::uint32_t file) const;
  void close(State& state, std::size_t client, std::uint32_t file) const;

  const Trace& trace_;
  bool keep_;
};

/// Questions to a state, asked of the oracle and, through observables, of the engine. The last says that an
/// actor could not carry out its step.
enum class AfsPredicate : std::uint8_t {
  stale_trust,    ///< some valid clean copy differs from the server's file
  lost_count,     ///< some reference count is not the number of open descriptors
  stale_session,  ///< some client has a file open whose copy has been called back
  all_dirty,      ///< every client holds a dirty file
  failed,
};
inline constexpr std::size_t kAfsPredicates = 5;

}  // namespace braid::oracle
