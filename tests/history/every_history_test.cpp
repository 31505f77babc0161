// All checks, against oracles, on every history of at most 3 clients and 4 operations on one register over 2
// values, and on every so many of 5 operations.
//
// What is enumerated: every_history.h; histories that differ in no overlap of operations count as one. With
// the environment variable BRAID_EXHAUSTIVE set, which takes minutes, all of 5 operations are compared, in
// all orders of calls and returns, and all of 6 with sessions. Unoptimised, only every so many.
#include "every_history.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "compared_verdicts.h"
#include "small_histories.h"

namespace braid::history {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr std::uint64_t kStride = 307;
constexpr bool kWithAllOfFour = false;
#else
constexpr std::uint64_t kStride = 53;
constexpr bool kWithAllOfFour = true;
#endif

struct Counted {
  std::uint64_t histories = 0;
  std::map<std::string, std::uint64_t> contradictions;  ///< by model

  friend bool operator==(const Counted&, const Counted&) = default;
};

void PrintTo(const Counted& counted, std::ostream* out) {
  *out << counted.histories << " histories";
  for (const auto& [model, contradictions] : counted.contradictions)
    *out << ", " << model << ' ' << contradictions;
}

/// Compares by `compare`, which counts contradictions, until a test fails.
template <class Compare>
Counted compare_every(const EveryHistoryScope& scope, std::uint64_t stride, const Compare& compare) {
  Counted counted;
  std::uint64_t number = 0;
  counted.histories = for_every_history(scope, [&](const History& history) {
    if (number++ % stride != 0 || testing::Test::HasFailure()) return;
    compare(history, counted.contradictions);
    if (testing::Test::HasFailure()) ADD_FAILURE() << "history " << number - 1 << print(history);
  });
  return counted;
}

/// Of histories of 4 operations, and of all, expects what is counted.
template <class Compare>
void compare_scope(EveryHistoryScope scope, const Counted& of_four, const EveryHistoryScope& all,
                   const Counted& of_all, const Compare& compare) {
  if (std::getenv("BRAID_EXHAUSTIVE") != nullptr) {
    EXPECT_EQ(compare_every(all, 1, compare), of_all);
    return;
  }
  compare_every(scope, kStride, compare);
  if (!kWithAllOfFour) return;
  scope.operations = 4;
  EXPECT_EQ(compare_every(scope, 1, compare), of_four);
}

TEST(EveryHistory, IsLinearizableOrNotAsPermutationsSay) {
  compare_scope({}, {34'872, {{"linearizable", 25'046}}}, {.moments = Moments::order},
                {5'726'440, {{"linearizable", 4'462'660}}}, [](const History& history, auto& contradictions) {
                  contradictions["linearizable"] += compare_linearizability(history) ? 0 : 1;
                });
}

TEST(EveryHistory, OfUniqueWritesIsSequentialOrNotAsOrdersSay) {
  compare_scope({.unique = true}, {19'265, {{"sequential", 13'417}}},
                {.unique = true, .moments = Moments::order}, {2'522'037, {{"sequential", 2'011'458}}},
                [](const History& history, auto& contradictions) {
                  contradictions["sequential"] += compare_sequential_consistency(history) ? 0 : 1;
                });
}

TEST(EveryHistory, OfUniqueWritesHasTheReadsThatDefinitionsForbid) {
  compare_scope({.unique = true},
                {19'265,
                 {{"monotonic-reads", 1'312},
                  {"monotonic-writes", 53},
                  {"read-your-writes", 1'857},
                  {"writes-follow-reads", 240}}},
                {.unique = true, .moments = Moments::order},
                {2'522'037,
                 {{"monotonic-reads", 397'098},
                  {"monotonic-writes", 19'588},
                  {"read-your-writes", 386'591},
                  {"writes-follow-reads", 87'987}}},
                [](const History& history, auto& contradictions) {
                  for (const char* model :
                       {"read-your-writes", "monotonic-reads", "monotonic-writes", "writes-follow-reads"})
                    contradictions[model] += compare_guarantee(history, model);
                  compare_staleness(history);
                });
}

TEST(EveryHistory, OfSessionsHasTheReadsThatDefinitionsForbid) {
  compare_scope({.unique = true, .sessions = true}, {43'787, {{"close-to-open", 0}, {"session", 249}}},
                {.operations = 6, .unique = true, .sessions = true},
                {35'327'883, {{"close-to-open", 355}, {"session", 1'326'163}}},
                [](const History& history, auto& contradictions) {
                  for (const char* model : {"close-to-open", "session"})
                    contradictions[model] += compare_guarantee(history, model);
                });
}

}  // namespace
}  // namespace braid::history
