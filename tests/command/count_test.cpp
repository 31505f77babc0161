// braid count: tables, options, JSON.
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

json counted(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"count", "--json"};
  all.insert(all.end(), words.begin(), words.end());
  const VerbRun run = braid(all);
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  json document = json::parse(run.out);
  EXPECT_EQ(mismatch("count", document), "");
  return document;
}

TEST(Count, FaultsHaveNoProbability) {
  const TemporaryDirectory directory;
  const std::string programs = "system afs2 granularity=message\nfile a = 0\nclient c0: open a, close\n";
  const std::string faultless = directory.write("faultless.trace", programs + "faults loss<=0\n");
  EXPECT_NE(braid({"count", faultless}).out.find("random scheduler"), std::string::npos);
  const std::string faulty = directory.write("faulty.trace", programs + "faults loss<=1\n");
  const VerbRun run = braid({"count", faulty});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out.find("random scheduler"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("blocked (c0 waits)"), std::string::npos) << run.out;
  EXPECT_NE(braid({"check", faulty, "--property", "close-to-open"}).out.find("holds within loss<=1 ("),
            std::string::npos);
}

TEST(Count, AnswersHomeworkQuestion4) {
  const VerbRun run = braid({"count", "-A", kQuestion4});
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(run.out,
            "afs2: 2 clients, 1 file, 6 steps; 20 states, 26 transitions\n"
            "Histogram (2 outcomes, 20 schedules)\n"
            "     19  95.00 %  random scheduler 7/8   server.a=1; c1.read1=0   via 111000\n"
            "      1   5.00 %  random scheduler 1/8   server.a=1; c1.read1=1   via 000111\n");
}

TEST(Count, WritesTheJsonOfTheDesign) {
  const json expected = json::parse(R"({
    "model": "afs2", "granularity": "operation", "schedules": "20", "states": 20, "transitions": 26, "complete": true,
    "outcomes": [
      {"values": {"c1.read1": "0", "server.a": "1"}, "schedules": "19",
       "probability": {"numerator": "7", "denominator": "8"}, "witness": "111000"},
      {"values": {"c1.read1": "1", "server.a": "1"}, "schedules": "1",
       "probability": {"numerator": "1", "denominator": "8"}, "witness": "000111"}]})");
  EXPECT_EQ(counted({"-A", kQuestion4}), expected);
}

TEST(Count, TellsOutcomesApartByChosenObservables) {
  EXPECT_EQ(counted({"-A", kQuestion4, "--by", "server.a"}).at("outcomes").size(), 1U);
  EXPECT_EQ(counted({"-A", kQuestion4, "--by", "contents"}).at("outcomes").size(), 1U);
  EXPECT_EQ(counted({"-A", kQuestion4, "--by", "reads"}).at("outcomes").size(), 2U);
  const VerbRun run = braid({"count", "-A", kQuestion4, "--by", "c1.read1, c1.cache.a.valid,c1.read1"});
  EXPECT_EQ(run.code, 0);
  EXPECT_NE(run.out.find("c1.read1=1; c1.cache.a.valid=true"), std::string::npos) << run.out;
}

TEST(Count, RefusesObservablesThatTheTraceDoesNotHave) {
  const VerbRun run = braid({"count", "-A", kQuestion4, "--by", "c1.red1"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, "braid count: --by: there is no observable `c1.red1`; did you mean `c1.read1`?\n");
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--by", "a,,b"}).code, 2);
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--by", ""}).code, 2);
}

TEST(Count, LeavesOutWhatWhereDoesNotAdmit) {
  const json one = counted({"-A", kQuestion4, "--where", "c1.read1 = 1"});
  EXPECT_EQ(one.at("outcomes").size(), 1U);
  EXPECT_EQ(one.at("schedules"), "1");
  EXPECT_EQ(one.at("left_out"), "19");
  EXPECT_EQ(one.at("outcomes").at(0).at("probability").at("denominator"), "8");
  const json none = counted({"-A", kQuestion4, "--where", "c1.read1 = 2"});
  EXPECT_EQ(none.at("outcomes").size(), 0U);
  EXPECT_EQ(none.at("left_out"), "20");
  const VerbRun text = braid({"count", "-A", kQuestion4, "--where", "c1.read1 = 1"});
  EXPECT_NE(text.out.find("Histogram (1 outcome, 1 of 20 schedules; --where leaves out the others)"),
            std::string::npos);
}

TEST(Count, PointsAtMistakesInWhere) {
  const VerbRun run = braid({"count", "-A", kQuestion4, "--where", "c1.read1 = and"});
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.err.find("braid count: --where:1:12: "), 0U) << run.err;
  EXPECT_TRUE(is_one_message(run.err)) << run.err;
}

TEST(Count, LeavesOutWitnessesAndProbabilitiesOnRequest) {
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--no-witness", "--no-probability"}).out,
            "afs2: 2 clients, 1 file, 6 steps; 20 states, 26 transitions\n"
            "Histogram (2 outcomes, 20 schedules)\n"
            "     19  95.00 %  server.a=1; c1.read1=0\n"
            "      1   5.00 %  server.a=1; c1.read1=1\n");
  const json document = counted({"-A", kQuestion4, "--no-witness", "--no-probability"});
  EXPECT_FALSE(document.at("outcomes").at(0).contains("witness"));
  EXPECT_FALSE(document.at("outcomes").at(0).contains("probability"));
  EXPECT_EQ(braid({"count", "-A", kQuestion4, "--no-witness", "--witness"}).code, 2);
}

TEST(Count, ShowsSchedulesWithAFailingStepAsAnOutcomeOfTheirOwn) {
  const json document = counted({"-A", kFailingStep});
  std::size_t errors = 0;
  boost::multiprecision::cpp_int sum = 0;
  for (const json& outcome : document.at("outcomes")) {
    sum += boost::multiprecision::cpp_int(outcome.at("schedules").get<std::string>());
    if (outcome.value("ending", "") != "error") continue;
    ++errors;
    EXPECT_TRUE(outcome.at("values").empty());
    EXPECT_FALSE(outcome.at("witness").get<std::string>().empty());
  }
  EXPECT_EQ(errors, 1U);
  EXPECT_EQ(document.at("schedules"), sum.str());
  EXPECT_NE(braid({"count", "-A", kFailingStep}).out.find("  error  "), std::string::npos);
}

TEST(Count, PrintsTheFirstHundredOutcomesUnlessAllAreWanted) {
  // Three clients that read three times and write twice: 258 outcomes.
  const std::vector<std::string> words = {"count", "--random", "-C", "3", "-n", "4", "-s", "3"};
  const VerbRun first = braid(words);
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(occurrences(first.out, "random scheduler"), 100U);
  EXPECT_NE(first.out.find(" more outcomes; --witness or --json gives all, --by fewer\n"), std::string::npos);
  std::vector<std::string> more = words;
  more.push_back("--witness");
  const VerbRun all = braid(more);
  EXPECT_GT(occurrences(all.out, "   via "), 100U);
  EXPECT_EQ(occurrences(all.out, "more outcomes"), 0U);
}

TEST(Count, OrdersOutcomesByFallingSchedules) {
  const json document = counted({"--random", "-C", "3", "-n", "2", "-s", "7"});
  boost::multiprecision::cpp_int last("17153136");
  for (const json& outcome : document.at("outcomes")) {
    const boost::multiprecision::cpp_int schedules(outcome.at("schedules").get<std::string>());
    EXPECT_LE(schedules, last);
    last = schedules;
  }
  EXPECT_EQ(document.at("schedules"), "17153136");
}

TEST(Count, GivesTheSameBytesForEveryNumberOfThreadsAndWithAnArchive) {
  const std::vector<std::string> words = {"count", "--random", "-C", "3", "-n", "3", "-s", "5", "--json"};
  const std::string expected = braid(words).out;
  ASSERT_FALSE(expected.empty());
  TemporaryDirectory directory;
  const std::vector<std::vector<std::string>> variants = {{"--threads", "1"},
                                                          {"--threads", "8"},
                                                          {"--archive", "memory"},
                                                          {"--archive", directory.path("ranks")}};
  for (const auto& variant : variants) {
    std::vector<std::string> more = words;
    more.insert(more.end(), variant.begin(), variant.end());
    EXPECT_EQ(braid(more).out, expected) << variant.back();
  }
  EXPECT_TRUE(std::filesystem::exists(directory.path("ranks/rank-0.braid")));
}

TEST(Count, DoesNotWriteOverAnArchive) {
  TemporaryDirectory directory;
  ASSERT_EQ(braid({"count", "-A", kQuestion4, "--archive", directory.path()}).code, 0);
  const VerbRun again = braid({"count", "-A", kQuestion4, "--archive", directory.path()});
  EXPECT_EQ(again.code, 3);
  EXPECT_TRUE(is_one_message(again.err)) << again.err;
}

TEST(Count, IgnoresTheConditionsOfATrace) {
  TemporaryDirectory directory;
  const std::string file = directory.write("false.trace",
                                           "system afs2\nfile a = 0\nclient c0: open a, close\n"
                                           "never: server.a = 0\n");
  EXPECT_EQ(braid({"count", file}).code, 0);
}

TEST(Count, WritesSchedulesOfMoreThanTenActorsWithCommas) {
  std::string trace = "system afs2\nfile a = 0\n";
  for (int client = 0; client < 64; ++client) {
    trace +=
        "client c" + std::to_string(client) + ":" + (client % 32 == 5 ? " open a, write, close" : "") + "\n";
  }
  TemporaryDirectory directory;
  const json document = counted({directory.write("many.trace", trace)});
  EXPECT_EQ(document.at("schedules"), "20");
  for (const json& outcome : document.at("outcomes")) {
    const bool last_is_37 = outcome.at("values").at("server.a") == "c37#1";
    EXPECT_EQ(outcome.at("witness"), last_is_37 ? "5,5,5,37,37,37" : "37,37,37,5,5,5");
  }
}

}  // namespace
}  // namespace braid::test
