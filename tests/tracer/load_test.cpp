#include "braid/tracer/load.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "refused.h"

namespace braid {
namespace {

constexpr const char* kTrace = "system afs2\nfile a = 0\nclient c0: open a, read\n";

/// A folder of its own for each test, gone afterwards.
class Load : public testing::Test {
 protected:
  void SetUp() override {
    const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("braid-load-" + std::to_string(getpid()) + "-" + std::string(test.name()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::filesystem::path file(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  [[nodiscard]] std::string about(const std::filesystem::path& path) const {
    const std::string message = message_of([&] { return load_trace(path); });
    const std::string folder = folder_.string();
    return message.rfind(folder, 0) == 0 ? "FOLDER" + message.substr(folder.size()) : message;
  }

  std::filesystem::path folder_;
};

TEST_F(Load, ReadsNotationWhateverTheFilesName) {
  for (const std::string name : {"x.trace", "x.txt", "x", "x.ndjson"}) {
    const Trace trace = load_trace(file(name, kTrace));
    EXPECT_EQ(trace.event_count(), 2U);
    EXPECT_EQ(trace.source, (folder_ / name).string());
    EXPECT_EQ(trace.text, kTrace);
  }
}

TEST_F(Load, NamesTheFileInMessages) {
  EXPECT_EQ(about(file("x.trace", "system afs2\nclient c0: open b\n")),
            "FOLDER/x.trace:2:17: file `b` is not declared; declare it: `file NAME = CONTENTS`\n"
            "  client c0: open b\n"
            "                  ^");
  EXPECT_EQ(about(file("x.trace", "")),
            "FOLDER/x.trace:1:1: the trace is empty; a trace begins with `system NAME [OPTION=VALUE ...]`");
}

TEST_F(Load, GivesTheSystemsReasonForWhatItCannotRead) {
  EXPECT_EQ(about(folder_ / "none.trace"), "FOLDER/none.trace: cannot read it: No such file or directory");
  EXPECT_EQ(about(folder_), "FOLDER: cannot read it: Is a directory");
  EXPECT_EQ(about(file("x", kTrace) / "y"), "FOLDER/x/y: cannot read it: Not a directory");
}

TEST_F(Load, GivesTheSystemsReasonForAFileWithoutPermission) {
  if (geteuid() == 0) GTEST_SKIP() << "the superuser may read every file";
  const std::filesystem::path path = file("x.trace", kTrace);
  std::filesystem::permissions(path, std::filesystem::perms::none);
  EXPECT_EQ(about(path), "FOLDER/x.trace: cannot read it: Permission denied");
}

TEST_F(Load, RefusesFilesOfMoreThanAGibibyte) {
  const std::filesystem::path path = file("x.trace", kTrace);
  std::filesystem::resize_file(path, kLargestTraceText + 1);
  EXPECT_EQ(about(path),
            "FOLDER/x.trace: the trace is too large; a trace's text is at most 1073741824 bytes");
}

TEST_F(Load, ReadsARecordingAsAProgram) {
  const std::string recording =
      R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":"seconds"})"
      "\n"
      R"({"actor":"c1","operation":"open","object":"/f","arguments":{"descriptor":3},"start":"1","end":"2"})"
      "\n";
  std::vector<std::string> remarks;
  const Trace trace = load_trace(file("x", recording), {std::nullopt, "afs1"}, remarks);
  EXPECT_EQ(trace.system, "afs1");
  EXPECT_EQ(trace.event_count(), 1U);
  EXPECT_EQ(remarks.size(), 1U);
}

TEST_F(Load, RefusesAPartOfANotation) {
  std::vector<std::string> remarks;
  const std::filesystem::path path = file("x.trace", kTrace);
  EXPECT_NE(message_of([&] {
              return load_trace(path, {recording::parse_window_place("1@0"), "afs1"}, remarks);
            }).find("it is no recording"),
            std::string::npos);
}

TEST_F(Load, RefusesOtherJson) {
  EXPECT_EQ(about(file("x.ndjson", "{\"version\":1}\n")).substr(0, 19), "FOLDER/x.ndjson:1:1");
  EXPECT_EQ(about(file("x.ndjson", "{\"format\":\"other\"}\n")).substr(0, 67),
            "FOLDER/x.ndjson:1:1: this is no header of a recording; a first line");
}

/// Lets standard input be a file for as long as it lives.
class StandardInput {
 public:
  explicit StandardInput(const std::filesystem::path& path) : saved_(dup(STDIN_FILENO)) {
    std::FILE* const stream = std::fopen(path.c_str(), "rb");
    dup2(fileno(stream), STDIN_FILENO);
    std::fclose(stream);
    std::clearerr(stdin);
  }
  ~StandardInput() {
    dup2(saved_, STDIN_FILENO);
    close(saved_);
    std::clearerr(stdin);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;

 private:
  int saved_;
};

TEST_F(Load, ReadsStandardInputForAHyphen) {
  const std::filesystem::path path = file("x", kTrace);
  const StandardInput input(path);
  const Trace trace = load_trace("-");
  EXPECT_EQ(trace.event_count(), 2U);
  EXPECT_EQ(trace.source, "standard input");
}

TEST_F(Load, NamesStandardInputInMessages) {
  const std::filesystem::path path = file("x", "sistem afs2");
  const StandardInput input(path);
  EXPECT_EQ(about("-").substr(0, 45), "standard input:1:1: expected `system`, found ");
}

TEST_F(Load, GivesTheSystemsReasonForStandardInput) {
  const StandardInput input(folder_);
  EXPECT_EQ(about("-"), "standard input: cannot read it: Is a directory");
}

}  // namespace
}  // namespace braid
