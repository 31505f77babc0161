// Whether a history is linearizable: each object a register, a register with compare-and-set, or a text that
// is appended to; several objects at once where transactions join them.
#pragma once

#include "braid/checker/history/history.h"
#include "braid/checker/history/linearization_sweep.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

/// Herlihy and Wing: linearizability is local, so that objects are checked one by one; objects that
/// transactions join are one. Where no value is written twice, in O(n log n) (register_zones.h), else by the
/// sweep.
[[nodiscard]] Verdict check_linearizable(const History& history, const SweepLimits& limits);

}  // namespace braid::history
