// Options, their values, and what is wrong with them.
#include "braid/checker/command/command_line.h"

#include <gtest/gtest.h>

#include "braid/checker/command/quantities.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using command::CommandLineError;

TEST(CommandLine, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--jsn"}).err,
            "braid count: unknown option `--jsn`; did you mean `--json`?\n");
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--frobnicate=3"}).err,
            "braid count: unknown option `--frobnicate`; --help lists the options\n");
  EXPECT_EQ(braid({"check", "-x"}).err, "braid check: unknown option `-x`; --help lists the options\n");
  EXPECT_EQ(braid({"count", "--by"}).err, "braid count: `--by` needs a value; --help lists the options\n");
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--json=1"}).err,
            "braid count: `--json` takes no value; --help lists the options\n");
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--by", "reads", "--by", "reads"}).err,
            "braid count: `--by` is given more than once\n");
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--js"}).code, 2) << "names are not guessed";
}

TEST(CommandLine, RefusesValuesThatMakeNoSense) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> wrong = {
      {"threads", {"0", "-1", "1025", "99999999999999999999", "two", "1.5", ""}},
      {"memory", {"0", "-4", "4X", "1e9", "99999999999999T", ".", "four", ""}},
      {"time", {"0", "-1s", "1y", "0.1ms", "99999999999999h", "1:30", ""}},
      {"archive", {""}},
  };
  for (const auto& [option, values] : wrong) {
    for (const std::string& value : values) {
      const VerbRun run = braid({"count", "-A", kQuestion4, "--" + option, value});
      EXPECT_EQ(run.code, 2) << option << " " << value;
      EXPECT_TRUE(is_one_message(run.err)) << run.err;
      EXPECT_NE(run.err.find("--" + option), std::string::npos) << run.err;
    }
  }
}

TEST(Quantities, ReadSizes) {
  const auto bytes = [](const char* text) { return command::parse_memory("--memory", text); };
  EXPECT_EQ(bytes("1"), 1U);
  EXPECT_EQ(bytes("4k"), 4096U);
  EXPECT_EQ(bytes("512M"), std::uint64_t{512} << 20);
  EXPECT_EQ(bytes("1.5GiB"), std::uint64_t{3} << 29);
  EXPECT_EQ(bytes("2TB"), std::uint64_t{1} << 41);
  EXPECT_THROW(static_cast<void>(bytes("1Gi")), CommandLineError);
  EXPECT_THROW(static_cast<void>(bytes("1 G")), CommandLineError);
}

TEST(Quantities, ReadDurations) {
  const auto milliseconds = [](const char* text) { return command::parse_duration("--time", text).count(); };
  EXPECT_EQ(milliseconds("90"), 90'000);
  EXPECT_EQ(milliseconds("1.5m"), 90'000);
  EXPECT_EQ(milliseconds("2h"), 7'200'000);
  EXPECT_EQ(milliseconds("250ms"), 250);
  EXPECT_THROW(static_cast<void>(milliseconds("1d")), CommandLineError);
}

TEST(CommandLine, SplitsLists) {
  EXPECT_EQ(command::split_list("--by", " a, b ,c"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_THROW(static_cast<void>(command::split_list("--by", "a,")), CommandLineError);
}

}  // namespace
}  // namespace braid::test
