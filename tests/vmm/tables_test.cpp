// OSTEP's tables B.1 to B.5, as `braid replay --columns` prints them: who does what, in this order. The boot
// before them is how the monitor learns where the guest's handlers are.
#include <gtest/gtest.h>

#include <string>

#include "verb_runner.h"

namespace braid::test {
namespace {

std::string table(const std::string& name) {
  const VerbRun run = braid({"replay", BRAID_SOURCE_DIR "/traces/vmm/" + name + ".trace", "--columns"});
  EXPECT_EQ(run.code, 0) << run.err;
  return run.out;
}

TEST(Tables, NativeSystemCallWithTheHardware) {
  EXPECT_EQ(table("table-b1"), R"(vmm: 1 CPU, 1 VM, 1 process, 1 instruction; schedule 5,2,11,8,12,4
step  v0.p0                           v0                              hardware
   1                                  boots: installs its trap
                                      handlers
   2  system call: trap
   3                                                                  kernel mode; jumps to the trap
                                                                      handler
   4                                  handles the system call;
                                      returns from the trap
   5                                                                  user mode; jumps to behind the
                                                                      trap
   6  goes on behind the system call
final: v0.p0.call1=1
)");
}

TEST(Tables, NativeSystemCall) {
  EXPECT_EQ(table("table-b2"), R"(vmm: 1 CPU, 1 VM, 1 process, 1 instruction; schedule 5,2,8,4
step  v0.p0                                           v0
   1                                                  boots: installs its trap handlers
   2  system call: trap
   3                                                  handles the system call; returns from the trap
   4  goes on behind the system call
final: v0.p0.call1=1
)");
}

TEST(Tables, VirtualSystemCall) {
  EXPECT_EQ(table("table-b3"), R"(vmm: 1 CPU, 1 VM, 1 process, 1 instruction; schedule 5,10,2,11,8,13,4
step  v0.p0                           v0                              monitor
   1                                  boots: tries to install its
                                      trap handlers (privileged):
                                      trap
   2                                                                  notes where v0's trap handlers
                                                                      are; returns to it
   3  system call: trap
   4                                                                  calls the guest's trap
                                                                      handler, at reduced privilege
   5                                  handles the system call; tries
                                      to return from the trap: trap
   6                                                                  returns from the trap, to user
                                                                      mode
   7  goes on behind the system call
final: v0.p0.call1=1
)");
}

TEST(Tables, NativeTlbMiss) {
  EXPECT_EQ(table("table-b4"), R"(vmm: 1 CPU, 1 VM, 1 process, 1 instruction; schedule 5,1,6,0
step  v0.p0                                           v0
   1                                                  boots: installs its trap handlers
   2  load 0x00002abc: TLB miss: trap
   3                                                  finds page 0x00002 in the page table: frame
                                                      0x3; updates the TLB; returns
   4  retries load 0x00002abc: TLB hit
final: v0.p0.load1=v0.3
)");
}

TEST(Tables, VirtualTlbMiss) {
  EXPECT_EQ(table("table-b5"), R"(vmm: 1 CPU, 1 VM, 1 process, 1 instruction; schedule 5,10,1,11,6,12,9,13,0
step  v0.p0                           v0                              monitor
   1                                  boots: tries to install its
                                      trap handlers (privileged):
                                      trap
   2                                                                  notes where v0's trap handlers
                                                                      are; returns to it
   3  load 0x00002abc: TLB miss:
      trap
   4                                                                  calls the guest's TLB miss
                                                                      handler, at reduced privilege
   5                                  finds page 0x00002 in the page
                                      table: physical page 0x3;
                                      tries to update the TLB: trap
   6                                                                  installs page 0x00002 -> frame
                                                                      0x6 (the guest said 0x3);
                                                                      returns to the guest
   7                                  tries to return from the trap:
                                      trap
   8                                                                  returns from the trap, to user
                                                                      mode
   9  retries load 0x00002abc: TLB
      hit
final: v0.p0.load1=v0.3
)");
}

TEST(Tables, NeedATraceWithOneScheduleWhereNoneIsGiven) {
  const VerbRun run =
      braid({"replay", BRAID_SOURCE_DIR "/traces/litmus/vmm/switch-noflush.trace", "--columns"});
  EXPECT_EQ(run.code, 2);
  EXPECT_NE(run.err.find("the trace has several schedules"), std::string::npos) << run.err;
}

}  // namespace
}  // namespace braid::test
