// NFSv4 with files of several blocks: names, and which contents overwriters leave behind.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"
#include "counted_outcomes.h"

namespace braid::models {
namespace {

std::vector<std::string> outcome_names(const std::string& system, const std::string& rest) {
  const auto opened = open_system(parse_notation("t", "system " + system + rest));
  std::vector<std::string> names = opened->signature().sets.at(1).members;
  for (const explore::ObservableId id : opened->default_outcome())
    names.push_back(opened->signature().observables[id].name);
  return names;
}

TEST(Nfs4Blocks, AreNamedAsInNfs3) {
  const std::string rest =
      "\nfile a = 0 blocks 2, b = 1\nclient c0: open a, open b, read a, read b, read a at 1, close a\n";
  const std::vector<std::string> expected = {"a.0",      "a.1",      "b",          "c0.read1.0", "c0.read1.1",
                                             "c0.read2", "c0.read3", "server.a.0", "server.a.1", "server.b"};
  EXPECT_EQ(outcome_names("nfs4", rest), expected);
  EXPECT_EQ(outcome_names("nfs3", rest), expected);
}

TEST(Nfs4Blocks, ReadsOfTwoBlocksMayBeTorn) {
  EXPECT_EQ(counted("system nfs4 delegations=none\nfile a = 0 blocks 2\n"
                    "client c0: open a, read\nclient c1: open a, write, close\n"),
            "c0.read1.0=0 c0.read1.1=0 server.a.0=c1#1 server.a.1=c1#1 31120\n"
            "c0.read1.0=0 c0.read1.1=c1#1 server.a.0=c1#1 server.a.1=c1#1 52860\n"
            "c0.read1.0=c1#1 c0.read1.1=0 server.a.0=c1#1 server.a.1=c1#1 6060\n"
            "c0.read1.0=c1#1 c0.read1.1=c1#1 server.a.0=c1#1 server.a.1=c1#1 77920\n");
}

const std::string kOverwriters =
    "\nfile a = 0 blocks 2\nclient c0: open a, write, close\nclient c1: open a, write, close\n";

TEST(Nfs4Blocks, OverwritersMixThem) {
  EXPECT_EQ(counted("system nfs4 delegations=none" + kOverwriters),
            "server.a.0=c0#1 server.a.1=c0#1 266784\n"
            "server.a.0=c0#1 server.a.1=c1#1 85932\n"
            "server.a.0=c1#1 server.a.1=c0#1 85932\n"
            "server.a.0=c1#1 server.a.1=c1#1 266784\n");
}

/// A delegation to write is recalled when the other opens: both may have the file open afterwards.
TEST(Nfs4Blocks, OverwritersMixThemAfterARecall) {
  EXPECT_EQ(counted("system nfs4" + kOverwriters),
            "server.a.0=c0#1 server.a.1=c0#1 238145\n"
            "server.a.0=c0#1 server.a.1=c1#1 73402\n"
            "server.a.0=c1#1 server.a.1=c0#1 73402\n"
            "server.a.0=c1#1 server.a.1=c1#1 238145\n");
}

TEST(Nfs4Blocks, OverwritersThatLockDoNot) {
  EXPECT_EQ(counted("system nfs4 delegations=none\nfile a = 0 blocks 2\n"
                    "client c0: open a, lock a, write, unlock a\n"
                    "client c1: open a, lock a, write, unlock a\n"),
            "server.a.0=c0#1 server.a.1=c0#1 93542\n"
            "server.a.0=c1#1 server.a.1=c1#1 93542\n");
}

/// What a recall makes a client return is stored block by block, while the open that it stands against waits.
TEST(Nfs4Blocks, AnOpenWaitsForAllBlocksThatAreReturned) {
  EXPECT_EQ(counted("system nfs4\nfile a = 0 blocks 2\n"
                    "client c0: open a, write\nclient c1: open a, read\n"),
            "c1.read1.0=0 c1.read1.1=0 server.a.0=0 server.a.1=0 5730\n"
            "c1.read1.0=c0#1 c1.read1.1=c0#1 server.a.0=c0#1 server.a.1=c0#1 12\n");
}

/// Processes of one client share its copy, block by block.
TEST(Nfs4Blocks, AreSharedByTheProcessesOfAClient) {
  EXPECT_EQ(counted("system nfs4 delegations=none\nvalues counter\nfile a = 5 blocks 2\n"
                    "client c0.p: open a, write at 0, close\nclient c0.q: open a, read\n"),
            "c0.q.read1.0=1 c0.q.read1.1=5 server.a.0=1 server.a.1=5 10\n"
            "c0.q.read1.0=5 c0.q.read1.1=5 server.a.0=1 server.a.1=5 10\n");
}

}  // namespace
}  // namespace braid::models
