// How old what is read may be.
#pragma once

#include <cstdint>
#include <optional>

#include "braid/checker/history/history.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

/// Measures for how long, at most, a value was read after one that is newer for certain had been written: its
/// write was called after the other's had returned; the initial value is older than all. Violated where that
/// is more than `bound` (nanoseconds). REQUIRES history.unique_writes. Time: O(n log n).
[[nodiscard]] Verdict check_bounded_staleness(const History& history, std::optional<std::int64_t> bound);

}  // namespace braid::history
