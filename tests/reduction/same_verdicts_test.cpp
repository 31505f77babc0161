// A reduced check says what a check of all states says: verdicts, counterexamples, explanations.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "braid/tracer/notation.h"
#include "temporary_file.h"
#include "verb_runner.h"
#include "workloads.h"

namespace braid::test {
namespace {

using nlohmann::json;

class SameVerdicts : public testing::Test {
 protected:
  /// Checks the trace both ways; `more` are further words.
  void compare(const std::string& path, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"check", path, "--json", "--threads", "2"};
    words.insert(words.end(), more.begin(), more.end());
    const VerbRun reduced = braid(words);
    words.emplace_back("--unreduced");
    const VerbRun all = braid(words);
    ASSERT_EQ(reduced.code, all.code) << path << reduced.err << all.err;
    ASSERT_LT(all.code, 2) << path << all.err;
    const json few = json::parse(reduced.out).at("traces").at(0);
    const json many = json::parse(all.out).at("traces").at(0);
    EXPECT_EQ(few.at("claims"), many.at("claims")) << path;
    EXPECT_TRUE(many.contains("states"));
    violated_ += all.code == 1 ? 1 : 0;
    if (!few.contains("swept")) return;
    ++reduced_;
    symmetric_ += few.at("swept").at("symmetries") > 1 ? 1 : 0;
    ordered_ += few.at("swept").at("partial_order") == true ? 1 : 0;
  }

  int reduced_ = 0;
  int symmetric_ = 0;
  int ordered_ = 0;
  int violated_ = 0;
};

TEST_F(SameVerdicts, OfTheCatalogue) {
  std::vector<std::string> paths;
  for (const char* directory : {"/traces/litmus/afs", "/traces/homework"}) {
    for (const auto& entry : std::filesystem::directory_iterator(BRAID_SOURCE_DIR + std::string(directory))) {
      if (entry.path().extension() == ".trace") paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) compare(path);
  EXPECT_GT(paths.size(), 50U);
  EXPECT_GT(reduced_, 20);
}

constexpr const char* kDesigns[] = {"afs2", "afs2 reopen=replace", "afs2 granularity=message",
                                    "afs2 granularity=message grant=unchecked acknowledge=ignored",
                                    "afs2 granularity=message store=break-apply-reply lock=released"};

TEST_F(SameVerdicts, OfClientsThatDoTheSame) {
  const TemporaryDirectory directory;
  for (const std::string design : kDesigns) {
    for (const std::string values : {"counter", "writer"}) {
      for (const std::string program :
           {"open a, write, close", "open a, read, close, open a, write, close"}) {
        std::string text = "system " + design + "\nvalues " + values + "\nfile a = 0\n";
        const int clients = program.size() > 30 ? 2 : 3;
        for (int client = 0; client < clients; ++client)
          text += "client c" + std::to_string(client) + ": " + program + "\n";
        compare(directory.write("same.trace", text), {"--property", "all"});
      }
    }
  }
  EXPECT_EQ(symmetric_, 20);
  EXPECT_GT(violated_, 2);
}

/// The reduced sweep comes to the violation first, and put the error off, which is nearer.
TEST_F(SameVerdicts, OfAnErrorBeforeAViolation) {
  const TemporaryDirectory directory;
  compare(directory.write("error.trace",
                          "system afs2 reopen=replace\nfile a = 0, b = 0, d = 0\n"
                          "client c0: open a as 1, open a as 2, close 1, close 2\n"
                          "client c1: open d, open a, write a, close a, open a, write a, close a,\n"
                          "  read d, read d, read d, read d, read d, read d, read d, read d, close d\n"
                          "client c2: open b, close b, open b, close b, open b, close b, open b, close b,\n"
                          "  open b, close b, open b, close b, open b, write b, close b\n"
                          "always: server.b = 0\n"));
  EXPECT_EQ(violated_, 1);
}

/// Processes that bear the names of clients: what an exchange makes of an observable is not told by its name.
TEST_F(SameVerdicts, OfProcessesCalledLikeClients) {
  const TemporaryDirectory directory;
  const std::string programs =
      "system afs2 granularity=message\nfile a = 0\nclient c0.c0: open a, read, close\nclient c0.c1: open a, "
      "read, "
      "close\nclient c1.c0: open a, read, close\nclient c1.c1: open a, read, close\nclient w: open a, write, "
      "close\n";
  for (const std::string condition :
       {"c0.c0.read1 = w#1 and c1.c1.read1 = w#1 and c0.c1.read1 = 0 and c1.c0.read1 = 0",
        "c0.c0.read1 = 0 and c1.c1.read1 = 0 and c0.c1.read1 = w#1 and c1.c0.read1 = w#1",
        "c0.c0.read1 = 0 and c0.c1.read1 = w#1 and c1.c0.read1 = 0 and c1.c1.read1 = w#1"}) {
    compare(directory.write("processes.trace", programs + "never: " + condition + "\n"));
  }
  EXPECT_EQ(violated_, 3);
}

/// Small workloads, with designs that are right and designs that are not, all properties at once and three
/// conditions of which one names a client.
TEST_F(SameVerdicts, OfSmallWorkloads) {
  const TemporaryDirectory directory;
  std::size_t number = 0;
  const auto compare_workload = [&](const std::vector<oracle::Program>& programs) {
    ++number;
    if (number % 11 != 0 || HasFailure()) return;
    const oracle::Variant variant{number % 2 == 0 ? Values::writer : Values::counter, "keep"};
    Trace trace = oracle::workload(programs, 1, variant);
    const std::string design = kDesigns[number / 11 % std::size(kDesigns)];
    trace.options =
        parse_notation("t", "system " + design + "\nfile a = 0\nclient c0: open a, close\n").options;
    compare(directory.write("workload.trace", to_notation(trace)),
            {"--property", "all", "--condition", "exists: c0.open.a = 1 and c1.open.a = 0", "--condition",
             "always: for c in clients: c.open.a <= 1", "--condition",
             "never: c0.cache.a.valid and c1.cache.a.valid"});
  };
  oracle::for_each_workload({"pairs", 2, 1, 4, 8, true}, compare_workload);
  oracle::for_each_workload({"triples", 3, 1, 3, 9, false}, compare_workload);
  EXPECT_GT(ordered_, 50);
  EXPECT_GT(violated_, 50);
  RecordProperty("workloads", static_cast<int>(number / 11));
}

}  // namespace
}  // namespace braid::test
