// The catalogue of SMB races, traces/litmus/smb: every file's verdicts are those that it states, for the
// broken design and for its fix; every counterexample replays to the state that it speaks of.
#include <gtest/gtest.h>

#include <string>

#include "catalogue.h"

namespace braid::test {
namespace {

constexpr const char* kFolder = "traces/litmus/smb";

class SmbLitmus : public testing::TestWithParam<std::string> {};

TEST_P(SmbLitmus, HasTheVerdictsThatItStates) {
  // What its name says. A time-out alone lets two clients believe in exclusive rights.
  const bool broken = GetParam().find(".broken") != std::string::npos ||
                      GetParam().find("break-time-out.trace") != std::string::npos;
  EXPECT_EQ(expect_stated_verdicts(GetParam()), broken);
}

TEST_P(SmbLitmus, CounterexamplesReplayToTheStateThatTheySpeakOf) {
  expect_replayable_counterexamples(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Catalogue, SmbLitmus, testing::ValuesIn(traces_in(kFolder)),
                         [](const auto& part) { return test_name(part.param); });

TEST(SmbLitmusCatalogue, IsComplete) {
  expect_both_designs(
      kFolder, {"break-before-open", "break-before-open.time-out", "level-2-grant", "level-2-grant.sent",
                "flush-after-clear", "check-then-cache", "level-2-self", "level-2-self.oplock",
                "break-time-out", "late-answer", "lease-reuse", "delete-window", "close-order",
                "deferred-close", "read-break", "lost-break"});
}

/// States and transitions of designs whose sweeps are complete.
TEST(SmbLitmusCatalogue, CountsArePinned) {
  constexpr CountPin kPins[] = {
      {"break-before-open", 141, 246}, {"break-before-open.time-out", 1028, 2544},
      {"check-then-cache", 456, 782},  {"close-order", 221, 396},
      {"deferred-close", 120, 200},    {"delete-window", 66, 112},
      {"flush-after-clear", 410, 722}, {"late-answer", 1663, 4213},
      {"lease-reuse", 296, 550},       {"level-2-grant", 2304, 6307},
      {"level-2-self", 14, 13},        {"level-2-self.oplock", 32, 44},
      {"lost-break", 87, 149},
  };
  expect_counts(kFolder, kPins);
}

}  // namespace
}  // namespace braid::test
