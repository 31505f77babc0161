// Sessions and what processes may rely on, against the literal definitions.
#include <gtest/gtest.h>

#include <map>

#include "compared_verdicts.h"
#include "small_histories.h"

namespace braid::history {
namespace {

constexpr unsigned kSeed = 20261128;

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
      SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", draw " << draw << print(history));
      for (const char* model : kModels) offending[model] += compare_guarantee(history, model);
      compare_staleness(history);
      if (HasFailure()) return;
    }
  }
  for (const char* model : kModels) EXPECT_GT(offending[model], 20U) << model;
}

}  // namespace
}  // namespace braid::history
