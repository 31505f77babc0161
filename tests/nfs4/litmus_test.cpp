// The catalogue of NFSv4 races, traces/litmus/nfs4: every file's verdicts are those that it states, for the
// broken design and for its fix; every counterexample replays to the state that it speaks of.
#include <gtest/gtest.h>

#include <string>

#include "catalogue.h"

namespace braid::test {
namespace {

constexpr const char* kFolder = "traces/litmus/nfs4";

class Nfs4Litmus : public testing::TestWithParam<std::string> {};

TEST_P(Nfs4Litmus, HasTheVerdictsThatItStates) {
  EXPECT_EQ(expect_stated_verdicts(GetParam()), GetParam().find(".broken") != std::string::npos);
}

TEST_P(Nfs4Litmus, CounterexamplesReplayToTheStateThatTheySpeakOf) {
  expect_replayable_counterexamples(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Nfs4Litmus, testing::ValuesIn(traces_in(kFolder)),
                         [](const auto& part) { return test_name(part.param); });

TEST(Nfs4Catalogue, IsComplete) {
  expect_both_designs(kFolder, {"recall-open", "revoked-writer", "reply-before-recall", "grace-edge1",
                                "grace-edge2", "late-write", "open-close-sequence", "free-lock",
                                "slot-replay", "grace-io", "revalidate", "lapsed-lease", "callback-path-down",
                                "advisory-lock", "own-writes", "create-verifier", "stat-delegation"});
}

/// States and transitions of fixes, whose sweeps are complete.
TEST(Nfs4Catalogue, CountsArePinned) {
  constexpr CountPin kPins[] = {
      {"advisory-lock", 207, 368},     {"free-lock", 520, 908},   {"grace-io", 1285, 2844},
      {"open-close-sequence", 46, 51}, {"recall-open", 270, 447}, {"reply-before-recall", 745, 1284},
      {"revalidate", 343, 591},        {"own-writes", 403, 683},  {"block-mix", 368, 642},
      {"block-mix.locked", 273, 462},  {"lost-reply", 527, 1098}, {"stat-delegation", 215, 362},
      {"stat-window", 270, 482},
  };
  expect_counts(kFolder, kPins);
}

}  // namespace
}  // namespace braid::test
