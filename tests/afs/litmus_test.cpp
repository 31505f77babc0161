// The catalogue of AFS races, traces/litmus/afs: every file's verdicts are those that it states, for the
// broken design and for its fix; every counterexample replays to the state that it speaks of.
#include <gtest/gtest.h>

#include <string>

#include "catalogue.h"

namespace braid::test {
namespace {

constexpr const char* kFolder = "traces/litmus/afs";

class Litmus : public testing::TestWithParam<std::string> {};

TEST_P(Litmus, HasTheVerdictsThatItStates) {
  // What its name says. Heartbeats are no broken design, but guarantee less.
  const bool broken = GetParam().find(".broken") != std::string::npos ||
                      GetParam().find("server-crash-window.heartbeat") != std::string::npos;
  EXPECT_EQ(expect_stated_verdicts(GetParam()), broken);
}

TEST_P(Litmus, CounterexamplesReplayToTheStateThatTheySpeakOf) {
  expect_replayable_counterexamples(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Litmus, testing::ValuesIn(traces_in(kFolder)),
                         [](const auto& part) { return test_name(part.param); });

TEST(LitmusCatalogue, IsComplete) {
  expect_both_designs(
      kFolder,
      {"cb-inflight",   "cb-nopromise",        "cb-unknown-fid", "icbs-inflight",      "server-crash-window",
       "delayed-break", "addr-change",         "expiry-skew",    "break-before-store", "store-before-break",
       "giveup-race",   "reopen-invalid",      "close-early",    "client-reboot",      "endless-break",
       "rename-origin", "ro-release",          "icbs-deadlock",  "read-revalidate",    "believed-uid",
       "setacl",        "writes-follow-reads", "repeated-call",  "administer",         "unknown-outcome",
       "late-fetch"});
}

/// States and transitions of the fixes, whose sweeps are complete.
TEST(LitmusCatalogue, CountsArePinned) {
  constexpr CountPin kPins[] = {
      {"addr-change", 2197, 5265},
      {"administer", 70, 120},
      {"afs1-session", 161, 262},
      {"believed-uid", 40, 65},
      {"break-before-store", 163, 266},
      {"cb-inflight.any-break", 90, 142},
      {"cb-inflight.counter", 90, 142},
      {"cb-inflight", 90, 142},
      {"cb-nopromise", 90, 142},
      {"cb-unknown-fid", 117, 182},
      {"client-reboot", 1151, 2209},
      {"close-early", 533, 994},
      {"delayed-break", 1181, 2735},
      {"endless-break", 192, 328},
      {"expiry-skew", 12667, 30346},
      {"expiry-skew.slow-clock", 7973, 16197},
      {"giveup-race.cancelled", 305, 532},
      {"giveup-race", 292, 493},
      {"giveup-race.versioned", 339, 642},
      {"host-check.never", 937, 2121},
      {"host-check", 1143, 2582},
      {"icbs-deadlock", 1689, 3211},
      {"icbs-inflight", 1827, 3809},
      {"last-closer", 230, 346},
      {"late-fetch", 90, 142},
      {"late-fetch.opens", 4267, 7309},
      {"read-revalidate", 100, 166},
      {"rename-origin", 178, 314},
      {"repeated-call", 1619, 3022},
      {"reopen-invalid", 294, 464},
      {"ro-release", 167, 265},
      {"server-crash-window", 3640, 7784},
      {"setacl", 241, 427},
      {"small-disk", 336, 568},
      {"store-before-break.applied", 155, 256},
      {"store-before-break", 163, 266},
      {"truncating-open", 90, 142},
      {"unknown-outcome", 202, 322},
      {"whole-file.afs1", 132, 218},
      {"whole-file", 230, 346},
      {"writes-follow-reads", 12778, 32431},
  };
  expect_counts(kFolder, kPins);
}

}  // namespace
}  // namespace braid::test
