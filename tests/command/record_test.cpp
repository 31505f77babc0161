// braid record: what it says of its command line, and short recordings of both ways.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

/// The message of a wrong command line.
std::string message(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"record"};
  all.insert(all.end(), words.begin(), words.end());
  const VerbRun run = braid(all);
  EXPECT_EQ(run.code, 2) << run.err;
  EXPECT_EQ(run.out, "");
  EXPECT_TRUE(is_one_message(run.err)) << run.err;
  constexpr std::string_view kBegin = "braid record: ";
  EXPECT_EQ(run.err.substr(0, kBegin.size()), kBegin);
  return run.err.substr(std::min(kBegin.size(), run.err.size()));
}

/// The lines of a recording that is whole and as the schema says.
std::vector<json> lines_of(const std::string& recording) {
  std::vector<json> lines;
  std::istringstream text(recording);
  for (std::string line; std::getline(text, line);) {
    lines.push_back(json::parse(line));
    EXPECT_EQ(mismatch_with("tracer/recording/recording.schema.json", lines.back()), "") << line;
  }
  EXPECT_FALSE(lines.empty());
  EXPECT_EQ(lines.back().at("footer").at("events"), lines.size() - 2);
  return lines;
}

std::size_t count(const std::vector<json>& lines, std::string_view operation) {
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const json& line) {
    return line.contains("operation") && line.at("operation") == operation;
  }));
}

TEST(Record, KnowsClientsAndGuests) {
  EXPECT_EQ(message({}),
            "nothing to record is named; braid record client records clients, braid record guest virtual "
            "machines\n");
  EXPECT_EQ(message({"server"}),
            "`server` cannot be recorded; braid record client records clients, braid record guest virtual "
            "machines\n");
  EXPECT_EQ(message({"--client"}).substr(0, 30), "`--client` cannot be recorded;");
}

TEST(Record, HelpFitsAScreen) {
  for (const std::string what : {"client", "guest"}) {
    for (const std::string option : {"--help", "-h"}) {
      const VerbRun run = braid({"record", what, "-o", "x", option});
      EXPECT_EQ(run.code, 0);
      EXPECT_EQ(run.err, "");
      EXPECT_EQ(run.out.find("usage: braid record " + what), 0U);
      EXPECT_LE(occurrences(run.out, "\n"), 24U) << run.out;
      EXPECT_EQ(occurrences(run.out, "\nExample:  braid record " + what), 1U) << run.out;
      std::istringstream lines(run.out);
      for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
    }
  }
}

TEST(RecordClient, WantsOneThingToRecord) {
  EXPECT_EQ(message({"client"}), "nothing to record: a command behind --, or --load DIR\n");
  EXPECT_EQ(message({"client", "--"}), "nothing to record: a command behind --, or --load DIR\n");
  EXPECT_EQ(message({"client", "ls", "/"}), "`ls` is no option; a command is written behind --\n");
  EXPECT_EQ(message({"client", "--load", "/tmp", "--", "ls"}),
            "either --load or a command behind --, not both\n");
}

TEST(RecordClient, WantsOptionsThatBelongTogether) {
  EXPECT_EQ(message({"client", "--laod", "/tmp"}), "unknown option `--laod`; did you mean `--load`?\n");
  EXPECT_EQ(message({"client", "--load", "/tmp", "--data", "1"}),
            "--data is for a command, not for --load\n");
  EXPECT_EQ(message({"client", "--load", "/tmp", "--client", "c1=/"}),
            "--client is for a command, not for --load\n");
  for (const std::string option : {"clients", "workload", "operations", "files", "seed"})
    EXPECT_EQ(message({"client", "--" + option, "1", "--", "ls"}), "--" + option + " needs --load\n");
  EXPECT_EQ(message({"client", "--force", "--", "ls"}), "--force needs --load\n");
  EXPECT_EQ(message({"client", "--client", "c1", "--", "ls"}), "--client is `c1`; NAME=PREFIX is needed\n");
  EXPECT_EQ(message({"client", "--load", "/tmp", "--workload", "sessions"}),
            "--workload is `sessions`; one of register, session, lock, append, mix is needed\n");
  EXPECT_EQ(message({"client", "--load", "/tmp", "--clients", "100"}),
            "--clients is `100`; a whole number from 1 to 99 is needed\n");
  EXPECT_EQ(message({"client", "--load", "/tmp,,/"}).substr(0, 6), "--load");
}

TEST(RecordClient, RecordsAWorkload) {
  const TemporaryDirectory directory;
  const std::string out = directory.path("run.ndjson");
  const VerbRun run = braid({"record", "client", "--load", directory.path() + "/," + directory.path(),
                             "--operations", "10", "--workload", "append", "-o", out});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, "20 events of 2 clients; 0 calls failed, 0 did not return\n");
  const std::vector<json> lines = lines_of(contents(out));
  EXPECT_EQ(lines.size(), 22U);
  EXPECT_EQ(lines.front().at("kind"), "operations");
  EXPECT_EQ(directory.names(), std::vector<std::string>{"run.ndjson"});
}

TEST(RecordClient, SaysThatThereIsNoSuchProgram) {
  const TemporaryDirectory directory;
  const VerbRun run = braid({"record", "client", "-o", directory.path("x"), "--", "no-such-program"});
  EXPECT_EQ(run.code, 3);
  EXPECT_TRUE(is_one_message(run.err)) << run.err;
  EXPECT_TRUE(directory.names().empty());
}

TEST(RecordGuest, WantsOptionsThatBelongTogether) {
  EXPECT_EQ(message({"guest", "ls"}), "`ls` is no option; a command is written behind --\n");
  EXPECT_EQ(message({"guest", "--pgaes", "3"}), "unknown option `--pgaes`; did you mean `--pages`?\n");
  EXPECT_EQ(message({"guest", "--with", "xen"}), "--with is `xen`; kvm or qemu is needed\n");
  EXPECT_EQ(message({"guest", "--with", "qemu", "--", "ls"}),
            "--with qemu runs a guest of its own; a command needs kvm\n");
  constexpr std::array<const char*, 6> kForKvm = {"buffer", "event", "map", "pages", "rounds", "shared"};
  for (const std::string option : kForKvm)
    EXPECT_EQ(message({"guest", "--with", "qemu", "--" + option, "8"}),
              "--" + option + " is not for --with qemu\n");
  for (const std::string option : {"pages", "rounds", "shared"})
    EXPECT_EQ(message({"guest", "--" + option, "8", "--", "ls"}),
              "--" + option + " is for the built-in machines, not for a command\n");
  EXPECT_EQ(message({"guest", "--map", "x"}), "--map needs a command behind --\n");
}

TEST(RecordGuest, WantsNumbersInTheirRanges) {
  EXPECT_EQ(message({"guest", "--pages", "0"}), "--pages is `0`; a whole number from 1 to 64 is needed\n");
  EXPECT_EQ(message({"guest", "--pages", "65"}), "--pages is `65`; a whole number from 1 to 64 is needed\n");
  EXPECT_EQ(message({"guest", "--shared", "17"}),
            "--shared is `17`; a whole number from 0 to 16 is needed\n");
  EXPECT_EQ(message({"guest", "--rounds", "100001"}),
            "--rounds is `100001`; a whole number from 0 to 100000 is needed\n");
  EXPECT_EQ(message({"guest", "--buffer", "4"}),
            "--buffer is `4`; a whole number from 8 to 1048576 is needed\n");
}

TEST(RecordGuest, SaysThatThereIsNoSuchProgram) {
  const VerbRun run = braid({"record", "guest", "--", "no-such-program"});
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.err, "braid record: no-such-program: there is no such program to run\n");
}

TEST(RecordGuest, RecordsTheBuiltInMachines) {
  const TemporaryDirectory directory;
  const std::string out = directory.path("run.ndjson");
  const VerbRun run = braid({"record", "guest", "--with", "kvm", "--pages", "2", "--rounds", "1", "-o", out});
  if (run.code == 3) GTEST_SKIP() << run.err;
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, "");
  const std::vector<json> lines = lines_of(contents(out));
  EXPECT_EQ(lines.front().at("kind"), "guest");
  EXPECT_EQ(lines.front().at("system"), "kvm");
  EXPECT_EQ(count(lines, "memory"), 2U);
  EXPECT_GT(count(lines, "map"), 0U);
  EXPECT_EQ(count(lines, "lost"), 0U);
}

TEST(RecordGuest, KeepsARecordingWhoseMapIsMissing) {
  const TemporaryDirectory directory;
  const std::string text = directory.write("map", "no map\n");
  // Another recorder's machines are recorded, too: any machine of the host is.
  const VerbRun run = braid(
      {"record", "guest", "--map", text, "--map", directory.path("none"), "--", "/bin/sh", "-c", "exit 0"});
  if (run.code == 3 && run.err.find("no event was recorded") == std::string::npos) GTEST_SKIP() << run.err;
  EXPECT_NE(run.err.find("braid record: /bin/sh ended with exit status 0\nbraid record: " + text +
                         ": it is no map of a machine's memory; lines as `vm1 pid 5408 gpa 0 size 1000000 "
                         "hva 0x7feb6a200000`\nbraid record: " +
                         directory.path("none") + ": cannot read it: No such file or directory\n"),
            std::string::npos)
      << run.err;
  EXPECT_TRUE(run.code == 3 || run.code == 4) << run.code;
}

TEST(RecordGuest, RecordsAGuestUnderQemu) {
  const VerbRun run = braid({"record", "guest", "--with", "qemu"});
  if (run.code == 3) GTEST_SKIP() << run.err;
  EXPECT_EQ(run.code, 0) << run.err;
  const std::vector<json> lines = lines_of(run.out);
  EXPECT_EQ(lines.front().at("kind"), "guest");
  EXPECT_EQ(lines.front().at("clock"), "position");
  EXPECT_GT(count(lines, "trap"), 100U);
  EXPECT_EQ(braid({"record", "guest", "--with", "qemu"}).out, run.out) << "it is the same at each run";
}

}  // namespace
}  // namespace braid::test
