// Sequential consistency: one order of all operations, of all objects, in which each process's come as it
// called them and each read returns what was written last (Lamport 1979). It is not local to objects, and
// deciding it is hard in general (Gibbons and Korach 1997).
#pragma once

#include "braid/checker/history/history.h"
#include "braid/checker/history/linearization_sweep.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

/// First by a graph: program order, reads after their writes, and what follows from these for writes of the
/// same object, until nothing new follows. A cycle, of which the shortest is told, is a violation. Without
/// one, by a sweep over the cuts of the history (how far each process is) that keeps to the graph's order: an
/// order found is proof. REQUIRES history.unique_writes. Polynomial but for the sweep, whose limit gives
/// unknown. More than 6000 operations hold if they are linearizable, which implies it where each process has
/// one call at a time; else they give unknown.
[[nodiscard]] Verdict check_sequential(const History& history, const SweepLimits& limits);

}  // namespace braid::history
