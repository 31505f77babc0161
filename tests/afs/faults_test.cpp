// Faults: their budgets, and what each of them takes and leaves.
#include <gtest/gtest.h>

#include <string>

#include "braid/checker/explore/executor.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::models {
namespace {

constexpr const char* kPrograms =
    "file a = 0\nclient c0: open a, read, close\nclient c1: open a, write, close\n";

CountResult counted_in(const std::string& words, const std::string& rest) {
  const auto system = open_system(parse_notation("test", "system " + words + "\n" + rest));
  explore::Executor executor(1);
  explore::Limits limits;
  CountRequest request;
  request.by = system->default_outcome();
  request.probability = false;
  request.witnesses = 0;
  return system->count(request, {executor, limits});
}

CountResult counted(const std::string& options, const std::string& rest) {
  return counted_in("afs2 granularity=message " + options, rest);
}

bool some_block(const CountResult& result) {
  for (const Outcome& outcome : result.outcomes) {
    if (outcome.key.ending == explore::Ending::blocked) return true;
  }
  return false;
}

TEST(Faults, NoneByDefault) {
  EXPECT_EQ(counted("", kPrograms).sweep.states,
            counted("", std::string(kPrograms) + "faults loss<=0\n").sweep.states);
}

TEST(Faults, ALostCallBlocksUnlessItIsSentAgain) {
  EXPECT_FALSE(some_block(counted("", kPrograms)));
  EXPECT_TRUE(some_block(counted("", std::string(kPrograms) + "faults loss<=1\n")));
  EXPECT_FALSE(some_block(counted("", std::string(kPrograms) + "faults loss<=1 retransmit<=1\n")));
  EXPECT_TRUE(some_block(counted("", std::string(kPrograms) + "faults loss<=2 retransmit<=1\n")));
}

TEST(Faults, ClientsAndServerComeBack) {
  for (const char* fault :
       {"server-crash<=1", "client-crash<=1", "partition<=1", "tick<=2", "duplicate<=1"}) {
    SCOPED_TRACE(fault);
    const CountResult result = counted("", std::string(kPrograms) + "faults " + fault + "\n");
    EXPECT_FALSE(some_block(result));
    EXPECT_GT(result.sweep.states, counted("", kPrograms).sweep.states);
  }
}

/// What a server waited for before it stopped, it does not wait for again: a store can pass a callback that
/// is under way since then.
TEST(Faults, AServerForgetsWhichCallbacksItWaitsFor) {
  const test::TemporaryDirectory directory;
  const std::string trace = directory.write("crash.trace",
                                            "system afs2 granularity=message recovery=none\nfile a = "
                                            "0\nclient c0: open a, read, close, open a, read, close\n"
                                            "client c1: open a, write, close\nfaults server-crash<=1\n"
                                            "always: not (server.up and c0.cache.a.trusted and "
                                            "break_pending.c0.a and c1.open.a = 0 and server.a = c1#1)\n");
  const test::VerbRun run = test::braid({"check", trace});
  EXPECT_EQ(run.code, 1) << run.out << run.err;
  EXPECT_NE(run.out.find("server.a = c1#1)  violated"), std::string::npos) << run.out;
}

/// What is stored again, since the server stopped before it replied, is the file.
TEST(Faults, AStoreThatComesAgainToANewServerCarriesTheFile) {
  const test::TemporaryDirectory directory;
  for (const char* system : {"afs1", "afs2 granularity=message"}) {
    SCOPED_TRACE(system);
    const std::string trace = directory.write(
        "again.trace", std::string("system ") + system +
                           "\nfile a = 0\nclient c0: open a, write, close, open a, write, close\n"
                           "faults server-crash<=1\nexpect last-closer-wins holds\n"
                           "expect monotonic-reads holds\nforall: server.a = c0#2\n");
    const test::VerbRun run = test::braid({"check", trace});
    EXPECT_EQ(run.code, 0) << run.out << run.err;
  }
}

TEST(Faults, ACallWhoseReplyWasLostIsExecutedAgainOnlyIfTheOptionSaysSo) {
  const test::TemporaryDirectory directory;
  for (const char* system : {"afs1", "afs2 granularity=message"}) {
    for (const bool executed : {false, true}) {
      SCOPED_TRACE(system);
      const std::string trace = directory.write(
          "repeated.trace",
          std::string("system ") + system + " repeated=" + (executed ? "executed" : "suppressed") +
              "\nfile a = 0\nclient c0: open a, write, close\nclient c1: open a, write, close\n"
              "faults loss<=1 retransmit<=1\nexpect applied-once " +
              (executed ? "violated" : "holds") + "\nexpect last-closer-wins holds\n");
      const test::VerbRun run = test::braid({"check", trace});
      EXPECT_EQ(run.code, 0) << run.out << run.err;
    }
  }
}

/// An image that could not be stored has no version, and an administrator who has lost the right has none.
TEST(Faults, WhatIsRefusedLeavesNoTrace) {
  const test::TemporaryDirectory directory;
  const std::string trace =
      directory.write("refused.trace",
                      "system afs2 granularity=message\nfile a = 0\ndirectory d: a\nacl d: c0 r, c1 rwa\n"
                      "client c0: open a as 1, open a as 2, write 1, close 1, read 2, close 2\n"
                      "client c1: setacl d c1 rw, setacl d c0 rwa, open a, write, close\n"
                      "expect version-content holds\nexpect access-control holds\nnever: server.a = c0#1\n");
  const test::VerbRun run = test::braid({"check", trace});
  EXPECT_EQ(run.code, 0) << run.out << run.err;
}

/// A file can be dropped between two sessions. By hand: of a program of three sessions, with a budget of one
/// it is dropped in neither gap, the first or the second; with two, in both as well.
TEST(Faults, ADiskThatIsTooSmallDropsFilesBetweenSessions) {
  const char* schedules[] = {"1", "3", "4", "4"};
  for (const char* system : {"afs1", "afs2 granularity=message"}) {
    for (std::size_t budget = 0; budget < std::size(schedules); ++budget) {
      SCOPED_TRACE(budget);
      const CountResult result =
          counted_in(system,
                     "file a = 0\nclient c0: open a, read, close, open a, read, close, open a, read, close\n"
                     "faults evict<=" +
                         std::to_string(budget) + "\n");
      EXPECT_EQ(result.schedules.str(), schedules[budget]);
      EXPECT_EQ(result.outcomes.size(), 1U);
    }
  }
}

/// Not one that is open, nor what is to be stored. The server is told nothing, and keeps its promise.
TEST(Faults, ADiskThatIsTooSmallKeepsWhatIsInUse) {
  const test::TemporaryDirectory directory;
  const auto exit_code = [&](const std::string& rest) {
    const std::string trace = directory.write("evict.trace", "system afs2 granularity=message\n" + rest);
    return test::braid({"check", trace}).code;
  };
  EXPECT_EQ(
      exit_code("file a = 0\nclient c0.p: open a, read, close, open a, read, close\n"
                "client c0.q: open a, write, close\nclient c1: open a, write, close\nfaults evict<=1\n"
                "expect no-lost-write holds\nexpect close-to-open holds\nexpect callback-coherence holds\n"
                "expect session-snapshot holds\nalways: c0.open.a > 0 implies c0.cache.a.present\n"),
      0);
  const std::string kept =
      std::string(kPrograms) +
      "always: callbacks.c0.a and not c0.calling implies c0.cache.a.present\nfaults evict<=";
  EXPECT_EQ(exit_code(kept + "0\n"), 0);
  EXPECT_EQ(exit_code(kept + "1\n"), 1);
}

TEST(Faults, BudgetsBoundHowOftenTheyHappen) {
  std::uint64_t last = 0;
  for (const char* budget : {"0", "1", "2"}) {
    const CountResult result = counted("", std::string(kPrograms) + "faults server-crash<=" + budget + "\n");
    EXPECT_GT(result.sweep.states, last);
    last = result.sweep.states;
  }
}

}  // namespace
}  // namespace braid::models
