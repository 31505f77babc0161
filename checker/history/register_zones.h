// Linearizability of a register to which no value is written twice, in O(n log n).
//
// Gibbons and Korach, "Testing Shared Memories" (1997): the operations on one value, its write and its reads,
// form a cluster. A cluster must come before another if one of its operations returned before one of the
// other's was called; the history is linearizable if no two clusters must come before each other, and no
// value is read before it is written.
#pragma once

#include <span>

#include "braid/checker/history/history.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

/// What is wrong with one register: the first contradiction found (one read, or the operations on two values
/// that cannot be put in order), and how many reads a write, as a whole, came between them and what they saw.
struct RegisterFindings {
  std::optional<Contradiction> contradiction;
  std::uint64_t offending_reads = 0;
};

/// Checks the operations on one object, given by number in the order of their starts. REQUIRES
/// history.unique_writes. A write of unknown outcome counts where its value was read. An initial value that
/// nobody knows is taken for one that is never written.
[[nodiscard]] RegisterFindings check_register(const History& history,
                                              std::span<const std::uint32_t> operations);

}  // namespace braid::history
