// What each process may rely on (Terry et al., "Session Guarantees for Weakly Consistent Replicated Data",
// PDIS 1994).
//
// A value is older than another for certain if its write had returned before the other's write was called;
// the initial value is older than all. Violations are those that such certain order proves: lower bounds. All
// REQUIRE history.unique_writes, and cost O(n log n) time, but for writes-follow-reads, O(n log n * processes
// that a process has seen writes of); memory is linear.
#pragma once

#include "braid/checker/history/history.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

/// A process never reads what is older than its own last write of the same.
[[nodiscard]] Verdict check_read_your_writes(const History& history);

/// A process never reads what is older than what it has read of the same before.
[[nodiscard]] Verdict check_monotonic_reads(const History& history);

/// Whoever has read a process's second write of something does not read its first afterwards.
[[nodiscard]] Verdict check_monotonic_writes(const History& history);

/// Whoever has read a write does not read, afterwards, what is older than what the writer had read before.
[[nodiscard]] Verdict check_writes_follow_reads(const History& history);

}  // namespace braid::history
