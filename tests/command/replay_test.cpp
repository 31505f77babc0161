// braid replay: one schedule, step by step.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

VerbRun replay(const std::string& schedule) {
  return braid({"replay", "-A", kQuestion4, "--schedule", schedule});
}

TEST(Replay, ShowsWhatEachStepChanges) {
  const VerbRun run = replay("000111");
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(
      run.out,
      "afs2: 2 clients, 1 file, 6 steps; schedule 000111\n"
      "step  actor  event    what changes\n"
      "   1  c0     open a   callbacks.c0.a false -> true; c0.open.a 0 -> 1;\n"
      "                      c0.cache.a.{present, valid, trusted} false -> true; c0.cache.a.refs 0 -> 1;\n"
      "                      c0.cache.a.{data, version} none -> 0\n"
      "   2  c0     write a  c0.cache.a.dirty false -> true; c0.cache.a.{data, version} 0 -> 1\n"
      "   3  c0     close a  server.a 0 -> 1; server.version.a 0 -> 1; c0.open.a 1 -> 0;\n"
      "                      c0.cache.a.dirty true -> false; c0.cache.a.refs 1 -> 0\n"
      "   4  c1     open a   callbacks.c1.a false -> true; c1.open.a 0 -> 1;\n"
      "                      c1.cache.a.{present, valid, trusted} false -> true; c1.cache.a.refs 0 -> 1;\n"
      "                      c1.cache.a.{data, version} none -> 1\n"
      "   5  c1     read a   c1.read1 = 1\n"
      "   6  c1     close a  c1.open.a 1 -> 0; c1.cache.a.refs 1 -> 0\n"
      "final: server.a=1; c1.read1=1\n");
}

TEST(Replay, ShowsWhatCouldFollowWhereTheScheduleStopsEarly) {
  const VerbRun run = braid({"replay", "-A", kQuestion4, "-S", "0001"});
  EXPECT_EQ(run.code, 0);
  EXPECT_NE(run.out.find("stops early: server.a=1; c1.read1=none\ncould follow:\n    1  c1: read a\n"),
            std::string::npos)
      << run.out;
  const VerbRun empty = replay("");
  EXPECT_EQ(empty.out,
            "afs2: 2 clients, 1 file, 6 steps; schedule without steps\n"
            "stops early: server.a=0; c1.read1=none\n"
            "could follow:\n    0  c0: open a\n    1  c1: open a\n");
}

TEST(Replay, WritesADocument) {
  const VerbRun run = braid({"replay", "-A", kQuestion4, "-S", "0,0,0,1,1", "--json"});
  const json document = json::parse(run.out);
  EXPECT_EQ(mismatch("replay", document), "");
  EXPECT_EQ(document.at("schedule"), "00011");
  EXPECT_EQ(document.at("steps").size(), 5U);
  EXPECT_EQ(document.at("steps").at(4).at("changes"),
            json::parse(R"([{"observable":"c1.read1","before":"none","after":"1"}])"));
  EXPECT_EQ(document.at("ended"), false);
  EXPECT_EQ(document.at("values"), json::parse(R"({"server.a":"1","c1.read1":"1"})"));
  EXPECT_EQ(document.at("next"), json::parse(R"([{"label":1,"step":"c1: close a"}])"));
  const json whole = json::parse(braid({"replay", "-A", kQuestion4, "-S", "000111", "--json"}).out);
  EXPECT_EQ(mismatch("replay", whole), "");
  EXPECT_EQ(whole.at("ending"), "final");
}

TEST(Replay, EndsInAnErrorWhereAStepCannotBeCarriedOut) {
  const VerbRun run = braid({"replay", "-A", kFailingStep, "-S", "01110111000", "--json"});
  if (run.code != 0) {  // the schedule goes on after the failing step
    EXPECT_EQ(run.code, 3);
    EXPECT_NE(run.err.find("step"), std::string::npos) << run.err;
  }
  const json counted = json::parse(braid({"count", "-A", kFailingStep, "--json"}).out);
  for (const json& outcome : counted.at("outcomes")) {
    if (!outcome.contains("ending")) continue;
    const json document =
        json::parse(braid({"replay", "-A", kFailingStep, "-S", outcome.at("witness"), "--json"}).out);
    EXPECT_EQ(mismatch("replay", document), "");
    EXPECT_EQ(document.at("ending"), "error");
    EXPECT_EQ(document.at("steps").back().at("failed"), true);
  }
}

TEST(Replay, TakesEveryWitnessBack) {
  const json counted =
      json::parse(braid({"count", "--random", "-C", "3", "-n", "2", "-s", "7", "--json"}).out);
  ASSERT_FALSE(counted.at("outcomes").empty());
  for (const json& outcome : counted.at("outcomes")) {
    const VerbRun run =
        braid({"replay", "--random", "-C", "3", "-n", "2", "-s", "7", "-S", outcome.at("witness"), "--json"});
    EXPECT_EQ(json::parse(run.out).at("values"), outcome.at("values"));
  }
}

TEST(Replay, ReadsSchedulesFromFiles) {
  TemporaryDirectory directory;
  const auto first_line = [&](const std::string& file) {
    const VerbRun run = replay(file);
    EXPECT_EQ(run.code, 0) << run.err;
    return run.out.substr(0, run.out.find('\n'));
  };
  const std::string expected = "afs2: 2 clients, 1 file, 6 steps; schedule 000111";
  EXPECT_EQ(first_line(directory.write("text", "000\n111\n")), expected);
  EXPECT_EQ(first_line(directory.write("commas", "0, 0, 0,\n1, 1, 1\n")), expected);
  EXPECT_EQ(first_line(directory.write("replay.json",
                                       braid({"replay", "-A", kQuestion4, "-S", "000111", "--json"}).out)),
            expected);
  const VerbRun counted = braid({"count", "-A", kQuestion4, "--where", "c1.read1 = 1", "--json"});
  EXPECT_EQ(first_line(directory.write("count.json", counted.out)), expected);
}

TEST(Replay, RefusesFilesWithoutASchedule) {
  TemporaryDirectory directory;
  const std::vector<std::string> files = {
      directory.write("deep.json", "{\"schedule\": " + std::string(200000, '[')),
      directory.write("other.json", "{\"verdict\": \"holds\"}"),
      directory.write("number.json", "{\"schedule\": 11}"),
      directory.write("words", "first client 0\n"),
      directory.path("missing"),
      directory.path(),
  };
  for (const std::string& file : files) {
    const VerbRun run = replay(file);
    EXPECT_EQ(run.code, 3) << file;
    EXPECT_EQ(run.out, "");
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
  }
}

TEST(Replay, NamesTheStepThatIsWrong) {
  EXPECT_EQ(replay("0120").err,
            "braid replay: --schedule: step 3: there is no actor 2; a schedule here is a string of digits "
            "from 0 to 1\n");
  EXPECT_EQ(replay("0000").code, 3);
  EXPECT_NE(replay("0000").err.find("step 4"), std::string::npos);
  EXPECT_NE(replay("0001111").err.find("step 7"), std::string::npos);
  EXPECT_EQ(replay("0,1,").code, 3);
  EXPECT_EQ(replay("99999999999999999999999,0").code, 3);
}

TEST(Replay, SaysThatNumbersOfSchedulesComeLater) {
  const VerbRun run = replay("17/20");
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.err,
            "braid replay: --schedule: `17/20` is the number of a schedule, which this version does not "
            "know; give the "
            "schedule itself, as in 011100\n");
}

TEST(Replay, NeedsASchedule) {
  EXPECT_EQ(braid({"replay", "-A", kQuestion4}).code, 2);
  EXPECT_EQ(braid({"replay", "-S", "01"}).code, 2);
}

}  // namespace
}  // namespace braid::test
