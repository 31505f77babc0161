// Linearizability, by clusters and by the sweep, against all permutations.
#include "braid/checker/history/linearizable.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "braid/checker/history/register_zones.h"
#include "ordering_oracles.h"
#include "small_histories.h"

namespace braid::history {
namespace {

constexpr unsigned kSeed = 20261126;

std::vector<std::uint32_t> all_operations(const History& history) {
  std::vector<std::uint32_t> numbers(history.operations.size());
  std::iota(numbers.begin(), numbers.end(), 0U);
  return numbers;
}

/// The prefix by returns is linearizable, and one return more is not.
void expect_prefix_is_longest(const History& history, std::uint64_t prefix) {
  std::vector<std::int64_t> ends;
  for (const Operation& operation : history.operations) ends.push_back(operation.end);
  std::sort(ends.begin(), ends.end());
  ASSERT_LT(prefix, ends.size());
  ASSERT_NE(ends[prefix], kNever);
  if (prefix > 0) {
    EXPECT_LT(ends[prefix - 1], ends[prefix]);
    EXPECT_TRUE(is_linearizable(prefix_until(history, ends[prefix - 1])));
  }
  EXPECT_FALSE(is_linearizable(prefix_until(history, ends[prefix])));
}

void expect_contradiction_stands_alone(const History& history, const Verdict& verdict) {
  ASSERT_TRUE(verdict.contradiction.has_value());
  EXPECT_FALSE(verdict.contradiction->sentence.empty());
  EXPECT_TRUE(
      std::is_sorted(verdict.contradiction->operations.begin(), verdict.contradiction->operations.end()));
  const History alone = restricted(history, verdict.contradiction->operations);
  EXPECT_FALSE(is_linearizable(alone)) << "alone:" << print(alone) << verdict.contradiction->sentence;
  ASSERT_TRUE(verdict.valid_prefix.has_value());
  expect_prefix_is_longest(history, *verdict.valid_prefix);
}

void compare(const History& history) {
  const bool expected = is_linearizable(history);
  const Verdict verdict = check_linearizable(history, {});
  ASSERT_EQ(verdict.answer, expected ? Answer::holds : Answer::violated);
  const SweepResult sweep = sweep_linearizations(history, all_operations(history), {});
  EXPECT_EQ(sweep.answer, verdict.answer) << "by the sweep";
  if (!expected) expect_contradiction_stands_alone(history, verdict);
}

void compare_random(const Recipe& recipe, int draws) {
  compare_random(recipe, draws, kSeed, compare, is_linearizable);
}

TEST(Linearizable, IsWhatPermutationsSayOfAllSmallHistories) {
  for (const auto& [first, second, stride] : {std::tuple{2U, 2U, 1U}, {2U, 3U, 37U}, {3U, 3U, 1499U}}) {
    for_each_history(first, second, stride, [](const History& history) {
      if (testing::Test::HasFailure()) return;
      SCOPED_TRACE(print(history));
      compare(history);
    });
  }
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
