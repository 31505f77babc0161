// The catalogue of AFS races, traces/litmus/afs: every file's verdicts are those that it states, for the
// broken design and for its fix; every counterexample replays to the state that it speaks of.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

const std::filesystem::path kCatalogue = BRAID_SOURCE_DIR "/traces/litmus/afs";

std::vector<std::string> catalogue() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kCatalogue)) {
    if (entry.path().extension() == ".trace") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string path_of(const std::string& name) {
  return (kCatalogue / (name + ".trace")).string();
}

class Litmus : public testing::TestWithParam<std::string> {};

TEST_P(Litmus, HasTheVerdictsThatItStates) {
  const VerbRun run = braid({"check", path_of(GetParam()), "--json"});
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  const json trace = json::parse(run.out).at("traces").at(0);
  bool expects_violation = false;
  for (const json& claim : trace.at("claims")) {
    if (!claim.contains("expected")) continue;
    expects_violation = true;
    EXPECT_EQ(claim.at("verdict"), "violated") << claim.at("name");
    ASSERT_TRUE(claim.contains("counterexample")) << claim.at("name");
  }
  // What its name says. Heartbeats are no broken design, but guarantee less.
  const bool broken = GetParam().find(".broken") != std::string::npos;
  EXPECT_EQ(expects_violation, broken || GetParam() == "server-crash-window.heartbeat");
}

TEST_P(Litmus, CounterexamplesReplayToTheStateThatTheySpeakOf) {
  const json trace = json::parse(braid({"check", path_of(GetParam()), "--json"}).out).at("traces").at(0);
  for (const json& claim : trace.at("claims")) {
    if (!claim.contains("counterexample")) continue;
    const std::string schedule = claim.at("counterexample");
    const VerbRun run = braid({"replay", path_of(GetParam()), "-S", schedule, "--json"});
    ASSERT_EQ(run.code, 0) << run.err;
    const json replay = json::parse(run.out);
    EXPECT_EQ(replay.at("steps"), claim.at("steps"));
    if (!claim.contains("explanation")) continue;
    for (const auto& [name, value] : claim.at("explanation").at("values").items()) {
      json last = value;  // an observable that never changes, and what is remembered, are in no step
      for (const json& step : replay.at("steps")) {
        for (const json& change : step.at("changes")) {
          if (change.at("observable") == name) last = change.at("after");
        }
      }
      EXPECT_EQ(last, value) << name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Litmus, testing::ValuesIn(catalogue()), [](const auto& part) {
  std::string name = part.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
});

TEST(LitmusCatalogue, IsComplete) {
  const std::vector<std::string> names = catalogue();
  const std::set<std::string> all(names.begin(), names.end());
  for (const char* test :
       {"cb-inflight",   "cb-nopromise",        "cb-unknown-fid", "icbs-inflight",      "server-crash-window",
        "delayed-break", "addr-change",         "expiry-skew",    "break-before-store", "store-before-break",
        "giveup-race",   "reopen-invalid",      "close-early",    "client-reboot",      "endless-break",
        "rename-origin", "ro-release",          "icbs-deadlock",  "read-revalidate",    "believed-uid",
        "setacl",        "writes-follow-reads", "repeated-call",  "administer",         "unknown-outcome"}) {
    EXPECT_TRUE(all.contains(test)) << test;
    EXPECT_TRUE(all.contains(std::string(test) + ".broken")) << test;
  }
  EXPECT_TRUE(all.contains("last-closer"));
  EXPECT_TRUE(all.contains("afs1-session"));
}

/// States and transitions of the fixes, whose sweeps are complete.
TEST(LitmusCatalogue, CountsArePinned) {
  struct Pin {
    const char* name;
    std::uint64_t states;
    std::uint64_t transitions;
  };
  constexpr Pin kPins[] = {
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
      {"read-revalidate", 100, 166},
      {"rename-origin", 178, 314},
      {"repeated-call", 1619, 3022},
      {"reopen-invalid", 294, 464},
      {"ro-release", 167, 265},
      {"server-crash-window", 3640, 7784},
      {"setacl", 241, 427},
      {"store-before-break.applied", 155, 256},
      {"store-before-break", 163, 266},
      {"unknown-outcome", 202, 322},
      {"writes-follow-reads", 12778, 32431},
  };
  for (const Pin& pin : kPins) {
    const json trace =
        json::parse(braid({"check", path_of(pin.name), "--unreduced", "--json"}).out).at("traces").at(0);
    EXPECT_EQ(trace.at("states"), pin.states) << pin.name;
    EXPECT_EQ(trace.at("transitions"), pin.transitions) << pin.name;
  }
}

}  // namespace
}  // namespace braid::test
