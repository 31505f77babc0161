// Runs that are stopped, or refused before they begin.
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <regex>

#include "braid/checker/command/interrupt.h"
#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

#ifdef BRAID_SMALL_SCOPE
constexpr std::size_t kManyEvents = 20'000;
#else
constexpr std::size_t kManyEvents = 1'000'000;
#endif

explore::Limits::Options steps(std::uint64_t limit) {
  explore::Limits::Options options;
  options.steps = limit;
  return options;
}

/// A client's program of `events` events, all on one descriptor.
std::string long_program(const std::string& client, std::size_t events) {
  std::string line = "client " + client + ": open a";
  for (std::size_t i = 2; i < events; ++i) line += i % 2 == 0 ? ", write" : ", read";
  return line + ", close\n";
}

TEST(Limits, MakeACountIncomplete) {
  const VerbRun run = count_within(steps(40), {"--random", "-C", "3", "-n", "2", "-s", "7"});
  EXPECT_EQ(run.code, 4);
  EXPECT_TRUE(
      std::regex_search(run.out, std::regex("; [0-9]+ states, [0-9]+ transitions so far\n"
                                            "incomplete: step limit at rank [0-9]+ of 18\n"
                                            "Partial histogram \\(0 outcomes, 0 schedules that have ended so "
                                            "far\\)\n$")))
      << run.out;
  EXPECT_EQ(run.out.find('%'), std::string::npos) << "a share of an unknown total";
}

TEST(Limits, GiveAPartialTable) {
  // c0 ends in an error long before c1 is done.
  const VerbRun run = count_within(steps(60), {"-A", kFailingStep, "--json"});
  EXPECT_EQ(run.code, 4);
  const json document = json::parse(run.out);
  EXPECT_EQ(mismatch("count", document), "");
  EXPECT_EQ(document.at("complete"), false);
  EXPECT_EQ(document.at("stopped"), "step limit");
  EXPECT_GT(document.at("rank"), 0);
  EXPECT_GT(document.at("states"), 0);
}

TEST(Limits, MakeVerdictsIncomplete) {
  const VerbRun run = check_within(steps(10), {"-A", kQuestion4, "--property", "session-snapshot"});
  EXPECT_EQ(run.code, 4);
  EXPECT_NE(run.out.find("session-snapshot  incomplete\n"), std::string::npos) << run.out;
  const VerbRun document = check_within(steps(10), {"-A", kQuestion4, "--json"});
  EXPECT_EQ(mismatch("check", json::parse(document.out)), "");
  EXPECT_EQ(json::parse(document.out).at("traces").at(0).at("verdict"), "incomplete");
}

TEST(Limits, DoNotHideAViolationThatWasFoundBefore) {
  const VerbRun run =
      check_within(steps(15), {"-A", kQuestion4, "--condition", "always: not c0.cache.a.present",
                               "--condition", "never: server.a = 9"});
  EXPECT_EQ(run.code, 1) << run.out;
  EXPECT_NE(run.out.find("violated"), std::string::npos);
}

TEST(Limits, OfTimeAndMemoryEndRunsInTheSameWay) {
  const std::vector<std::string> big = {"--random", "-C", "4", "-n", "8", "-s", "1", "--no-witness"};
  std::vector<std::string> little_memory = big;
  little_memory.insert(little_memory.end(), {"--memory", "8M", "--time", "1h"});
  const VerbRun memory = count_within({}, little_memory);
  EXPECT_EQ(memory.code, 4);
  EXPECT_NE(memory.out.find("incomplete: memory limit at rank "), std::string::npos) << memory.out;
  std::vector<std::string> little_time = big;
  little_time.insert(little_time.end(), {"--time", "1ms"});
  const VerbRun time = count_within({}, little_time);
  EXPECT_EQ(time.code, 4);
  EXPECT_NE(time.out.find("incomplete: time limit at rank "), std::string::npos) << time.out;
}

TEST(Interrupt, SetsAFlagOnce) {
  {
    const command::Interrupt interrupt;
    EXPECT_FALSE(command::Interrupt::flag().load());
    std::raise(SIGTERM);
    EXPECT_TRUE(command::Interrupt::flag().load());
  }
  const command::Interrupt again;
  EXPECT_FALSE(command::Interrupt::flag().load());
}

/// Expects that both verbs refuse the trace, with one message that holds `part`.
void expect_refusal(const std::string& file, const std::string& part) {
  for (const char* verb : {"count", "check"}) {
    const VerbRun run = braid({verb, file});
    EXPECT_EQ(run.code, 3);
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.err.find(part), std::string::npos) << run.err;
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
  }
}

TEST(Forecast, RefusesTooManyCells) {
  TemporaryDirectory directory;
  std::string trace = "system afs2\nfile a = 0\n";
  for (const char* client : {"c0", "c1", "c2"}) trace += long_program(client, 5000);
  expect_refusal(directory.write("three.trace", trace), "1.3e+11 cells");
}

#ifndef BRAID_SMALL_SCOPE
TEST(Forecast, RefusesSevenHundredThousandEventsOfTwoClients) {
  TemporaryDirectory directory;
  const std::string trace =
      "system afs2\nfile a = 0\n" + long_program("c0", 350'000) + long_program("c1", 350'000);
  expect_refusal(directory.write("two.trace", trace), "1.2e+11 cells");
}
#endif

TEST(Forecast, RefusesRanksThatDoNotFitTheMemory) {
  TemporaryDirectory directory;
  const std::string file = directory.write(
      "two.trace", "system afs2\nfile a = 0\n" + long_program("c0", 2000) + long_program("c1", 2000));
  const VerbRun run = braid({"count", file, "--memory", "100k"});
  EXPECT_EQ(run.code, 3);
  EXPECT_NE(run.err.find("--memory"), std::string::npos) << run.err;
}

TEST(Forecast, NeverRefusesOneClient) {
  TemporaryDirectory directory;
  const std::string file = directory.write(
      "one.trace", "system afs2\nvalues counter\nfile a = 0\n" + long_program("c0", kManyEvents));
  const VerbRun run = braid({"count", file, "--by", "server.a", "--json"});
  ASSERT_EQ(run.code, 0) << run.err;
  const json document = json::parse(run.out);
  EXPECT_EQ(document.at("schedules"), "1");
  EXPECT_EQ(document.at("states"), kManyEvents + 1);
  EXPECT_EQ(document.at("outcomes").at(0).at("values").at("server.a"), std::to_string((kManyEvents - 2) / 2));
  EXPECT_EQ(document.at("outcomes").at(0).at("witness"), std::string(kManyEvents, '0'));
}

TEST(Forecast, RefusesSixtyFourBusyClients) {
  std::string trace = "system afs2\nfile a = 0\n";
  for (int client = 0; client < 64; ++client)
    trace += "client c" + std::to_string(client) + ": open a, read, close\n";
  TemporaryDirectory directory;
  expect_refusal(directory.write("many.trace", trace), "e+38 cells");
}

}  // namespace
}  // namespace braid::test
