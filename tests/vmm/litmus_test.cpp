// The catalogue of the virtual machine monitor, traces/litmus/vmm, and the traces of OSTEP's tables: each has
// the verdicts that it states, for the broken design and for its fix; every counterexample replays.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "catalogue.h"

namespace braid::test {
namespace {

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
  expect_both_designs(kFolder, {"install-raw",        "switch-noflush",      "stale-tlb-free",
                                "deferred-flush",     "balloon-touch",       "mmu-notifier",
                                "residual-page",      "cow-break-race",      "cow-merge-race",
                                "software-tlb-stale", "migrate-copy",        "dying-map",
                                "handler-mixup",      "trap-nest",           "ret-mode",
                                "register-left",      "os-memory-left-open", "guest-invalidation",
                                "shadow-desync",      "shadow-perm",         "zap-skipped",
                                "yield-advance",      "yield-noflush",       "flush-late-sync",
                                "switch-refill",      "grant-frame",         "balloon-ref",
                                "steal-state",        "cow-read-pin",        "pfnmap",
                                "xdom-stale-w",       "remove-unchecked",    "double-fetch",
                                "migrate-dirty",      "dirty-lost",          "log-cleared-late",
                                "wrong-cpu-flush",    "abac-type",           "type-once",
                                "fastpath-perm",      "flush-stamp",         "psc-linear",
                                "shadow-root-life",   "hypervisor-map",      "fastpf-aba",
                                "trap-bound"});
}

TEST(MonitorTraces, HaveTheVerdictsThatTheyState) {
  const std::vector<std::string> paths = traces_in("traces/vmm");
  EXPECT_GE(paths.size(), 13U);
  for (const std::string& path : paths) expect_stated_verdicts(path);
}

/// States and transitions of the fixes, whose sweeps are complete.
TEST(MonitorCatalogue, CountsArePinned) {
  constexpr CountPin kPins[] = {
      {"abac-type", 107, 168},
      {"balloon-ref", 492, 1372},
      {"balloon-ref.device", 492, 1372},
      {"balloon-touch", 2318, 5262},
      {"cow-break-race", 21213, 56616},
      {"cow-merge-race", 4761, 10465},
      {"cow-read-pin", 21667, 56421},
      {"deferred-flush", 2990, 6937},
      {"dirty-lost", 442, 734},
      {"double-fetch", 95, 163},
      {"dying-map", 1089, 3036},
      {"flush-late-sync", 1618, 3559},
      {"grant-frame", 3393, 11073},
      {"fastpath-perm", 108, 178},
      {"fastpf-aba", 97318, 240098},
      {"fastpf-aba.pinned", 94323, 230598},
      {"flush-stamp", 1000, 2425},
      {"guest-invalidation", 20, 19},
      {"handler-mixup", 160, 275},
      {"hypervisor-map", 5344, 13639},
      {"install-raw", 30, 47},
      {"log-cleared-late", 602, 966},
      {"migrate-copy", 195, 308},
      {"migrate-dirty", 681, 1123},
      {"mmu-notifier", 2163, 5117},
      {"mmu-notifier.unmap-first", 1771, 4297},
      {"os-memory-left-open", 226, 385},
      {"pfnmap", 1545, 4768},
      {"psc-linear", 149, 250},
      {"register-left", 59, 108},
      {"remove-unchecked", 158, 345},
      {"residual-page.inside", 469, 792},
      {"residual-page.told", 489, 826},
      {"residual-page", 5204, 13017},
      {"ret-mode", 217, 374},
      {"shadow-desync", 253, 416},
      {"shadow-perm", 9, 8},
      {"shadow-root-life", 525, 1436},
      {"software-tlb-stale", 3824, 9208},
      {"stale-tlb-free", 2122, 4981},
      {"steal-state", 3393, 10995},
      {"switch-refill", 71, 113},
      {"stale-tlb-free.unshare", 26643, 86996},
      {"switch-noflush.tagged", 180, 257},
      {"switch-noflush", 203, 280},
      {"trap-bound", 235, 422},
      {"trap-nest", 270, 431},
      {"type-once", 427, 944},
      {"wrong-cpu-flush", 22, 21},
      {"xdom-stale-w", 2530, 6016},
      {"xdom-stale-w.table", 1820, 4522},
      {"yield-advance", 702, 1204},
      {"yield-noflush", 5533, 12450},
      {"zap-skipped", 1756, 4128},
  };
  expect_counts(kFolder, kPins);
}

}  // namespace
}  // namespace braid::test
