// Recordings of known verdicts: real clients' histories, and those of Jepsen, Knossos and porcupine.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "braid/checker/history/consistency_models.h"

namespace braid::history {
namespace {

namespace fs = std::filesystem;

fs::path recordings() {
  const char* shared = std::getenv("BRAID_SHARED");
  const fs::path folder = fs::path(shared != nullptr ? shared : BRAID_SHARED_DIR) / "data/client";
  std::error_code error;
  return fs::is_directory(folder, error) ? folder : fs::path();
}

History history_of(const std::vector<fs::path>& files,
                   const std::optional<std::string>& initial = std::nullopt) {
  std::vector<import::Input> inputs;
  for (const fs::path& file : files) inputs.push_back(import::Input::open(file));
  import::RecordingReader reader(std::move(inputs));
  return read_history(reader, initial);
}

Verdict verdict_of(const History& history, std::string_view model) {
  return check_history(*find_consistency_model(model), history, {});
}

/// A line of a table of tab-separated fields.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  std::string field;
  while (std::getline(stream, field, '\t')) fields.push_back(field);
  return fields;
}

std::vector<std::vector<std::string>> table_in(const fs::path& file) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream stream(file);
  std::string line;
  while (std::getline(stream, line)) rows.push_back(fields_of(line));
  return rows;
}

/// The histories of all clients of a recording.
std::vector<fs::path> histories_called(const std::string& name) {
  const fs::path base = recordings() / name;
  std::vector<fs::path> files;
  if (fs::exists(base.string() + ".jsonl")) return {base.string() + ".jsonl"};
  for (int client = 1; fs::exists(base.string() + ".c" + std::to_string(client) + ".jsonl"); ++client)
    files.push_back(base.string() + ".c" + std::to_string(client) + ".jsonl");
  return files;
}

TEST(RecordedHistories, HaveTheVerdictsOfTheirRecorder) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  std::size_t checked = 0;
  for (const auto& row : table_in(recordings() / "expected.tsv")) {
    ASSERT_EQ(row.size(), 5U);
    if (row[0] == "recording") continue;  // the heads
    SCOPED_TRACE(row[0]);
    const History history = history_of(histories_called(row[0]), "init------------");
    EXPECT_TRUE(history.unique_writes);
    EXPECT_TRUE(history.left_out.empty()) << history.left_out.front();
    const Verdict linearizable = verdict_of(history, "linearizable");
    EXPECT_EQ(std::to_string(linearizable.reads), row[1]);
    EXPECT_EQ(linearizable.answer == Answer::holds ? "yes" : "no", row[2]);
    EXPECT_EQ(std::to_string(linearizable.offending_reads), row[3]);
    const Verdict close_to_open = verdict_of(history, "close-to-open");
    EXPECT_EQ(std::to_string(close_to_open.offending_reads), row[4]);
    EXPECT_EQ(close_to_open.answer == Answer::holds, row[4] == "0");
    ++checked;
  }
  EXPECT_EQ(checked, 13U);
}

TEST(RecordedHistories, OfEtcdAreLinearizableOrNotAsIsKnown) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  std::size_t holding = 0;
  const auto rows = table_in(recordings() / "jepsen/VERDICTS.tsv");
  EXPECT_EQ(rows.size(), 35U);
  for (const auto& row : rows) {
    SCOPED_TRACE(row[0]);
    const Verdict verdict = verdict_of(history_of({recordings() / "jepsen" / row[0]}, "nil"), "linearizable");
    EXPECT_NE(verdict.answer, Answer::unknown) << verdict.why_unknown;
    EXPECT_EQ(verdict.answer == Answer::holds, row[1].find("not") == std::string::npos && row[1] != "no")
        << row[1];
    holding += verdict.answer == Answer::holds ? 1 : 0;
  }
  EXPECT_EQ(holding, 7U);
}

TEST(RecordedHistories, OfKnossosAreLinearizableOrNotAsIsKnown) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  int empty_ones = 0;
  for (const auto& [folder, answer] : {std::pair{"good", Answer::holds}, {"bad", Answer::violated}}) {
    for (const auto& entry : fs::directory_iterator(recordings() / "knossos" / folder)) {
      SCOPED_TRACE(entry.path().filename().string());
      const std::string initial = entry.path().stem() == "multi-register" ? "0" : "nil";
      const Verdict verdict = verdict_of(history_of({entry.path()}, initial), "linearizable");
      // One of the good ones has no operations but the nemesis's.
      const bool empty = verdict.why_unknown == "the recording has no reads and writes";
      EXPECT_EQ(verdict.answer, empty ? Answer::unknown : answer) << verdict.why_unknown << verdict.measure;
      empty_ones += empty ? 1 : 0;
    }
  }
  EXPECT_EQ(empty_ones, 1);
}

TEST(RecordedHistories, OfAStoreAreLinearizableOrNotAsIsKnown) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  for (const auto& [name, answer] : {std::pair{"c01-ok.txt", Answer::holds},
                                     {"c01-bad.txt", Answer::violated},
                                     {"c10-ok.txt", Answer::holds},
                                     {"c10-bad.txt", Answer::violated}}) {
    SCOPED_TRACE(name);
    const Verdict verdict = verdict_of(history_of({recordings() / "porcupine-kv" / name}), "linearizable");
    EXPECT_EQ(verdict.answer, answer) << verdict.why_unknown << verdict.measure;
  }
}

}  // namespace
}  // namespace braid::history
