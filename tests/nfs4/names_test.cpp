// NFSv4: files that are made, and opened before they are there. Schedules are counted by hand.
#include <gtest/gtest.h>

#include <string>

#include "counted_outcomes.h"

namespace braid::models {
namespace {

std::string absent(const std::string& options, const std::string& programs) {
  return "system nfs4 " + options + "\nfile b absent\n" + programs;
}

/// Who makes the file takes five steps (call, service, reply, and for its CLOSE service and reply), the other
/// three, of which the second is behind the second of the first: 56 - 16 orders, for either.
TEST(Nfs4Names, OfTwoCreatesOneMakesTheFile) {
  EXPECT_EQ(counted(absent("delegations=none", "client c0: create b\nclient c1: create b\n")),
            "server.b=empty 80\n");
}

/// An open that is served before the create fails, and with it the session: four steps, against six.
TEST(Nfs4Names, AnOpenNeedsTheFile) {
  EXPECT_EQ(counted(absent("delegations=none", "client c0: create b\nclient c1: open b, read\n")),
            "c1.read1=empty server.b=empty 196\nc1.read1=none server.b=empty 51\n");
}

/// A status that is served before the create fails, but ends no session: it takes three steps in any case.
/// The open that follows is behind the create in 2002 - 476 orders of nine steps and five, and before it in
/// 96 of seven and five.
TEST(Nfs4Names, AStatusNeedsTheFile) {
  EXPECT_EQ(counted(absent("delegations=none", "client c0: create b\nclient c1: stat b, open b, read\n")),
            "c1.read1=empty server.b=empty 1526\nc1.read1=none server.b=empty 96\n");
}

/// What is there from the beginning is made by nobody: the create fails, and the open is a call of its own.
TEST(Nfs4Names, ACreateLeavesAFileAsItIs) {
  EXPECT_EQ(counted("system nfs4 delegations=none\nfile b = 5\nclient c0: create b, open b, read\n"),
            "c0.read1=5 server.b=5 1\n");
}

/// A file that nobody makes cannot be opened.
TEST(Nfs4Names, AFileThatNobodyMakes) {
  EXPECT_EQ(counted(absent("", "client c0: open b, write, read, close\n")),
            "c0.read1=none server.b=empty 1\n");
}

/// All blocks of what is made are empty until they are written.
TEST(Nfs4Names, AFileOfSeveralBlocks) {
  EXPECT_EQ(
      counted("system nfs4\nfile b absent blocks 2\nclient c0: create b, open b, write at 1, read, fsync\n"),
      "c0.read1.0=empty c0.read1.1=c0#1 server.b.0=empty server.b.1=c0#1 1\n");
}

/// Calls of one client about a file come one after the other, and its other processes wait. If p's create is
/// first, q opens under its delegation, and reads before or after p has written. If q's open is first, its
/// read, which fails, comes before the create, or after its reply, the open, or the write.
TEST(Nfs4Names, ProcessesOfAClientShareWhatIsMade) {
  EXPECT_EQ(counted(absent("", "client c0.p: create b, open b, write\nclient c0.q: open b, read\n")),
            "c0.q.read1=c0.p#1 server.b=empty 3\n"
            "c0.q.read1=empty server.b=empty 3\n"
            "c0.q.read1=none server.b=empty 4\n");
}

}  // namespace
}  // namespace braid::models
