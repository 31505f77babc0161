// Sequential consistency, by the graph and the sweep over cuts, against all orders that keep programs.
#include "braid/checker/history/sequential.h"

#include <gtest/gtest.h>

#include "compared_verdicts.h"
#include "ordering_oracles.h"
#include "small_histories.h"

namespace braid::history {
namespace {

constexpr unsigned kSeed = 20261127;

void compare_random(const Recipe& recipe, int draws) {
  compare_random(recipe, draws, kSeed, compare_sequential_consistency, is_sequential);
}

TEST(Sequential, IsWhatOrdersSayOfAllSmallHistoriesOfTwoRegisters) {
  for (const auto& [first, second, stride] : {std::tuple{2U, 2U, 1U}, {2U, 3U, 7U}, {3U, 3U, 61U}}) {
    for_each_history_of_two(first, second, stride, [](const History& history) {
      if (testing::Test::HasFailure()) return;
      SCOPED_TRACE(print(history));
      compare_sequential_consistency(history);
    });
  }
}

TEST(Sequential, IsWhatOrdersSayOfUniqueWrites) {
  compare_random({}, 700);
  compare_random({.operations = 4, .objects = 2}, 700);
}

TEST(Sequential, IsWhatOrdersSayOfUnknownOutcomes) {
  compare_random({.operations = 4, .objects = 2, .unknown_outcomes = true}, 700);
}

TEST(Sequential, IsUnknownWhereItDependsOnUnknownInitialValues) {
  compare_random({.objects = 2, .unknown_initial = true}, 500);
}

/// One process writes, another reads each value, `late` steps behind.
History long_history(std::uint32_t rounds, std::int64_t late) {
  History history = empty_history(1, rounds + 1);
  for (std::uint32_t round = 1; round <= rounds; ++round) {
    Operation write;
    write.kind = OperationKind::write;
    write.value = round;
    write.start = 10 * round;
    write.end = write.start + 1;
    history.operations.push_back(write);
    Operation read;
    read.client = 1;
    read.process = 1;
    read.value = round;
    read.start = 10 * (round + late) + 5;
    read.end = read.start + 1;
    history.operations.push_back(read);
  }
  finish(history);
  return history;
}

TEST(Sequential, IsDecidedOfLongHistoriesThatAreLinearizable) {
  EXPECT_EQ(check_sequential(long_history(3500, 0), {}).answer, Answer::holds);
  const Verdict late = check_sequential(long_history(3500, 2), {});
  EXPECT_EQ(late.answer, Answer::unknown);
  EXPECT_EQ(late.why_unknown, "more than 6000 operations, which are not linearizable");
  EXPECT_EQ(check_sequential(long_history(100, 2), {}).answer, Answer::holds);
}

}  // namespace
}  // namespace braid::history
