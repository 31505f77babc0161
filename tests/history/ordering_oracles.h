// Slow, obvious definitions of linearizability and of sequential consistency: some order explains all.
#pragma once

#include "braid/checker/history/history.h"

namespace braid::history {

/// Whether some permutation of the operations respects real time and explains all values. Those of unknown
/// outcome are in it or not. An object of which nobody knows the initial value may hold any.
[[nodiscard]] bool is_linearizable(const History& history);

/// The same with the order of each process's operations in the place of real time.
[[nodiscard]] bool is_sequential(const History& history);

/// Operations that returned at most at `time`, and those called by then as if they had not returned.
[[nodiscard]] History prefix_until(const History& history, std::int64_t time);

}  // namespace braid::history
