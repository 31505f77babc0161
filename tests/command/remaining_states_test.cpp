// The estimate behind the progress line.
#include "braid/checker/command/remaining_states.h"

#include <gtest/gtest.h>

namespace braid::test {
namespace {

using command::RemainingStates;

TEST(RemainingStates, IsExactWhereCellsGrowByOneFactor) {
  RemainingStates remaining({1, 2, 3, 4, 3, 2, 1});
  double states = 1024;
  for (int rank = 0; rank < 5; ++rank, states *= 2) {
    const double cells = rank < 4 ? rank + 1 : 3;
    remaining.rank_done(rank, static_cast<std::uint64_t>(cells * states));
  }
  ASSERT_TRUE(remaining.estimate());
  EXPECT_NEAR(*remaining.estimate(), 2 * states + 1 * 2 * states, 1);
}

TEST(RemainingStates, SaysNothingTooEarlyOrWithoutAForecast) {
  RemainingStates early({1, 1, 1, 1, 1, 1});
  early.rank_done(0, 1);
  early.rank_done(1, 2);
  EXPECT_FALSE(early.estimate());
  RemainingStates blind({});
  for (int rank = 0; rank < 9; ++rank) blind.rank_done(rank, 1);
  EXPECT_FALSE(blind.estimate());
}

/// A reduced sweep visits fewer cells than the forecast knows: what counts is how its states grow.
TEST(RemainingStates, IsExactForAReducedSweep) {
  RemainingStates remaining({16, 16, 16, 16, 16, 16, 16, 16});
  std::uint64_t states = 4;
  for (int rank = 0; rank < 6; ++rank, states *= 3) remaining.rank_done(rank, states);
  ASSERT_TRUE(remaining.estimate());
  EXPECT_NEAR(*remaining.estimate(), static_cast<double>(states + 3 * states), 1);
}

TEST(RemainingStates, EndsAtNothing) {
  RemainingStates remaining({1, 1, 1, 1, 1});
  for (int rank = 0; rank < 5; ++rank) remaining.rank_done(rank, 3);
  EXPECT_EQ(remaining.estimate(), 0.0);
}

}  // namespace
}  // namespace braid::test
