// Linearizability of any objects, by a sweep over the calls and returns of a history.
//
// The states in front of the sweep are all pairs of what the objects hold and which of the operations in
// progress have taken effect, such that all that has returned is explained. When an operation returns, those
// states go on in which it has taken effect, or can take effect now, after others in progress (just-in-time
// linearization; Lowe, "Testing for linearizability", 2017). The rank of a state is how many calls and
// returns are behind it, so that only one rank is in memory. Of states that differ in operations of unknown
// outcome only, one that has used fewer is enough.
#pragma once

#include <functional>
#include <span>

#include "braid/checker/history/history.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

struct SweepLimits {
  std::uint64_t most_states = 20'000'000;  ///< over the whole sweep
  std::function<bool()> stop;              ///< asked now and then; may be empty
};

struct SweepResult {
  Answer answer = Answer::unknown;
  std::uint64_t states = 0;  ///< that were in front of the sweep
  /// violated: at whose return there was no way on. What shows that may return later: see
  /// first_unexplained().
  std::uint32_t ended_at = kNone;
  std::string why_unknown;
};

/// Checks the given operations, which need not be all: an object's, or those of all objects that transactions
/// join. Operations on more than 256 that are in progress at once, or have unknown outcomes, give unknown.
[[nodiscard]] SweepResult sweep_linearizations(const History& history,
                                               std::span<const std::uint32_t> operations,
                                               const SweepLimits& limits);

/// The operation up to whose return they are not linearizable, but up to the return before it are. REQUIRES
/// that the sweep of them ended at `ended_at`. Where limits are met, a later one. Adds the states that were
/// needed to `states`.
[[nodiscard]] std::uint32_t first_unexplained(const History& history,
                                              std::span<const std::uint32_t> operations,
                                              std::uint32_t ended_at, const SweepLimits& limits,
                                              std::uint64_t& states);

/// Whether the operations are linearizable as far as had returned when operation `last` did: what returned
/// later is of unknown outcome. Likewise. Adds the states that were needed to `states`.
[[nodiscard]] Answer linearizable_until(const History& history, std::span<const std::uint32_t> operations,
                                        std::uint32_t last, const SweepLimits& limits, std::uint64_t& states);

}  // namespace braid::history
