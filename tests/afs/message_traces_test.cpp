// Traces that the model of messages cannot run: one precise error each.
#include <gtest/gtest.h>

#include <string>

#include "refusal.h"

namespace braid::test {
namespace {

const std::string kRest = "file a = 0\nclient c0: open a, close\n";

TEST(MessageTraces, Accepted) {
  EXPECT_EQ(refusal("system afs2 granularity=message\n" + kRest), "");
  EXPECT_EQ(refusal("system afs1\n" + kRest), "");
  EXPECT_EQ(refusal("system afs1 granularity=message close=early\n" + kRest), "");
}

TEST(MessageTraces, UnknownSystemsOptionsAndValues) {
  expect_refusal("system afs3\n" + kRest, "t:1:8", "unknown system `afs3`");
  expect_refusal("system afs2 granularity=message stor=at-once\n" + kRest, "t:1:33", "did you mean `store`?");
  expect_refusal("system afs2 granularity=message store=never\n" + kRest, "t:1:33",
                 "accepted: break-apply-reply, apply-break-reply, apply-reply-break, at-once");
  expect_refusal("system afs2 granularity=message promise=0\n" + kRest, "t:1:33", "accepted: 1..255");
  expect_refusal("system afs1 grant=counter\n" + kRest, "t:1:13", "afs1 has no option `grant`");
}

TEST(MessageTraces, OptionsOfMessagesAtOperationGranularity) {
  expect_refusal("system afs2 grant=unchecked\n" + kRest, "t:1:13",
                 "it is an option of `granularity=message`");
}

TEST(MessageTraces, UnknownFaultsAndBudgets) {
  const std::string head = "system afs2 granularity=message\n" + kRest;
  expect_refusal(head + "faults los<=1\n", "t:4:8", "did you mean `loss`?");
  expect_refusal(head + "faults loss<=256\n", "t:4:8", "the greatest is 255");
  expect_refusal("system afs1\n" + kRest + "faults tick<=1\n", "t:4:8", "afs1 has no fault `tick`");
  expect_refusal(head + "faults address-change<=1\n", "t:4:8", "partition<=1");
  expect_refusal(head + "faults host-check<=1\n", "t:4:8", "add host-check=counted");
  expect_refusal("system afs2 granularity=message delivery=instant\n" + kRest + "faults loss<=1\n", "t:4:8",
                 "nothing can go wrong between messages");
}

TEST(MessageTraces, OptionsThatNeedOthers) {
  expect_refusal("system afs2 granularity=message recovery=heartbeat\n" + kRest, "t:1:33",
                 "needs time to pass");
  expect_refusal("system afs2 granularity=message store=at-once\n" + kRest, "t:1:33", "acknowledge=ignored");
  expect_refusal("system afs2 granularity=message channels=shared\n" + kRest, "t:1:33",
                 "acknowledge=ignored");
  expect_refusal("system afs2 granularity=message break=scanned store=apply-break-reply\n" + kRest, "t:1:33",
                 "needs store=break-apply-reply");
  expect_refusal("system afs2 granularity=message fetch=read delivery=instant\n" + kRest, "t:1:33",
                 "with delivery=instant only an open fetches");
  expect_refusal("system afs2 granularity=message fetch=read reopen=replace\n" + kRest, "t:1:33",
                 "reopen=replace fetches at the open");
  expect_refusal("system afs1 fetch=read\n" + kRest, "t:1:13", "afs1 has no option `fetch`");
}

TEST(MessageTraces, EventsThatTheModelDoesNotHave) {
  expect_refusal("system afs1\nfile a = 0\nclient c0: flush a\n", "t:3:12", "afs1 has no `flush`");
  expect_refusal("system afs2 granularity=message\nfile a = 0\nclient c0: open a, flush a\n", "t:3:20",
                 "which `c0` has open");
  expect_refusal("system afs2 granularity=message delivery=instant\nfile a = 0\nclient c0: stat a\n",
                 "t:3:12", "delivery=instant has no `stat`");
  const std::string instant = "system afs2 granularity=message delivery=instant\n" + kRest;
  expect_refusal(instant + "file b absent\n", "t:4:8", "delivery=instant has no absent files");
  expect_refusal(instant + "directory d: a\n", "t:4:11", "delivery=instant has no access control");
  expect_refusal(instant + "volume v: a\n", "t:4:8", "delivery=instant has no read-only volumes");
  expect_refusal("system afs2 granularity=message\nfile a = 0\nvolume v: a\nclient c0: open a, write\n",
                 "t:4:20", "read-only volume");
}

TEST(MessageTraces, DirectoriesAreNoOtherFiles) {
  const std::string head = "system afs2 granularity=message\nfile d = 0, a = 0\n";
  EXPECT_EQ(refusal(head + "client c0: open d, read, close, stat d, makedir d, flush d, makedir a\n"), "");
  expect_refusal(head + "client c0: open d, write, close\nclient c1: makedir d\n", "t:3:20", "only makedir");
  expect_refusal(head + "client c0: rename a d\nclient c1: makedir d\n", "t:3:12", "only makedir");
  expect_refusal(head + "client c0: open d, makedir d\n", "t:3:20", "which `c0` has open");
  expect_refusal(head + "volume v: d\nclient c0: makedir d\n", "t:3:8", "only a release changes it");
  expect_refusal(head + "values counter\nclient c0: makedir d\n", "t:4:12", "use `values writer`");
  expect_refusal(head +
                     "client c0: makedir d, makedir d, makedir d, makedir d\nclient c1: makedir d, makedir "
                     "d, makedir d\n",
                 "t:4:34", "more than 6 names in `d`");
  expect_refusal("system afs2 granularity=message\nfile d absent\nclient c0: makedir d\n", "t:2:8",
                 "there from the beginning");
  expect_refusal("system afs1\nfile d = 0\nclient c0: makedir d\n", "t:3:12", "afs1 has no `makedir`");
}

TEST(MessageTraces, BlocksThatCannotBeCombined) {
  const std::string afs2 = "system afs2 granularity=message\n";
  EXPECT_EQ(
      refusal(afs2 +
              "values counter\nfile a = 0 blocks 2\nclient c0: open a, write at 1, read, fsync, close\n"),
      "");
  EXPECT_EQ(
      refusal("system afs1\nfile a = 0 blocks 63\nclient c0: open a truncate, truncate a, fsync, close\n"),
      "");
  EXPECT_EQ(refusal("system afs1\nfile a = 0 blocks 32\nclient c0: open a truncate, write, close\n"),
            "t:2:10: `a` has 32 blocks, too many for what they may hold in this trace; afs1 takes at most 31 "
            "blocks "
            "here; more, where less is written, or smaller numbers\n"
            "  file a = 0 blocks 32\n"
            "           ^");
  EXPECT_EQ(refusal("system afs1\nfile a = 0 blocks 63\nclient c0: open a, write, close\n"), "");
  expect_refusal("system afs1\nfile a = 0 blocks 64\nclient c0: open a, write, close\n", "t:2:10",
                 "afs1 takes at most 63 blocks here");
  expect_refusal(afs2 + "values counter\nfile a = 9 blocks 16\nclient c0: open a\n", "t:3:10",
                 "at most 15 blocks");
  expect_refusal(afs2 + "file a = 0 blocks 2, b = 0\nclient c0: rename a b\n", "t:3:12",
                 "declare them with as many blocks");
  expect_refusal(afs2 + "file d = 0 blocks 2\nclient c0: makedir d\n", "t:2:10", "a directory is one block");
  expect_refusal(afs2 + "values counter\nfile a = 0\nclient c0: open a truncate\n", "t:4:12",
                 "use `values writer`");
  expect_refusal(afs2 + "file a = 0\nvolume v: a\nclient c0: open a truncate\n", "t:4:12",
                 "read-only volume");
  expect_refusal(afs2 + "file d = 0\nclient c0: open d truncate, close, makedir d\n", "t:3:12",
                 "only makedir");
  expect_refusal(afs2 + "file a = 0\nclient c0: open a, close, truncate a\n", "t:3:27", "`open a truncate`");
  expect_refusal(afs2 + "file a = 0\nclient c0: remove a\n", "t:3:12", "afs2 has no `remove`");
}

TEST(MessageTraces, BlocksAtCoarserGranularities) {
  const std::string file = "\nfile a = 0 blocks 2\nclient c0: open a, ";
  for (const char* event : {"write at 1", "read at 0", "fsync", "truncate a"}) {
    expect_refusal("system afs2" + file + event + "\n", "t:3:20",
                   "`system afs2 granularity=message` knows this");
    expect_refusal("system afs2 granularity=message delivery=instant" + file + event + "\n", "t:3:20",
                   "delivery=messages knows this");
  }
  const std::string emptied = "\nfile a = 0\nclient c0: open a truncate\n";
  expect_refusal("system afs2" + emptied, "t:3:12", "`system afs2 granularity=message` knows this");
  expect_refusal("system afs1 delivery=instant" + emptied, "t:3:12", "delivery=messages knows this");
  expect_refusal("system smb" + emptied, "t:3:12", "nfs2 and nfs3 know this");
}

TEST(MessageTraces, WhatOnlyMessagesHave) {
  expect_refusal("system afs2\nfile a = 0\nclient c0: stat a\n", "t:3:12",
                 "at operation granularity has no `stat`");
  expect_refusal("system afs2\nfile a = 0\nclient c0.p: open a\nclient c0.q: open a\n", "t:1:8",
                 "one process at operation granularity");
  expect_refusal("system afs2\nfile a absent\nclient c0: open a\n", "t:2:8", "there from the beginning");
}

}  // namespace
}  // namespace braid::test
