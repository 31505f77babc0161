// Traces as files, as action strings, and drawn at random.
#include <gtest/gtest.h>

#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

TEST(TraceArgument, SaysWhatIsWrongWithFiles) {
  TemporaryDirectory directory;
  const std::string file = directory.write("wrong.trace", "system afs2\nfile a = 0\nclient c0: open b\n");
  const VerbRun wrong = braid({"count", file});
  EXPECT_EQ(wrong.code, 3);
  EXPECT_EQ(wrong.err.find("braid count: " + file + ":3:"), 0U) << wrong.err;
  for (const std::string& path : {directory.path(), directory.path("missing.trace")}) {
    const VerbRun run = braid({"count", path});
    EXPECT_EQ(run.code, 3);
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
    EXPECT_NE(run.err.find(path), std::string::npos);
  }
}

TEST(TraceArgument, SaysWhatIsWrongWithActionStrings) {
  for (const char* actions : {"", "oa1:w2", "oa1:x1", "ob", "oa1:oa1", "oa1,,oa1"}) {
    const VerbRun run = braid({"count", "-A", actions});
    EXPECT_EQ(run.code, 3) << actions;
    EXPECT_EQ(run.err.find("braid count: -A:"), 0U) << run.err;
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
  }
}

TEST(TraceArgument, NeedsExactlyOneKind) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"count"},
                                             {"count", "x.trace", "-A", kQuestion4},
                                             {"count", "--random", "-A", kQuestion4},
                                             {"count", "x.trace", "y.trace"},
                                             {"count", "-s", "3", "-A", kQuestion4},
                                             {"count", "-f", "3", "x.trace"}}) {
    const VerbRun run = braid(words);
    EXPECT_EQ(run.code, 2);
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
  }
}

TEST(TraceArgument, GivesActionStringsMoreFiles) {
  const VerbRun run = braid({"count", "-A", kQuestion4, "-f", "3", "--by", "server.c"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out.find("afs2: 2 clients, 3 files, 6 steps; "), 0U);
}

TEST(TraceArgument, DrawsTheWorkloadsOfTheSimulator) {
  // Seed 12 with three clients and one access each: the flags of the book's example.
  const VerbRun run = braid({"count", "--random", "-C", "3", "-n", "1", "-s", "12"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out.find("afs2: 3 clients, 1 file, 9 steps; "), 0U) << run.out;
  const VerbRun negative = braid({"count", "--random", "-C", "3", "-n", "1", "-s", "-12"});
  EXPECT_EQ(negative.out, run.out) << "a seed counts by its absolute value";
  const VerbRun long_names = braid({"count", "--random", "--clients", "3", "--steps", "1", "--seed", "0012",
                                    "--files=1", "--read-ratio=0.5"});
  EXPECT_EQ(long_names.out, run.out);
}

TEST(TraceArgument, RefusesWorkloadsThatCannotBe) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"-C", "-1"},
                                             {"-C", "99999999999999999999"},
                                             {"-n", "x"},
                                             {"-f", "0"},
                                             {"-f", "27"},
                                             {"-r", "2"},
                                             {"-r", "nan"},
                                             {"-r", "-0.1"},
                                             {"-s", "1.5"},
                                             {"-s", ""},
                                             {"-C", "99999999"},
                                             {"-n", "1000000"}}) {
    std::vector<std::string> all = {"count", "--random"};
    all.insert(all.end(), words.begin(), words.end());
    const VerbRun run = braid(all);
    EXPECT_TRUE(run.code == 2 || run.code == 3) << words[0] << words[1] << run.code;
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
  }
}

TEST(TraceArgument, TakesWorkloadsWithoutStepsAndWithoutClients) {
  EXPECT_EQ(braid({"count", "--random", "-n", "0"}).code, 0);
  EXPECT_EQ(braid({"count", "--random", "-C", "0"}).code, 0);
}

}  // namespace
}  // namespace braid::test
