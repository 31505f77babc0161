// NFSv4: files that are emptied. Schedules are counted by hand.
#include <gtest/gtest.h>

#include <string>

#include "counted_outcomes.h"

namespace braid::models {
namespace {

std::string trace(const std::string& options, const std::string& programs, const std::string& blocks = "") {
  return "system nfs4 " + options + "\nfile a = 0" + blocks + "\n" + programs;
}

/// An OPEN and a SETATTR against an OPEN and a READ, of three steps each: half of 924 orders.
TEST(Nfs4Truncation, WithAnOpenIsACallOfItsOwn) {
  EXPECT_EQ(counted(trace("delegations=none", "client c0: open a truncate\nclient c1: open a, read\n")),
            "c1.read1=0 server.a=none 462\nc1.read1=none server.a=none 462\n");
}

/// What the client has read before is not what is there then.
TEST(Nfs4Truncation, DropsWhatIsCached) {
  EXPECT_EQ(
      counted(trace("", "client c0: open a, read, truncate a, read, write at 1, read, close\n", " blocks 2")),
      "c0.read1.0=0 c0.read1.1=0 c0.read2.0=none c0.read2.1=none c0.read3.0=none c0.read3.1=c0#1 "
      "server.a.0=none server.a.1=none 1\n");
}

/// What another process of the client has written is sent before, and does not come after.
TEST(Nfs4Truncation, ComesBehindWhatWasWritten) {
  for (const char* options : {"", "delegations=none", "delegations=read"}) {
    EXPECT_EQ(counted(trace(options, "client c0: open a, write, truncate a, read, close\n")),
              "c0.read1=none server.a=none 1\n")
        << options;
  }
}

}  // namespace
}  // namespace braid::models
