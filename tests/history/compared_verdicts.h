// Verdicts of checks against those of oracles: failures of tests where they differ.
#pragma once

#include <cstdint>
#include <string_view>

#include "braid/checker/history/history.h"

namespace braid::history {

/// Of clusters and of the sweep, with the contradiction and the longest valid prefix, against permutations.
/// Returns whether these say that it is linearizable.
bool compare_linearizability(const History& history);

/// Of the graph and the sweep over cuts, with the contradiction, against orders that keep programs. Returns
/// whether some order explains all.
bool compare_sequential_consistency(const History& history);

/// Of a model that forbids reads, by its name, against its literal definition: which reads, and a
/// contradiction that stands alone. Returns how many reads offend. No bounded-staleness.
std::uint64_t compare_guarantee(const History& history, std::string_view model);

/// Of bounded-staleness, with bounds at which the verdict changes.
void compare_staleness(const History& history);

}  // namespace braid::history
