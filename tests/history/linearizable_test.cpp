// Linearizability, by clusters and by the sweep, against all permutations.
#include <gtest/gtest.h>

#include "compared_verdicts.h"
#include "ordering_oracles.h"
#include "small_histories.h"

namespace braid::history {
namespace {

constexpr unsigned kSeed = 20261126;

void compare_random(const Recipe& recipe, int draws) {
  compare_random(recipe, draws, kSeed, compare_linearizability, is_linearizable);
}

TEST(Linearizable, IsWhatPermutationsSayOfManyValues) {
  for_each_history(3, 3, 1499, [](const History& history) {
    if (testing::Test::HasFailure()) return;
    SCOPED_TRACE(print(history));
    compare_linearizability(history);
  });
}

TEST(Linearizable, IsWhatPermutationsSayOfUniqueWrites) {
  compare_random({}, 350);
  compare_random({.operations = 4, .objects = 2}, 300);
}

TEST(Linearizable, IsWhatPermutationsSayOfUnknownOutcomes) {
  compare_random({.unknown_outcomes = true}, 350);
  compare_random({.operations = 4, .objects = 2, .unknown_outcomes = true}, 400);
}

TEST(Linearizable, IsWhatPermutationsSayOfUnknownInitialValues) {
  compare_random({.unknown_initial = true}, 350);
  compare_random({.objects = 2, .unknown_outcomes = true, .unknown_initial = true}, 300);
}

TEST(Linearizable, IsWhatPermutationsSayOfRepeatedWrites) {
  compare_random({.unique = false}, 300);
  compare_random({.objects = 2, .unique = false, .unknown_outcomes = true}, 400);
}

TEST(Linearizable, IsWhatPermutationsSayOfCompareAndSets) {
  compare_random({.unique = false, .compare_and_sets = true}, 300);
  compare_random(
      {.unique = false, .compare_and_sets = true, .unknown_outcomes = true, .unknown_initial = true}, 400);
}

TEST(Linearizable, IsWhatPermutationsSayOfAppends) {
  compare_random({.unique = false, .appends = true}, 300);
  compare_random({.unique = false, .appends = true, .unknown_outcomes = true}, 300);
  compare_random({.unique = false, .compare_and_sets = true, .appends = true, .unknown_outcomes = true}, 400);
}

TEST(Linearizable, IsWhatPermutationsSayOfTransactions) {
  compare_random({.objects = 2, .unique = false, .transactions = true}, 400);
  compare_random(
      {.objects = 2, .unique = false, .appends = true, .transactions = true, .unknown_outcomes = true}, 300);
}

}  // namespace
}  // namespace braid::history
