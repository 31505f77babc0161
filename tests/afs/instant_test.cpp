// With delivery=instant and no faults, the model of messages is the model of operations: for every workload
// of a small scope it has the same states, transitions, outcomes, schedules, probabilities and witnesses.
//
// What is enumerated, each with both schemes of values and both options of re-opening: every pair of programs
// of at most 4 events over 1 file and of at most 3 over 2 files, and every triple of programs of at most 3
// events, at most 7 in all, over 1 file.
#include <gtest/gtest.h>

#include <string>

#include "braid/checker/explore/executor.h"
#include "braid/checker/models/system.h"
#include "workloads.h"

namespace braid::oracle {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr Scope kScopes[] = {{"PairsOneFile", 2, 1, 3, 5, false}, {"PairsTwoFiles", 2, 2, 2, 4, false}};
#else
constexpr Scope kScopes[] = {{"PairsOneFile", 2, 1, 4, 8, false},
                             {"PairsTwoFiles", 2, 2, 3, 6, false},
                             {"TriplesOneFile", 3, 1, 3, 7, false}};
#endif

models::CountResult count(const models::System& system, explore::Executor& executor) {
  explore::Limits limits;
  models::CountRequest request;
  request.by = system.default_outcome();
  return system.count(request, {executor, limits});
}

/// Outcomes in words, since observables have other numbers.
std::string text_of(const models::System& system, const models::CountResult& result) {
  const std::vector<explore::ObservableId> by = system.default_outcome();
  std::vector<std::string> rows;
  for (const models::Outcome& outcome : result.outcomes) {
    std::string row;
    for (std::size_t i = 0; i < outcome.key.values.size(); ++i) {
      row += system.signature().observables[by[i]].name + "=" +
             system.signature().show(by[i], outcome.key.values[i]) + ";";
    }
    row += std::to_string(static_cast<int>(outcome.key.ending)) + " x" + outcome.schedules.str() + " p" +
           outcome.probability->str() + " via";
    for (const std::uint32_t label : *outcome.witness) row += " " + std::to_string(label);
    rows.push_back(row + "\n");
  }
  std::sort(rows.begin(), rows.end());
  std::string text;
  for (const std::string& row : rows) text += row;
  return text;
}

TEST(Instant, IsTheModelOfOperations) {
  explore::Executor executor(1);
  std::size_t workloads = 0;
  for (const Scope& scope : kScopes) {
    for (const Variant& variant : kVariants) {
      for_each_workload(scope, [&](const std::vector<Program>& programs) {
        if (testing::Test::HasFailure()) return;
        ++workloads;
        Trace trace = workload(programs, scope.files, variant);
        SCOPED_TRACE(std::string(scope.name) + " " + describe(trace));
        const auto operations = models::open_system(trace);
        trace.options.push_back({"granularity", "message", {}});
        trace.options.push_back({"delivery", "instant", {}});
        const auto messages = models::open_system(trace);
        ASSERT_EQ(messages->granularity(), "message");
        const models::CountResult expected = count(*operations, executor);
        const models::CountResult found = count(*messages, executor);
        EXPECT_EQ(found.sweep.states, expected.sweep.states);
        EXPECT_EQ(found.sweep.transitions, expected.sweep.transitions);
        EXPECT_EQ(text_of(*messages, found), text_of(*operations, expected));
      });
    }
  }
  EXPECT_GT(workloads, 100U);
  RecordProperty("workloads", static_cast<int>(workloads));
}

}  // namespace
}  // namespace braid::oracle
