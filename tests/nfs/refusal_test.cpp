// What NFS cannot take, it refuses, with the place, the cause, and what would be accepted.
#include "refusal.h"

#include <gtest/gtest.h>

#include <string>

namespace braid::test {
namespace {

/// What is said of a trace whose first two lines are these, before the excerpt.
std::string said_of(const std::string& system, const std::string& rest,
                    const std::string& files = "file a = 0") {
  const std::string message = refusal("system " + system + "\n" + files + "\n" + rest + "\n");
  return message.substr(0, message.find('\n'));
}

constexpr const char* kOpens = "client c0: open a";

TEST(NfsRefusals, Events) {
  EXPECT_EQ(
      refusal("system nfs2\nfile a = 0\nclient c0: open a, lock a\n"),
      "t:3:20: nfs2 has no `lock`; its events are open, read, write, close, stat, fsync, create, remove "
      "and truncate\n"
      "  client c0: open a, lock a\n"
      "                     ^");
  EXPECT_EQ(said_of("nfs3", "client c0: rename a b", "file a = 0, b = 0"),
            "t:3:12: nfs3 has no `rename`; its events are open, read, write, close, stat, fsync, create, "
            "remove and truncate");
  EXPECT_EQ(
      said_of("nfs2", "client c0: open a, read at 2", "file a = 0 blocks 2"),
      "t:3:20: file `a` has no block 2; it has 2, numbered from 0; `file a = CONTENTS blocks 3` gives it "
      "more");
  EXPECT_EQ(said_of("nfs3", "client c0: open a, close, remove a\nclient c1: create a"),
            "t:3:27: the file may be open at this client, which then renames it, and be made again; use "
            "silly=remove, or another client to remove it, or leave `create` out");
  const std::string makes_once = "client c0: create a, open a, close, remove a";
  EXPECT_EQ(said_of("nfs3", makes_once, "file a absent"), "");
  EXPECT_NE(said_of("nfs3", makes_once + "\nclient c1: create a", "file a absent"), "");
  EXPECT_NE(said_of("nfs3", "faults duplicate<=1\n" + makes_once, "file a absent"), "");
}

TEST(NfsRefusals, Declarations) {
  EXPECT_EQ(said_of("nfs2", "volume v: a\nclient c0: open a"),
            "t:3:8: nfs2 has no read-only volumes; leave the statement out");
  EXPECT_EQ(said_of("nfs2", "mount c0: a = b\nclient c0: open a", "file a = 0, b = 0 blocks 2"),
            "t:3:11: the two files have different numbers of blocks; declare them with as many blocks");
  EXPECT_EQ(said_of("nfs2", kOpens, "file a = 0 blocks 64, b = 0"),
            "t:2:27: there are too many blocks; nfs2 takes at most 64");
  EXPECT_EQ(said_of("nfs3", kOpens, "file a = 0 blocks 33, b = 0 blocks 32"),
            "t:2:27: there are too many blocks; nfs3 takes at most 64");
  EXPECT_EQ(said_of("nfs2", "client c0: open a, write", "file a = c0#1"),
            "t:1:8: a file holds `c0#1` at first: that is the name of a write; choose another word");
  EXPECT_EQ(said_of("nfs2", "values counter\nclient c0: create a", "file a absent"),
            "t:2:8: a file that is to be created holds no number; use `values writer`");
  EXPECT_EQ(said_of("nfs2", "values counter\nclient c0: truncate a"),
            "t:4:12: truncate leaves no number behind; use `values writer`");
  std::string processes;
  for (int process = 0; process < 17; ++process)
    processes += "client c" + std::to_string(process) + ": open a\n";
  EXPECT_EQ(said_of("nfs2", processes), "t:1:8: 17 processes are too many; nfs2 takes at most 16");
}

TEST(NfsRefusals, OptionsAndFaults) {
  for (const char* option : {"verifier=last", "verifier-taken=after", "rotate=no", "write-back-errors=1"}) {
    EXPECT_EQ(said_of(std::string("nfs3 write=stable ") + option, kOpens),
              "t:1:26: write=stable leaves nothing to be committed; leave one of the options out");
  }
  EXPECT_EQ(said_of("nfs3 acregmin=5", kOpens),
            "t:1:13: acregmin is above acregmax; acregmin is at most acregmax (2, unless set)");
  EXPECT_EQ(said_of("nfs3 silly=remove lookup=free", kOpens),
            "t:1:26: silly=remove does not look whether the file is open; leave one of the options out");
  EXPECT_EQ(said_of("nfs2 acregmax=10", kOpens), "t:1:13: option `acregmax` cannot be `10`; accepted: 0..9");
  EXPECT_EQ(said_of("nfs3 wcc=none", kOpens),
            "t:1:13: option `wcc` cannot be `none`; accepted: atomic, gap, ignored");
  EXPECT_EQ(said_of("nfs2 verifier=last", kOpens),
            "t:1:13: nfs2 has no option `verifier`; its options are cto, flush, write-behind, acregmin, "
            "acregmax, attribute-age, attributes, time, invalidate, replies, silly, lookup, authentication, "
            "reply, own-writes");
  EXPECT_EQ(said_of("nfs2", "client c0: open a\nfaults partition<=1"),
            "t:4:8: nfs2 has no fault `partition`; its faults are loss, duplicate, retransmit, server-crash, "
            "client-crash, tick, evict");
}

TEST(NfsRefusals, WhatItKnowsIsTaken) {
  EXPECT_EQ(
      refusal("system nfs2\nfile a = 0, b absent\nmount c1: a = b\nclient c0: open a, read, write, fsync, "
              "close, stat a, truncate a\nclient c1: open a, close\n"),
      "");
  EXPECT_EQ(
      refusal("system nfs3 silly=remove\nvalues writer\nfile a = 0 blocks 16\nclient c0.p: open a, read at "
              "15, write at 0, close\nclient c0.q: remove a, create a\nfaults loss<=1 retransmit<=1 "
              "duplicate<=1 server-crash<=1 client-crash<=1 tick<=3\n"),
      "");
  EXPECT_EQ(
      refusal("system nfs2\nvalues counter\nfile a = 7\nclient c0: open a, write at 0 unaligned, close\n"),
      "");
  EXPECT_EQ(refusal("system nfs2\nvalues counter\nfile a = 7\nclient c0: open a, write, close\n"), "");
  EXPECT_EQ(refusal("system nfs2\nfile a = 0\nclient c0: open a truncate, write, close\n"), "");
  EXPECT_EQ(said_of("nfs2", "values counter\nclient c0: open a truncate"),
            "t:4:12: truncate leaves no number behind; use `values writer`");
}

}  // namespace
}  // namespace braid::test
