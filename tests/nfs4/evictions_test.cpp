// NFSv4: blocks that a client's memory drops. Schedules are counted by hand.
#include <gtest/gtest.h>

#include <string>

#include "counted_outcomes.h"

namespace braid::models {
namespace {

/// After the first read, before the second: there is one moment for it.
TEST(Nfs4Evictions, MakeAReadAskAgain) {
  EXPECT_EQ(counted("system nfs4 delegations=none\nfile a = 0\nclient c0: open a, read, read\n"
                    "faults evict<=1\n"),
            "c0.read1=0 c0.read2=0 server.a=0 2\n");
}

/// Block 0 may go at four moments: before the read of block 1 is called, served, and answered, and after it;
/// block 1 at the last of them.
TEST(Nfs4Evictions, AreOfSingleBlocks) {
  EXPECT_EQ(counted("system nfs4 delegations=none\nfile a = 0 blocks 2\nclient c0: open a, read, read at 0\n"
                    "faults evict<=1\n"),
            "c0.read1.0=0 c0.read1.1=0 c0.read2=0 server.a.0=0 server.a.1=0 6\n");
}

/// What is dirty has nowhere to be read again. Written under a delegation, it stays so after the close.
TEST(Nfs4Evictions, AreOfCleanBlocks) {
  EXPECT_EQ(counted("system nfs4\nfile a = 0\nclient c0: open a, write, close, open a, read\n"
                    "faults evict<=2\n"),
            "c0.read1=c0#1 server.a=0 1\n");
}

}  // namespace
}  // namespace braid::models
