#include "catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "verb_runner.h"

namespace braid::test {

using nlohmann::json;

std::vector<std::string> traces_in(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(BRAID_SOURCE_DIR "/" + folder)) {
    if (entry.path().extension() == ".trace") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string test_name(const std::string& path) {
  std::string name = std::filesystem::path(path).stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

bool expect_stated_verdicts(const std::string& path) {
  const VerbRun run = braid({"check", path, "--json"});
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  bool expects_violation = false;
  const json trace = json::parse(run.out).at("traces").at(0);
  for (const json& claim : trace.at("claims")) {
    if (!claim.contains("expected")) continue;
    expects_violation = true;
    EXPECT_EQ(claim.at("verdict"), "violated") << claim.at("name");
    EXPECT_TRUE(claim.contains("counterexample")) << claim.at("name");
  }
  return expects_violation;
}

void expect_replayable_counterexamples(const std::string& path) {
  const json trace = json::parse(braid({"check", path, "--json"}).out).at("traces").at(0);
  for (const json& claim : trace.at("claims")) {
    if (!claim.contains("counterexample")) continue;
    const std::string schedule = claim.at("counterexample");
    const VerbRun run = braid({"replay", path, "-S", schedule, "--json"});
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

void expect_both_designs(const std::string& folder, std::initializer_list<const char*> names) {
  for (const std::string name : names) {
    for (const char* design : {".broken.trace", ".trace"}) {
      const std::string path = BRAID_SOURCE_DIR "/" + folder + "/" + name + design;
      EXPECT_TRUE(std::filesystem::exists(path)) << path;
    }
  }
}

void expect_counts(const std::string& folder, std::span<const CountPin> pins) {
  for (const CountPin& pin : pins) {
    const std::string path = BRAID_SOURCE_DIR "/" + folder + "/" + pin.name + ".trace";
    const json trace = json::parse(braid({"check", path, "--unreduced", "--json"}).out).at("traces").at(0);
    EXPECT_EQ(trace.at("states"), pin.states) << pin.name;
    EXPECT_EQ(trace.at("transitions"), pin.transitions) << pin.name;
  }
}

}  // namespace braid::test
