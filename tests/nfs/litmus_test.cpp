// The catalogue of NFS races, traces/litmus/nfs: every broken design has its fix, and every design decision a
// trace. Its verdicts are tested by tests/catalogue.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <span>
#include <sstream>
#include <string>

#include "braid/checker/models/nfs/nfs_options.h"
#include "catalogue.h"

namespace braid::test {
namespace {

constexpr const char* kFolder = "traces/litmus/nfs";

TEST(NfsLitmus, IsComplete) {
  expect_both_designs(kFolder, {"cto-cached-attr",   "no-flush",        "v2-async",      "verf",
                                "verf-commit-empty", "verf-norotate",   "verf-sample",   "drc-remove",
                                "drc-destructive",   "drc-late-remove", "drc-crash",     "wcc-gap",
                                "own-writes",        "getattr-reorder", "mtime-tick",    "write-reorder",
                                "late-after-crash",  "invalidate-race", "attribute-age", "uncommitted-read",
                                "silly-rename",      "silly-race",      "believed-uid",  "name-space"});
}

/// The `option=value`s of the catalogue's traces of one system.
std::set<std::string> options_of_traces(const std::string& system) {
  std::set<std::string> options;
  for (const std::string& path : traces_in(kFolder)) {
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string word;
      if (!(words >> word) || word != "system" || !(words >> word) || word != system) continue;
      while (words >> word) options.insert(word);
    }
  }
  return options;
}

void expect_traces_of(std::span<const models::OptionSpec> options, const std::set<std::string>& set) {
  for (const models::OptionSpec& option : options) {
    const std::string name = std::string(option.name) + "=";
    if (option.choices.front().find("..") != std::string_view::npos) {
      EXPECT_TRUE(std::any_of(set.begin(), set.end(), [&](const std::string& word) {
        return word.starts_with(name);
      })) << name;
      continue;
    }
    for (std::size_t choice = 1; choice < option.choices.size(); ++choice)
      EXPECT_TRUE(set.contains(name + std::string(option.choices[choice]))) << name << option.choices[choice];
  }
}

/// The first choice of an option is the default. What both versions have needs a trace in one of them.
TEST(NfsLitmus, EveryChoiceOfAnOptionHasATrace) {
  std::set<std::string> both = options_of_traces("nfs2");
  both.merge(options_of_traces("nfs3"));
  expect_traces_of(models::nfs2_options(), both);
  expect_traces_of(models::nfs3_options(), both);
}

TEST(NfsLitmus, CounterexamplesReplayToTheStateThatTheySpeakOf) {
  for (const char* name : {"cto-cached-attr", "verf", "drc-crash", "late-after-crash", "silly-race",
                           "name-space", "believed-uid", "own-writes"}) {
    SCOPED_TRACE(name);
    expect_replayable_counterexamples(BRAID_SOURCE_DIR "/" + std::string(kFolder) + "/" + name +
                                      ".broken.trace");
  }
}

/// States and transitions of designs whose sweeps are complete.
TEST(NfsLitmus, CountsArePinned) {
  constexpr CountPin kPins[] = {
      {"all-faults", 828, 1782},
      {"attr-window", 228, 391},
      {"believed-uid", 49, 82},
      {"block-mix", 1154, 2012},
      {"cto-cached-attr", 242, 419},
      {"drc-crash", 236, 449},
      {"getattr-reorder", 430, 1054},
      {"invalidate-race", 951, 2162},
      {"mtime-tick", 725, 1287},
      {"no-flush", 100, 165},
      {"silly-race", 31, 42},
      {"uncommitted-read", 306, 685},
      {"verf", 178, 293},
      {"wcc-gap", 165, 284},
      {"write-reorder", 35, 46},
  };
  expect_counts(kFolder, kPins);
}

}  // namespace
}  // namespace braid::test
