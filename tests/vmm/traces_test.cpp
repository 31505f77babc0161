// Traces that the monitor cannot run: one precise error each.
#include <gtest/gtest.h>

#include <string>

#include "refusal.h"

namespace braid::test {
namespace {

const std::string kGuests = "machine frames=4\nvm v0: 0->1\nspace v0.p: 0->0\nprocess v0.p: load 0x0\n";

TEST(MonitorTraces, Accepted) {
  EXPECT_EQ(refusal("system vmm\n" + kGuests), "");
  EXPECT_EQ(refusal("system vmm run=machine hardware=shown\n" + kGuests), "");
  EXPECT_EQ(refusal("system vmm\n" + kGuests + "faults switch<=2\n"), "");
}

TEST(MonitorTraces, SystemsAndTheirActors) {
  expect_refusal("system afs2\n" + kGuests, "t:1:8", "`afs2` is not a system for what this trace declares");
  expect_refusal("system vmm\nfile a = 0\nclient c0: open a\n", "t:1:8",
                 "`vmm` is not a system for what this trace");
  expect_refusal("system vmn\n" + kGuests, "t:1:8", "did you mean `vmm`?");
}

TEST(MonitorTraces, Options) {
  expect_refusal("system vmm tlb=one\n" + kGuests, "t:1:12", "vmm has no option `tlb`");
  expect_refusal("system vmm switch=never\n" + kGuests, "t:1:12", "accepted: flush, tagged, keep");
  expect_refusal("system vmm run=machine software-tlb=yes\n" + kGuests, "t:1:24", "no monitor");
  expect_refusal("system vmm run=machine install=raw\n" + kGuests, "t:1:24",
                 "the guest installs its frames itself");
  expect_refusal("system vmm hardware=shown\n" + kGuests, "t:1:12", "the hardware has no steps of its own");
  expect_refusal("system vmm\n" + kGuests + "faults crash<=1\n", "t:6:8", "vmm has no fault `crash`");
}

TEST(MonitorTraces, Tables) {
  expect_refusal("system vmm\nmachine frames=4\nvm v0: 0->4\nprocess v0.p: idle\n", "t:3:8",
                 "the machine has no frame 4");
  expect_refusal("system vmm\nmachine frames=4\nvm v0: 0->1\nspace v0.p: 0->2\nprocess v0.p: idle\n",
                 "t:4:13", "VM `v0` has no physical page 2");
}

}  // namespace
}  // namespace braid::test
