// Traces that the model of NFSv4 takes, and those that it refuses: one precise error each.
#include <gtest/gtest.h>

#include <string>

#include "refusal.h"

namespace braid::test {
namespace {

const std::string kHead = "system nfs4\nfile a = 0\n";

TEST(Nfs4Traces, Accepted) {
  EXPECT_EQ(refusal(kHead + "client c0: stat a, open a truncate, read, write, fsync, lock a, unlock a, stat "
                            "a, truncate a, close\n"),
            "");
  EXPECT_EQ(refusal(kHead + "values counter\nclient c0.p: open a, write\nclient c0.q: open a, close\n"), "");
  EXPECT_EQ(refusal("system nfs4 delegations=read records=expiry\nfile a = 0, b = 1\nclient c0: open a, open "
                    "b, read a, close b\nfaults loss<=1 partition<=1 tick<=2 server-crash<=2 evict<=1\n"),
            "");
  EXPECT_EQ(
      refusal("system nfs4 own-writes=trusted\nfile a = 0 blocks 63, b = 1\nclient c0: open a, write at "
              "62, read, fsync, close\n"),
      "");
  EXPECT_EQ(
      refusal("system nfs4 create=guarded\nfile a absent blocks 2\nclient c0: create a, create a, open a, "
              "close, create a\n"),
      "");
  std::string files = "system nfs4\nfile f0 = 0";
  for (int file = 1; file < 20; ++file) files += ", f" + std::to_string(file) + " = 0";
  EXPECT_EQ(refusal(files + "\nclient c0: open f0, close\n"), "");
}

TEST(Nfs4Traces, EventsThatItDoesNotHave) {
  for (const char* event : {"flush", "remove"}) {
    expect_refusal(
        kHead + "client c0: " + event + " a\n", "t:3:12",
        std::string("nfs4 has no `") + event +
            "`; its events are open, read, write, close, fsync, stat, create, truncate, lock and unlock");
  }
  expect_refusal(kHead + "client c0: open a, write at 0 unaligned\n", "t:3:20",
                 "nfs4 has no writes of parts of blocks; leave `unaligned` out; nfs2 and nfs3 know this");
  expect_refusal("system nfs4\nfile a = 0, b = 0\nclient c0: rename a b\n", "t:3:12", "nfs4 has no `rename`");
}

TEST(Nfs4Traces, OpensAndLocksOutOfOrder) {
  expect_refusal(
      kHead + "client c0: open a as 1, open a as 2\n", "t:3:25",
      "`c0` has `a` open already; in nfs4 a process has a file open once; give the client a second "
      "process");
  expect_refusal(kHead + "client c0: open a, truncate a, close, truncate a\n", "t:3:39",
                 "`c0` has `a` not open; open it first: in nfs4 a process empties what it has open");
  expect_refusal(kHead + "client c0: lock a\n", "t:3:12",
                 "`c0` has `a` not open; open it first: a lock belongs to an open file");
  expect_refusal(kHead + "client c0: open a, lock a, lock a\n", "t:3:28", "`c0` has `a` locked already");
  expect_refusal(kHead + "client c0: open a, unlock a\n", "t:3:20", "`c0` has `a` not locked; lock it first");
  expect_refusal(kHead + "client c0: open a, lock a, close\n", "t:3:28",
                 "`c0` closes `a`, which it has locked; unlock it first");
}

TEST(Nfs4Traces, DeclarationsThatItLeavesOut) {
  const std::string rest = "client c0: open a, close\n";
  expect_refusal("system nfs4\nfile a = 0 blocks 64, b = 0\n" + rest, "t:2:27",
                 "there are too many blocks; nfs4 takes at most 64 where files have several");
  expect_refusal("system nfs4\nvalues counter\nfile a = 0, b absent\n" + rest, "t:3:15",
                 "a file that is to be created holds no number; use `values writer`");
  expect_refusal("system nfs4\nvalues counter\nfile a = 0\nclient c0: create a\n", "t:4:12",
                 "create leaves no number behind; use `values writer`");
  expect_refusal("system nfs4\nvalues counter\nfile a = 0\nclient c0: open a truncate\n", "t:4:12",
                 "truncate leaves no number behind; use `values writer`");
  expect_refusal("system nfs4\nvalues counter\nfile a = 1000000\n" + rest, "t:3:10",
                 "nfs4 counts from 0 to 999999");
  expect_refusal(kHead + "volume v: a\n" + rest, "t:3:8", "nfs4 has no read-only volumes");
  expect_refusal(kHead + "directory d: a\n" + rest, "t:3:11", "nfs4 has no access control");
  expect_refusal(kHead + "user c0 = ann\n" + rest, "t:3:6", "nfs4 has no users");
  expect_refusal("system nfs4\nfile a = 0, b = 0\nmount c0: a = b\n" + rest, "t:3:11", "nfs4 has no mounts");
  expect_refusal("system nfs4\nfile a = c0#1\nclient c0: open a, write\n", "t:1:8",
                 "a file holds `c0#1` at first: that is the name of a write; choose another word");
  std::string processes = kHead;
  for (int process = 0; process < 17; ++process)
    processes += "client c" + std::to_string(process) + ": open a\n";
  expect_refusal(processes, "t:1:8", "17 processes are too many; nfs4 takes at most 16");
}

TEST(Nfs4Traces, OptionsAndFaults) {
  const std::string rest = "\nfile a = 0\nclient c0: open a\n";
  expect_refusal("system nfs4 conflict=never" + rest, "t:1:13",
                 "option `conflict` cannot be `never`; accepted: held, answered");
  expect_refusal("system nfs4 delegation=none" + rest, "t:1:13", "did you mean `delegations`?");
  expect_refusal(kHead + "client c0: open a\nfaults duplicate<=1\n", "t:4:8",
                 "nfs4 has no fault `duplicate`; its faults are loss, server-crash, partition, tick, evict");
}

}  // namespace
}  // namespace braid::test
