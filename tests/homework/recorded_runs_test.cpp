// `braid afs` against recorded runs of the original: recorded.jsonl beside this file, and the runs in
// ../shared.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "braid/checker/command/afs.h"

namespace braid::command {
namespace {

struct Run {
  std::vector<std::string> arguments;
  std::string output;
  std::int64_t status = 0;
  std::string error;  ///< "", "empty", "usage" or "traceback"; "" where the recording does not say
};

Run read_run(simdjson::dom::element record) {
  Run run;
  for (const simdjson::dom::element argument : record["args"].get_array()) {
    run.arguments.emplace_back(argument.get_string().value());
  }
  run.output = record["stdout"].get_string().value();
  run.status = record["exit"].get_int64();
  std::string_view error;
  if (record["stderr"].get(error) == simdjson::SUCCESS) run.error = error;
  return run;
}

void expect_same(const Run& recorded) {
  std::string line;
  for (const std::string& argument : recorded.arguments) line += " [" + argument.substr(0, 100) + "]";
  SCOPED_TRACE(line);
  const std::vector<std::string_view> arguments(recorded.arguments.begin(), recorded.arguments.end());
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_afs(arguments, out, err), recorded.status);
  EXPECT_EQ(out.str(), recorded.output);
  if (recorded.error == "usage" || recorded.error == "traceback") {
    const std::string message = err.str();
    EXPECT_EQ(message.rfind("braid afs: ", 0), 0U) << message;
    EXPECT_EQ(message.find('\n'), message.size() - 1) << message;
  } else {
    EXPECT_EQ(err.str(), "");
  }
}

/// Compares every run of a file; returns how many there were.
std::size_t compare_all(const std::string& path) {
  std::ifstream file(path);
  simdjson::dom::parser parser;
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) expect_same(read_run(parser.parse(line)));
  return count;
}

TEST(RecordedRuns, OfThisFolderAreReproduced) {
  EXPECT_EQ(compare_all(BRAID_HOMEWORK_DIR "/recorded.jsonl"), 77U);
}

TEST(RecordedRuns, OfTheSharedFolderAreReproduced) {
  const char* shared = std::getenv("BRAID_SHARED");
  const std::string path =
      std::string(shared != nullptr ? shared : BRAID_SHARED_DIR) + "/data/homework/runs.jsonl";
  if (!std::ifstream(path)) GTEST_SKIP() << "there is no " << path << "; BRAID_SHARED may name its root";
  EXPECT_EQ(compare_all(path), 88U);
}

}  // namespace
}  // namespace braid::command
