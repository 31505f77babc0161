// The catalogue of the virtual machine monitor, traces/litmus/vmm, and the traces of OSTEP's tables: each has
// the verdicts that it states, for the broken design and for its fix; every counterexample replays.
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "catalogue.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

constexpr const char* kFolder = "traces/litmus/vmm";

class MonitorLitmus : public testing::TestWithParam<std::string> {};

TEST_P(MonitorLitmus, HasTheVerdictsThatItStates) {
  const bool broken = GetParam().find(".broken") != std::string::npos;
  EXPECT_EQ(expect_stated_verdicts(GetParam()), broken);
}

TEST_P(MonitorLitmus, CounterexamplesReplayToTheStateThatTheySpeakOf) {
  expect_replayable_counterexamples(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Catalogue, MonitorLitmus, testing::ValuesIn(traces_in(kFolder)),
                         [](const auto& part) { return test_name(part.param); });

TEST(MonitorCatalogue, IsComplete) {
  std::set<std::string> all;
  for (const std::string& path : traces_in(kFolder)) all.insert(test_name(path));
  for (const std::string test : {"install_raw", "switch_noflush", "stale_tlb_free", "deferred_flush",
                                 "balloon_touch", "mmu_notifier", "residual_page", "cow_break_race",
                                 "cow_merge_race", "software_tlb_stale", "migrate_copy", "dying_map"}) {
    EXPECT_TRUE(all.contains(test)) << test;
    EXPECT_TRUE(all.contains(test + "_broken")) << test;
  }
}

TEST(MonitorTraces, HaveTheVerdictsThatTheyState) {
  const std::vector<std::string> paths = traces_in("traces/vmm");
  EXPECT_GE(paths.size(), 7U);
  for (const std::string& path : paths) expect_stated_verdicts(path);
}

/// States and transitions of the fixes, whose sweeps are complete.
TEST(MonitorCatalogue, CountsArePinned) {
  struct Pin {
    const char* name;
    std::uint64_t states;
    std::uint64_t transitions;
  };
  constexpr Pin kPins[] = {
      {"balloon-touch", 2318, 5262},
      {"cow-break-race", 21213, 56616},
      {"cow-merge-race", 4761, 10465},
      {"deferred-flush", 2990, 6937},
      {"dying-map", 1089, 3036},
      {"install-raw", 30, 47},
      {"migrate-copy", 195, 308},
      {"mmu-notifier", 2163, 5117},
      {"mmu-notifier.unmap-first", 1771, 4297},
      {"residual-page.inside", 469, 792},
      {"residual-page", 5204, 13017},
      {"software-tlb-stale", 3824, 9208},
      {"stale-tlb-free", 2122, 4981},
      {"switch-noflush.tagged", 180, 257},
      {"switch-noflush", 203, 280},
  };
  for (const Pin& pin : kPins) {
    const std::string path = std::string(BRAID_SOURCE_DIR "/") + kFolder + "/" + pin.name + ".trace";
    const json trace = json::parse(braid({"check", path, "--json"}).out).at("traces").at(0);
    EXPECT_EQ(trace.at("states"), pin.states) << pin.name;
    EXPECT_EQ(trace.at("transitions"), pin.transitions) << pin.name;
  }
}

}  // namespace
}  // namespace braid::test
