// Sessions and what processes may rely on, against the literal definitions.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "braid/checker/history/consistency_models.h"
#include "braid/checker/history/process_guarantees.h"
#include "literal_definitions.h"
#include "small_histories.h"

namespace braid::history {
namespace {

constexpr unsigned kSeed = 20261128;

void compare(const History& history, std::string_view model, std::uint64_t& offending) {
  SCOPED_TRACE(testing::Message() << model << print(history));
  std::uint64_t expected = 0;
  for (std::uint32_t read = 0; read < history.operations.size(); ++read)
    expected += offends(history, model, read) ? 1 : 0;
  offending += expected;
  const Verdict verdict = check_history(*find_consistency_model(model), history, {});
  EXPECT_EQ(verdict.offending_reads, expected);
  ASSERT_EQ(verdict.answer, expected > 0 ? Answer::violated : Answer::holds);
  if (expected == 0) return;
  ASSERT_TRUE(verdict.contradiction.has_value());
  const History alone = restricted(history, verdict.contradiction->operations);
  bool contradicts = false;
  for (std::uint32_t read = 0; read < alone.operations.size(); ++read)
    contradicts = contradicts || offends(alone, model, read);
  EXPECT_TRUE(contradicts) << "alone:" << print(alone) << verdict.contradiction->sentence;
}

void compare_staleness(const History& history) {
  SCOPED_TRACE(testing::Message() << "bounded-staleness" << print(history));
  std::int64_t most = 0;
  for (std::uint32_t read = 0; read < history.operations.size(); ++read)
    most = std::max(most, staleness(history, read));
  for (const std::int64_t bound : {std::int64_t{0}, most - 1, most}) {
    std::uint64_t expected = 0;
    for (std::uint32_t read = 0; read < history.operations.size(); ++read)
      expected += staleness(history, read) > bound && bound >= 0 ? 1 : 0;
    if (bound < 0) continue;
    const Verdict verdict = check_bounded_staleness(history, bound);
    EXPECT_EQ(verdict.offending_reads, expected) << "bound " << bound;
    EXPECT_EQ(verdict.answer, most > bound ? Answer::violated : Answer::holds) << "bound " << bound;
  }
}

constexpr auto kModels = {"read-your-writes",    "monotonic-reads", "monotonic-writes",
                          "writes-follow-reads", "close-to-open",   "session"};

TEST(Guarantees, AreWhatTheDefinitionsSayOfRandomHistories) {
  std::mt19937 random(kSeed);
  std::map<std::string, std::uint64_t> offending;
  for (const Recipe& recipe :
       {Recipe{.operations = 4, .sessions = true}, Recipe{.operations = 4, .objects = 2, .sessions = true},
        Recipe{.processes = 2, .operations = 6, .objects = 2, .unknown_outcomes = true, .sessions = true}}) {
    for (int draw = 0; draw < 250; ++draw) {
      History history = random_history(recipe, random);
      // A second change: weak models forbid little.
      for (Operation& operation : history.operations) {
        if (operation.kind == OperationKind::read && random() % 2 == 0)
          operation.value = static_cast<ValueId>(random() % 6);
      }
      SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", draw " << draw);
      for (const char* model : kModels) compare(history, model, offending[model]);
      compare_staleness(history);
      if (HasFailure()) return;
    }
  }
  for (const char* model : kModels) EXPECT_GT(offending[model], 20U) << model;
}

TEST(Guarantees, AreWhatTheDefinitionsSayOfAllSmallHistories) {
  std::uint64_t offending = 0;
  for_each_history(2, 3, 131, [&](const History& history) {
    if (HasFailure()) return;
    for (const char* model :
         {"read-your-writes", "monotonic-reads", "monotonic-writes", "writes-follow-reads"})
      compare(history, model, offending);
    compare_staleness(history);
  });
}

}  // namespace
}  // namespace braid::history
