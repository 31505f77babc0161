#include "compared_verdicts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "braid/checker/history/bounded_staleness.h"
#include "braid/checker/history/consistency_models.h"
#include "braid/checker/history/linearizable.h"
#include "braid/checker/history/register_zones.h"
#include "braid/checker/history/sequential.h"
#include "literal_definitions.h"
#include "ordering_oracles.h"
#include "small_histories.h"

namespace braid::history {
namespace {

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

}  // namespace

bool compare_linearizability(const History& history) {
  const bool expected = is_linearizable(history);
  const Verdict verdict = check_linearizable(history, {});
  EXPECT_EQ(verdict.answer, expected ? Answer::holds : Answer::violated);
  if (history.unique_writes) {
    const SweepResult sweep = sweep_linearizations(history, all_operations(history), {});
    EXPECT_EQ(sweep.answer, verdict.answer) << "by the sweep";
  }
  if (!expected) expect_contradiction_stands_alone(history, verdict);
  return expected;
}

bool compare_sequential_consistency(const History& history) {
  const bool expected = is_sequential(history);
  const Verdict verdict = check_sequential(history, {});
  if (verdict.answer == Answer::unknown) {
    EXPECT_NE(verdict.why_unknown.find("held at first"), std::string::npos) << verdict.why_unknown;
    EXPECT_NE(std::count(history.initial_known.begin(), history.initial_known.end(), false), 0);
    return expected;
  }
  EXPECT_EQ(verdict.answer, expected ? Answer::holds : Answer::violated);
  EXPECT_EQ(verdict.contradiction.has_value(), !expected);
  // Without operations it is all of them together.
  if (!verdict.contradiction || verdict.contradiction->operations.empty()) return expected;
  const History alone = restricted(history, verdict.contradiction->operations);
  EXPECT_FALSE(is_sequential(alone)) << "alone:" << print(alone) << verdict.contradiction->sentence;
  return expected;
}

std::uint64_t compare_guarantee(const History& history, std::string_view model) {
  std::uint64_t expected = 0;
  for (std::uint32_t read = 0; read < history.operations.size(); ++read)
    expected += offends(history, model, read) ? 1 : 0;
  const Verdict verdict = find_consistency_model(model)->check(history, {});
  EXPECT_EQ(verdict.offending_reads, expected) << model;
  EXPECT_EQ(verdict.answer, expected > 0 ? Answer::violated : Answer::holds) << model;
  EXPECT_EQ(verdict.contradiction.has_value(), expected > 0) << model;
  if (!verdict.contradiction) return expected;
  const History alone = restricted(history, verdict.contradiction->operations);
  bool contradicts = false;
  for (std::uint32_t read = 0; read < alone.operations.size(); ++read)
    contradicts = contradicts || offends(alone, model, read);
  EXPECT_TRUE(contradicts) << model << " alone:" << print(alone) << verdict.contradiction->sentence;
  return expected;
}

void compare_staleness(const History& history) {
  std::int64_t most = 0;
  for (std::uint32_t read = 0; read < history.operations.size(); ++read)
    most = std::max(most, staleness(history, read));
  for (const std::int64_t bound : {std::int64_t{0}, most - 1, most}) {
    if (bound < 0) continue;
    std::uint64_t expected = 0;
    for (std::uint32_t read = 0; read < history.operations.size(); ++read)
      expected += staleness(history, read) > bound ? 1 : 0;
    const Verdict verdict = check_bounded_staleness(history, bound);
    EXPECT_EQ(verdict.offending_reads, expected) << "bound " << bound;
    EXPECT_EQ(verdict.answer, most > bound ? Answer::violated : Answer::holds) << "bound " << bound;
  }
}

}  // namespace braid::history
