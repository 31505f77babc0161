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
  expect_refusal("system vmm switch=never\n" + kGuests, "t:1:12",
                 "accepted: flush, tagged, keep, flush-early");
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

const std::string kWork =
    "machine frames=4\nvm v0: 0->1, 1->none\nspace v0.p: 0->0\nprocess v0.p: load 0x0\n";

TEST(MonitorTraces, TrapsAndRegisters) {
  const std::string body = "machine frames=4\nvm v0: 0->1\nprocess v0.p: setreg, getreg, forge, peek\n";
  EXPECT_EQ(refusal("system vmm handler=current trap-record=cpu mode=believed registers=left\n" + body), "");
  EXPECT_EQ(refusal("system vmm supervisor=no kernel-memory=left\n" + body), "");
  expect_refusal("system vmm kernel-memory=left\n" + body, "t:1:12", "no guest's memory is opened");
  expect_refusal("system vmm run=machine mode=believed\n" + body, "t:1:24", "a native run has no monitor");
}

TEST(MonitorTraces, Unmap) {
  const std::string body = "machine frames=4\nvm v0: 0->1\nspace v0.p: 2->0\n";
  EXPECT_EQ(refusal("system vmm software-tlb=yes guest-flush=tlb\n" + body + "process v0.p: unmap 0x2abc\n"),
            "");
  expect_refusal("system vmm\n" + body + "process v0.p: unmap 0x3000\n", "t:5:15", "`v0.p` has no page 0x3");
  EXPECT_EQ(refusal("system vmm\n" + body + "process v0.p: unmap 0x2000, map 0x2000, unmap 0x2000\n"), "");
  expect_refusal("system vmm guest-flush=tlb\n" + body + "process v0.p: idle\n", "t:1:12",
                 "there is no software TLB");
}

TEST(MonitorTraces, TheInformationGap) {
  const std::string body =
      "machine frames=4\nvm v0: 0->1\nspace v0.p: 2->0\nprocess v0.p: clear 0x2000, idle\n";
  EXPECT_EQ(refusal("system vmm clear=monitor idle=yields zero=foreign\n" + body), "");
  EXPECT_EQ(refusal("system vmm run=machine\n" + body), "");
  expect_refusal("system vmm run=machine clear=monitor\n" + body, "t:1:24", "a native run has no monitor");
  expect_refusal("system vmm run=machine idle=noticed\n" + body, "t:1:24", "a native run has no monitor");
  expect_refusal("system vmm idle=sleeps\n" + body, "t:1:12", "accepted: spins, noticed, yields");
}

TEST(MonitorTraces, ShadowPageTables) {
  const std::string body = "machine frames=4\nvm v0: 0->1\nspace v0.p: 2->0\nprocess v0.p: idle\n";
  EXPECT_EQ(refusal("system vmm paging=hardware table-writes=unlocked\n" + body), "");
  EXPECT_EQ(refusal("system vmm paging=hardware shadow-key=last\n" + body), "");
  EXPECT_EQ(refusal("system vmm run=machine paging=hardware\n" + body), "");
  EXPECT_EQ(refusal("system vmm paging=hardware\n" + body + "process v0.q: unmap 0x2000 of v0.p\n"), "");
  expect_refusal("system vmm\n" + body + "process v0.q: unmap 0x2000 of v0.p\n", "t:6:15",
                 "processes change their own; or `paging=hardware`");
  expect_refusal("system vmm shadow-key=last\n" + body, "t:1:12", "there are no shadow page tables");
  expect_refusal("system vmm table-writes=unlocked\n" + body, "t:1:12", "there are no shadow page tables");
  EXPECT_EQ(refusal("system vmm paging=hardware zap=valid zap-yield=unflushed resync=forgotten\n" + body),
            "");
  expect_refusal("system vmm zap=advance\n" + body, "t:1:12", "there are no shadow page tables");
  expect_refusal("system vmm switch=flush-early\n" + body, "t:1:12", "no interrupt fills it");
  expect_refusal("system vmm resync=forgotten\n" + body, "t:1:12", "there are no shadow page tables");
  expect_refusal("system vmm zap-yield=unflushed\n" + body, "t:1:12", "there are no shadow page tables");
  expect_refusal("system vmm paging=hardware software-tlb=yes\n" + body, "t:1:28",
                 "the monitor keeps shadow page tables");
  expect_refusal("system vmm paging=hardware install=raw\n" + body, "t:1:28", "guests install nothing");
  expect_refusal("system vmm run=machine paging=hardware table-writes=unlocked\n" + body, "t:1:40",
                 "a native run has no monitor");
  expect_refusal("system vmm paging=hardware shadow-key=last\n" + body + "task w: protect v0.0\n", "t:1:8",
                 "shadow-key=last is for traces");
}

TEST(MonitorTraces, RootsOfShadowPageTables) {
  const auto body = [](const char* frames) {
    return std::string("machine frames=") + frames + " cpus=2\nvm v0: 0->1\nspace v0.p: 2->0\n";
  };
  const std::string idles = "process v0.p: idle\n";
  EXPECT_EQ(refusal("system vmm paging=hardware roots=released\n" + body("2") + idles), "");
  expect_refusal(
      "system vmm paging=hardware roots=released-early\n" + body("2") + idles + "process v0.q on 1: idle\n",
      "t:2:1", "there is no frame for the shadow page table of `v0.q`");
  expect_refusal("system vmm roots=released\n" + body("2") + idles, "t:1:12",
                 "there are no shadow page tables");
  expect_refusal("system vmm paging=hardware switch=tagged roots=released\n" + body("2") + idles, "t:1:42",
                 "its TLB keeps what a root had");
  expect_refusal("system vmm run=machine paging=hardware roots=released\n" + body("2") + idles, "t:1:40",
                 "a native run has no monitor");
  expect_refusal("system vmm paging=hardware roots=released\n" + body("3") + "process v0.p: move 1\n",
                 "t:1:8", "processes that stay on their CPUs");
}

TEST(MonitorTraces, EntriesThatComeToNameAnotherPage) {
  const std::string body = "machine frames=4\nvm v0: 0->1, 1->2\nspace v0.p: 2->0\nprocess v0.p: ";
  const std::string hardware = "system vmm paging=hardware\n" + body;
  EXPECT_EQ(refusal(hardware + "unmap 0x2000, map 0x2000 to 1\n"), "");
  EXPECT_EQ(refusal("system vmm run=machine paging=hardware\n" + body + "unmap 0x2000, map 0x2000 to 1\n"),
            "");
  EXPECT_EQ(
      refusal("system vmm paging=hardware table-sync=entered write-fault=fast-pinned\n" + body + "idle\n"),
      "");
  expect_refusal("system vmm\n" + body + "unmap 0x2000, map 0x2000 to 1\n", "t:5:29",
                 "an entry of a page table names one page");
  expect_refusal(hardware + "unmap 0x2000, map 0x2000 to 2\n", "t:5:29", "VM `v0` has no physical page 2");
  expect_refusal(hardware + "map 0x3000 to 1\n", "t:5:15", "`v0.p` has no page 0x3");
  expect_refusal(hardware + "map 0x2000 to 1\n", "t:5:15", "TLBs may still have what the entry named");
  expect_refusal(hardware + "unmap 0x2000, map 0x2000 to 1, unmap 0x2000, map 0x2000 to 0\n", "t:5:60",
                 "the entry comes to name another page");
  expect_refusal("system vmm write-fault=fast\n" + body + "idle\n", "t:1:12",
                 "there are no shadow page tables");
  expect_refusal("system vmm table-sync=entered\n" + body + "idle\n", "t:1:12",
                 "there are no shadow page tables");
}

TEST(MonitorTraces, Requests) {
  const std::string body = "machine frames=4\nvm v0: 0->1\nspace v0.p: 2->0\n";
  EXPECT_EQ(refusal("system vmm fetch=twice\n" + body + "process v0.p: request 0x2abc, atomic 0x2abc\n"), "");
  EXPECT_EQ(refusal("system vmm run=machine\n" + body + "process v0.p: atomic 0x2abc\n"), "");
  expect_refusal("system vmm run=machine\n" + body + "process v0.p: request 0x2abc\n", "t:5:15",
                 "no monitor that takes requests");
  expect_refusal("system vmm run=machine fetch=twice\n" + body + "process v0.p: idle\n", "t:1:24",
                 "a native run has no monitor");
  expect_refusal("system vmm\n" + body + "process v0.p: request 0x3000\n", "t:5:15",
                 "no page 0x3 that it could ask its monitor about");
  expect_refusal("system vmm\n" + body + "process v0.p: unmap 0x2000, atomic 0x2000\n", "t:5:29",
                 "no page 0x2 that it could ask its monitor about");
}

TEST(MonitorTraces, LogOfDirtyPages) {
  const std::string work = "task w: send v0.0, age v0.1\n";
  EXPECT_EQ(refusal("system vmm emulate=marked-first log-clear=after-copy age=plain\n" + kWork + work), "");
  expect_refusal("system vmm run=machine age=plain\n" + kWork, "t:1:24", "a native run has no monitor");
  expect_refusal("system vmm emulate=late\n" + kWork, "t:1:12", "accepted: logged, unlogged, marked-first");
  expect_refusal("system vmm\n" + kWork + "task w: send v0.2\n", "t:6:9", "VM `v0` has no physical page 2");
}

TEST(MonitorTraces, Moves) {
  const std::string body = "machine frames=4 cpus=2\nvm v0: 0->1\nspace v0.p: 2->0\n";
  EXPECT_EQ(refusal("system vmm move=keep\n" + body + "process v0.p: move 1, load 0x2abc, move 0\n"), "");
  EXPECT_EQ(refusal("system vmm run=machine\n" + body + "process v0.p: move 1\n"), "");
  expect_refusal("system vmm run=machine move=keep\n" + body + "process v0.p: idle\n", "t:1:24",
                 "a native run has no monitor");
  expect_refusal("system vmm\n" + body + "process v0.p: move 2\n", "t:5:15", "the machine has no CPU 2");
}

TEST(MonitorTraces, PageTables) {
  const std::string body = "machine frames=4\nvm v0: 0->1\nspace v0.p: 2->0\n";
  const std::string asks = "system vmm updates=hypercall\n" + body;
  EXPECT_EQ(refusal(asks + "process v0.p: readonly 0x2000, writable 0x2000, unmap 0x2000\n"), "");
  EXPECT_EQ(refusal(asks + "process v0.p: idle\ntask t: pin v0.0, build v0.0\n"), "");
  expect_refusal(asks + "process v0.p: readonly 0x3000\n", "t:5:15",
                 "no page 0x3 that it could make read-only");
  expect_refusal(asks + "process v0.p: readonly 0x2000, readonly 0x2000\n", "t:5:32",
                 "`readonly` and `writable` change that in turn");
  expect_refusal(asks + "process v0.p: unmap 0x2000, writable 0x2000\n", "t:5:29",
                 "no page 0x2 that it could make writable");
  expect_refusal("system vmm\n" + body + "process v0.p: readonly 0x2000\n", "t:5:15",
                 "write `updates=hypercall`");
  expect_refusal("system vmm\n" + body + "process v0.p: idle\ntask t: pin v0.0\n", "t:6:9",
                 "write `updates=hypercall`");
  const std::string lower = body + "process v0.p: lower 0\n";
  EXPECT_EQ(refusal("system vmm updates=hypercall\n" + lower + "task t: pin v0.0\n"), "");
  expect_refusal("system vmm updates=hypercall\n" + lower, "t:5:15", "write `task NAME: pin VM.PAGE`");
  expect_refusal("system vmm\n" + lower, "t:5:15", "write `updates=hypercall`");
  expect_refusal(asks + "process v0.p: lower 1\n", "t:5:15", "VM `v0` has no physical page 1");
  expect_refusal("system vmm type=after-flush\n" + body + "process v0.p: idle\n", "t:1:12",
                 "knows nothing of the guests' page tables");
  expect_refusal("system vmm run=machine updates=hypercall\n" + body + "process v0.p: idle\n", "t:1:24",
                 "a native run has no monitor");
  expect_refusal("system vmm paging=hardware updates=hypercall\n" + body + "process v0.p: idle\n", "t:1:28",
                 "the monitor traces what guests write into theirs");
}

TEST(MonitorTraces, Work) {
  EXPECT_EQ(refusal("system vmm\n" + kWork + "task w: reclaim v0.0\n"), "");
  EXPECT_EQ(refusal("system vmm run=machine\n" + kWork), "");
  expect_refusal("system vmm run=machine\n" + kWork + "task w: reclaim v0.0\n", "t:6:6",
                 "a native run has no monitor that works");
  EXPECT_EQ(refusal("system vmm reference=no-post pin=shared transfer-flush=receiver\n" + kWork +
                    "task w: post v0.0, grant v0.0 v0.1\n"),
            "");
  expect_refusal("system vmm reference=no-one\n" + kWork, "t:1:12",
                 "accepted: counted, no-post, no-grant, no-mapping, no-transfer, no-device");
  expect_refusal("system vmm run=machine reference=no-post\n" + kWork, "t:1:24",
                 "a native run has no monitor");
  expect_refusal("system vmm run=machine pin=shared\n" + kWork, "t:1:24", "a native run has no monitor");
  expect_refusal("system vmm run=machine transfer-flush=receiver\n" + kWork, "t:1:24",
                 "a native run has no monitor");
  expect_refusal("system vmm run=machine zero=never\n" + kWork, "t:1:24", "a native run has no monitor");
  expect_refusal("system vmm software-tlb-flush=no\n" + kWork, "t:1:12", "there is no software TLB");
  expect_refusal("system vmm\nmachine frames=4\nvm v0: 0->1\nvm v1: 0->1\nprocess v0.p: idle\n", "t:4:8",
                 "frame 1 is v0's already");
  expect_refusal("system vmm\nmachine frames=4\nvm v0: 0->0=large, 1->2=large\nprocess v0.p: idle\n",
                 "t:3:20", "page 1 cannot be part of one large entry with page 0");
  const std::string large = "machine frames=4\nvm v0: 0->0=large, 1->none\nprocess v0.p: idle\n";
  EXPECT_EQ(refusal("system vmm join=unlocked\n" + large + "task w: join v0.0\n"), "");
  expect_refusal("system vmm\n" + large + "task w: join v0.1\n", "t:5:9",
                 "page 1 of v0 is no part of a large entry");
  expect_refusal("system vmm\nmachine frames=4\nvm shared: 0->1\nprocess shared.p: idle\n", "t:3:4",
                 "`shared` is no name for a VM");
}

}  // namespace
}  // namespace braid::test
