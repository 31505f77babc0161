// What is known before a sweep when every actor goes through a chain of events of its own and never waits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "braid/checker/explore/count_weights.h"

namespace braid::explore {

/// The interleavings of chains with these lengths: the multinomial coefficient, (sum)! / product of
/// factorials.
[[nodiscard]] BigInteger multinomial(std::span<const std::uint64_t> lengths);

/// The combinations of positions: the product of length + 1. As a double: may be infinite.
[[nodiscard]] double position_combinations(std::span<const std::uint64_t> lengths);

/// How many combinations have each sum of positions, 0 .. sum of lengths. O(actors * sum).
[[nodiscard]] std::vector<double> combinations_by_sum(std::span<const std::uint64_t> lengths);

/// A multiple of the denominator of every outcome's probability under the random scheduler: the least common
/// multiple of k^t over all possible times t during which k actors have events left.
[[nodiscard]] BigInteger chain_denominator(std::span<const std::uint64_t> lengths);

}  // namespace braid::explore
