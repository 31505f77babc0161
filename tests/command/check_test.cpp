// braid check: verdicts, counterexamples, JSON.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

constexpr const char* kQuestion4Trace =
    "system afs2\nvalues counter\nfile a = 0\nclient c0: open a, write, close\nclient c1: open a, read, "
    "close\n";

json checked(const std::vector<std::string>& words, int code) {
  std::vector<std::string> all = {"check", "--json"};
  all.insert(all.end(), words.begin(), words.end());
  const VerbRun run = braid(all);
  EXPECT_EQ(run.code, code) << run.err;
  json document = json::parse(run.out);
  EXPECT_EQ(mismatch("check", document), "");
  return document;
}

constexpr const char* kOvertaken =
    "system afs2 granularity=message grant=unchecked\nfile a = 0\nclient c0: open a, read, close\n"
    "client c1: open a, write, close\n";

TEST(Check, AViolationThatTheTraceExpectsIsRight) {
  const TemporaryDirectory directory;
  const std::string trace =
      directory.write("broken.trace", std::string(kOvertaken) + "expect callback-coherence violated\n");
  const json document = checked({trace}, 0);
  const json& claim = document.at("traces").at(0).at("claims").at(0);
  EXPECT_EQ(claim.at("name"), "callback-coherence");
  EXPECT_EQ(claim.at("verdict"), "violated");
  EXPECT_EQ(claim.at("expected"), "violated");
  EXPECT_TRUE(claim.contains("counterexample"));
  EXPECT_EQ(document.at("traces").at(0).at("verdict"), "holds");
  const VerbRun run = braid({"check", trace});
  EXPECT_NE(run.out.find("callback-coherence  violated, as expected\n"), std::string::npos) << run.out;
}

TEST(Check, AnExpectationThatIsNotMetIsAViolation) {
  const TemporaryDirectory directory;
  const std::string holds =
      directory.write("holds.trace", std::string(kOvertaken) + "expect callback-coherence holds\n");
  checked({holds}, 1);
  const std::string violated =
      directory.write("violated.trace", std::string(kOvertaken) + "expect durable-close violated\n");
  checked({violated}, 1);
  const VerbRun run = braid({"check", violated});
  EXPECT_NE(run.out.find("durable-close  holds, but a violation is expected\n"), std::string::npos)
      << run.out;
}

TEST(Check, ExpectationsOfProgress) {
  const TemporaryDirectory directory;
  const std::string lossy = std::string(kOvertaken) + "faults loss<=1\n";
  const std::string expected = directory.write("expected.trace", lossy + "expect progress violated\n");
  EXPECT_EQ(braid({"check", expected}).code, 0);
  const std::string unmet =
      directory.write("unmet.trace", std::string(kOvertaken) + "expect progress violated\n");
  EXPECT_EQ(braid({"check", unmet}).code, 1);
  const std::string holds =
      directory.write("progress.trace", std::string(kOvertaken) + "expect progress holds\n");
  EXPECT_EQ(braid({"check", holds}).code, 0);
}

/// A violation that is expected does not end the search: whether actors wait for ever is asked too.
TEST(Check, LooksForBlockedStatesBehindAnExpectedViolation) {
  const TemporaryDirectory directory;
  const std::string trace = directory.write(
      "both.trace", std::string(kOvertaken) + "expect callback-coherence violated\nexpect progress holds\n");
  const VerbRun run = braid({"check", trace});
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  EXPECT_NE(run.out.find("progress            holds"), std::string::npos) << run.out;
}

TEST(Check, ExpectationsNameProperties) {
  const TemporaryDirectory directory;
  const std::string unknown =
      directory.write("unknown.trace", std::string(kOvertaken) + "expect callback-coherense holds\n");
  const VerbRun run = braid({"check", unknown});
  EXPECT_EQ(run.code, 3);
  EXPECT_NE(run.err.find("unknown.trace:5:8"), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("did you mean `callback-coherence`?"), std::string::npos) << run.err;
}

TEST(Check, ChecksAllPropertiesOfATraceWithoutConditions) {
  const VerbRun run = braid({"check", "-A", kQuestion4});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out,
            "-A oa1:w1:c1,oa1:r1:c1; afs2: 2 clients, 1 file, 6 steps; 19 states, 22 transitions swept, by "
            "partial order\n"
            "callback-coherence  holds (19 states swept)\n"
            "close-to-open       holds (19 states swept)\n"
            "last-closer-wins    holds (19 states swept)\n"
            "no-lost-write       holds (19 states swept)\n"
            "reference-count     holds (19 states swept)\n"
            "session-snapshot    holds (19 states swept)\n");
}

TEST(Check, ShowsTheShortestCounterexample) {
  const VerbRun run = braid({"check", "-A", kReopenFlaw, "--property", "session-snapshot"});
  EXPECT_EQ(run.code, 1);
  EXPECT_NE(run.out.find("session-snapshot  violated\n"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("c=c0, f=a"), std::string::npos);
  EXPECT_NE(run.out.find("c0.cache.a.data = 1"), std::string::npos);
  EXPECT_NE(run.out.find("  replay: braid replay -A " + std::string(kReopenFlaw) + " --schedule 001110\n"),
            std::string::npos);
  EXPECT_EQ(occurrences(run.out, "     6  c0     open a [2]"), 1U);
}

TEST(Check, ReplaysItsCounterexampleFromTheDocument) {
  const json document = checked({"-A", kReopenFlaw, "--property", "session-snapshot"}, 1);
  const json claim = document.at("traces").at(0).at("claims").at(0);
  EXPECT_EQ(claim.at("counterexample"), "001110");
  EXPECT_EQ(claim.at("steps").size(), 6U);
  EXPECT_EQ(claim.at("explanation").at("instance"), "c=c0, f=a");
  TemporaryDirectory directory;
  const std::string file = directory.write("counterexample.json", document.dump());
  const VerbRun replayed = braid({"replay", "-A", kReopenFlaw, "--schedule", file});
  EXPECT_EQ(replayed.code, 0) << replayed.err;
  EXPECT_NE(replayed.out.find("schedule 001110\n"), std::string::npos);
}

TEST(Check, ChecksTheConditionsOfATraceOnly) {
  TemporaryDirectory directory;
  const std::string holds = directory.write(
      "holds.trace", std::string(kQuestion4Trace) + "exists: c1.read1 =   1\nnever: c1.read1 = 2\n");
  const json document = checked({holds}, 0);
  const json& claims = document.at("traces").at(0).at("claims");
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims.at(0).at("name"), "exists: c1.read1 = 1");
  EXPECT_EQ(claims.at(0).at("kind"), "condition");
  EXPECT_EQ(claims.at(0).at("witness"), "000111");
  EXPECT_FALSE(claims.at(1).contains("witness"));
}

TEST(Check, FindsConditionsThatDoNotHold) {
  TemporaryDirectory directory;
  const auto verdict = [&](const std::string& condition) {
    const std::string file = directory.write("some.trace", kQuestion4Trace + condition + "\n");
    return checked({file}, 1).at("traces").at(0).at("claims").at(0);
  };
  EXPECT_EQ(verdict("never: c1.read1 = 1").at("counterexample"), "000111");
  EXPECT_EQ(verdict("forall: c1.read1 = 0").at("counterexample"), "000111");
  EXPECT_EQ(verdict("always: server.a = 0").at("counterexample"), "000");
  EXPECT_FALSE(verdict("exists: c1.read1 = 2").contains("counterexample"));
}

TEST(Check, AddsPropertiesAndConditionsFromTheCommandLine) {
  TemporaryDirectory directory;
  const std::string file =
      directory.write("one.trace", std::string(kQuestion4Trace) + "exists: c1.read1 = 1\n");
  const json document = checked({file, "--property", "session-snapshot,reference-count", "--condition",
                                 "forall: server.a = 1", "--condition", "exists: c1.read1 = 0"},
                                0);
  EXPECT_EQ(document.at("traces").at(0).at("claims").size(), 5U);
  EXPECT_EQ(checked({file, "--property", "all"}, 0).at("traces").at(0).at("claims").size(), 7U);
  EXPECT_EQ(checked({file, "--property", "all,session-snapshot"}, 0).at("traces").at(0).at("claims").size(),
            7U);
}

TEST(Check, RefusesPropertiesAndConditionsThatThereAreNot) {
  const auto message = [](const std::vector<std::string>& words) {
    std::vector<std::string> all = {"check", "-A", kQuestion4};
    all.insert(all.end(), words.begin(), words.end());
    const VerbRun run = braid(all);
    EXPECT_EQ(run.out, "");
    return std::to_string(run.code) + " " + run.err;
  };
  EXPECT_EQ(message({"--property", "session-snapshott"}),
            "2 braid check: there is no property `session-snapshott`; did you mean `session-snapshot`?\n");
  EXPECT_EQ(message({"--property", "nothing-like-it"}),
            "2 braid check: there is no property `nothing-like-it`; braid list properties lists them\n");
  EXPECT_EQ(message({"--condition", "exist: c1.read1 = 1"})
                .find("2 braid check: --condition `exist: c1.read1 = 1` "),
            0U);
  EXPECT_EQ(message({"--condition", "c1.read1 = 1"}).at(0), '2');
  EXPECT_EQ(
      message({"--condition", "exists: c1.red1 = 1"})
          .find("3 braid check: --condition:1:9: unknown observable `c1.red1`; did you mean `c1.read1`?\n"),
      0U);
  EXPECT_EQ(message({"--properties", "/nonexistent"}).at(0), '3');
}

TEST(Check, TakesPropertiesFromADirectory) {
  TemporaryDirectory directory;
  const std::string text =
      "property unwritten\n  \"Nobody writes.\"\n  source \"a test\"\n  systems afs2\n"
      "  always for f in files: server[f] = 0\n";
  static_cast<void>(directory.write("unwritten.property", text));
  const json document = checked({"-A", kQuestion4, "--properties", directory.path()}, 1);
  EXPECT_EQ(document.at("traces").at(0).at("claims").size(), 1U);
  EXPECT_EQ(document.at("traces").at(0).at("claims").at(0).at("name"), "unwritten");
}

TEST(Check, ReportsAPropertyThatDoesNotApply) {
  TemporaryDirectory directory;
  static_cast<void>(directory.write(
      "other.property", "property other\n  \"x\"\n  source \"x\"\n  systems nfs2\n  always: true\n"));
  EXPECT_EQ(braid({"check", "-A", kQuestion4, "--properties", directory.path(), "--property", "other"}).code,
            2);
  const VerbRun nothing = braid({"check", "-A", kQuestion4, "--properties", directory.path()});
  EXPECT_EQ(nothing.code, 3);
  EXPECT_NE(nothing.err.find("nothing to check"), std::string::npos);
}

TEST(Check, CountsAStepThatFailsAsAViolation) {
  const VerbRun run = braid({"check", "-A", kFailingStep, "--condition", "exists: server.a >= 0"});
  EXPECT_EQ(run.code, 1);
  EXPECT_NE(run.out.find("violated: a step cannot be carried out"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("FAILS: the step cannot be carried out"), std::string::npos);
  const json document = checked({"-A", kFailingStep, "--condition", "exists: server.a >= 0"}, 1);
  EXPECT_EQ(document.at("traces").at(0).at("claims").at(1).at("kind"), "error");
  EXPECT_TRUE(document.at("traces").at(0).at("claims").at(1).contains("counterexample"));
}

TEST(Check, ReturnsTheWorstOfSeveralTraces) {
  TemporaryDirectory directory;
  const std::string holds =
      directory.write("holds.trace", std::string(kQuestion4Trace) + "exists: c1.read1 = 1\n");
  const std::string fails =
      directory.write("fails.trace", std::string(kQuestion4Trace) + "never: c1.read1 = 1\n");
  EXPECT_EQ(braid({"check", holds, holds}).code, 0);
  EXPECT_EQ(braid({"check", fails, holds}).code, 1);
  EXPECT_EQ(checked({holds, fails}, 1).at("traces").size(), 2U);
  const VerbRun missing = braid({"check", fails, directory.path("missing.trace"), holds});
  EXPECT_EQ(missing.code, 3);
  EXPECT_EQ(occurrences(missing.out, "1 file, 6 steps"), 2U) << "the other traces are checked all the same";
  EXPECT_TRUE(is_one_message(missing.err)) << missing.err;
}

TEST(Check, QuotesTheTraceForTheShell) {
  TemporaryDirectory directory;
  const std::string file =
      directory.write("it's a trace.trace", std::string(kQuestion4Trace) + "never: c1.read1 = 1\n");
  const VerbRun run = braid({"check", file});
  EXPECT_NE(run.out.find("/it'\\''s a trace.trace' --schedule 000111\n"), std::string::npos) << run.out;
}

}  // namespace
}  // namespace braid::test
