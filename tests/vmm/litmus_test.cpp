// The catalogue of the virtual machine monitor, and the traces of OSTEP's tables: each has the verdicts that
// it states.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

std::vector<std::string> traces_in(const std::string& directory) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(BRAID_SOURCE_DIR + directory)) {
    if (entry.path().extension() == ".trace") paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(MonitorLitmus, HasTheVerdictsThatItStates) {
  const std::vector<std::string> paths = traces_in("/traces/litmus/vmm");
  EXPECT_EQ(paths.size(), 5U);
  for (const std::string& path : paths) {
    const VerbRun run = braid({"check", path, "--json"});
    EXPECT_EQ(run.code, 0) << path << run.out << run.err;
    bool expects_violation = false;
    const json document = json::parse(run.out);
    for (const json& claim : document.at("traces").at(0).at("claims")) {
      if (!claim.contains("expected")) continue;
      expects_violation = true;
      EXPECT_EQ(claim.at("verdict"), "violated") << path;
    }
    EXPECT_EQ(expects_violation, path.find(".broken") != std::string::npos) << path;
  }
}

TEST(MonitorTraces, HaveTheVerdictsThatTheyState) {
  const std::vector<std::string> paths = traces_in("/traces/vmm");
  EXPECT_EQ(paths.size(), 7U);
  for (const std::string& path : paths) {
    const VerbRun run = braid({"check", path});
    EXPECT_EQ(run.code, 0) << path << run.out << run.err;
  }
}

}  // namespace
}  // namespace braid::test
