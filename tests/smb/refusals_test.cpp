// What SMB cannot take, it refuses, naming the place, the cause and what would be accepted.
#include <gtest/gtest.h>

#include <string>

#include "refusal.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

std::string with(const std::string& options, const std::string& rest) {
  return "system smb" + options + "\nfile a = 0, b = 0\n" + rest + "\n";
}

TEST(SmbRefusals, Events) {
  EXPECT_EQ(refusal(with("", "client c0: open a, stat a")),
            "t:3:20: smb has no `stat`; its events are open, read, write, close, fsync and remove\n"
            "  client c0: open a, stat a\n"
            "                     ^");
  expect_refusal(with("", "client c0: lock a"), "t:3:12", "smb has no `lock`");
  expect_refusal(with("", "client c0: open a, remove a"), "t:3:20", "remove of `a`, which `c0` has open");
  expect_refusal(with("", "client c0: open a, write at 0 unaligned"), "t:3:20",
                 "smb has no writes of parts of blocks; leave `unaligned` out; nfs2 and nfs3 know this");
  expect_refusal(with("", "client c0: open a, open b, close a\nclient c1: remove a"), "t:3:20",
                 "this event is not of its session");
}

TEST(SmbRefusals, Declarations) {
  expect_refusal(with("", "client c0: open a\nmount c0: a = b"), "t:4:", "smb has no mounts");
  expect_refusal(with("", "client c0: open a\nvolume v: a"), "t:4:", "smb has no read-only volumes");
  expect_refusal(with("", "client c0: open a\ndirectory d: a\nacl d: c0 rw"),
                 "t:4:", "smb has no access control");
  expect_refusal(with("", "client c0: open a\nuser c0 = ann"), "t:4:", "smb has no users");
  expect_refusal("system smb\nfile a absent\nclient c0: open a\n",
                 "t:2:", "smb has no files that are created later");
  expect_refusal("system smb\nfile a = 0 blocks 2\nclient c0: open a\n", "t:2:", "`a` has 2 blocks");
  expect_refusal("system smb\nfile a = c0#1\nclient c0: open a, write\n",
                 "t:1:", "that is the name of a write");
}

TEST(SmbRefusals, OptionsAndFaults) {
  expect_refusal(with(" lease=rwh", "client c0: open a"), "t:1:12", "smb has no option `lease`");
  expect_refusal(with(" request=all", "client c0: open a"), "t:1:12", "option `request` cannot be `all`");
  expect_refusal(with(" timeout=0", "client c0: open a"), "t:1:12", "option `timeout` cannot be `0`");
  expect_refusal(with(" request=rw close=deferred", "client c0: open a"),
                 "t:1:", "close=deferred needs handle caching");
  expect_refusal(with(" deferred=kept", "client c0: open a"),
                 "t:1:", "deferred=kept says nothing without close=deferred");
  expect_refusal(with("", "client c0: open a\nfaults client-crash<=1"),
                 "t:4:", "smb has no fault `client-crash`");
}

TEST(SmbRefusals, WhatItKnowsIsTaken) {
  EXPECT_EQ(
      refusal(with(" request=batch close=deferred deferred=kept timeout=9",
                   "client c0.p: open a, read at 0, write, fsync, close\nclient c0.q: open b\nclient c1: "
                   "remove a\nfaults tick<=2 loss<=1 retransmit<=1")),
      "");
  EXPECT_EQ(refusal(with(" granularity=message", "client c0: open a")), "");
  EXPECT_NE(braid({"list", "observables", "smb"}).out.find("granted.c0.a.write"), std::string::npos);
}

}  // namespace
}  // namespace braid::test
