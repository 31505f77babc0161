// Blocks of files, locks, names that are deleted, and mounts.
#include <gtest/gtest.h>

#include <string>

#include "braid/tracer/action_strings.h"
#include "braid/tracer/notation.h"
#include "refused.h"

namespace braid {
namespace {

constexpr const char* kHead = "system s\nfile a = 0 blocks 2, b = 1\n";

Trace parse(const std::string& rest) {
  return parse_notation("t", kHead + rest);
}

std::string about(const std::string& rest) {
  return message_about(kHead + rest);
}

TEST(NotationBlocks, FilesHaveOneUnlessTheyHaveMore) {
  const Trace trace = parse("client c0:\n");
  EXPECT_EQ(trace.files[0].blocks, 2U);
  EXPECT_EQ(trace.files[1].blocks, 1U);
}

TEST(NotationBlocks, ReadsAndWritesMayBeOfOne) {
  const Trace trace =
      parse("client c0: open a, open b, write a at 1, read a at 0, read b, fsync a, close a, write at 0");
  const std::vector<Event>& events = trace.actors[0].events;
  EXPECT_TRUE(events[2].one_block);
  EXPECT_EQ(events[2].block, 1U);
  EXPECT_TRUE(events[3].one_block);
  EXPECT_EQ(events[3].block, 0U);
  EXPECT_FALSE(events[4].one_block);
  EXPECT_EQ(events[5].operation, Operation::fsync);
  EXPECT_EQ(events[5].descriptor, 0U);
  EXPECT_TRUE(events[7].one_block);
  EXPECT_EQ(events[7].file, 1U);
}

TEST(NotationBlocks, AreThoseOfTheFile) {
  EXPECT_EQ(
      about("client c0: open a, write at 2"),
      "t.trace:3:20: file `a` has no block 2; it has 2, numbered from 0; `file a = CONTENTS blocks 3` gives "
      "it more\n"
      "  client c0: open a, write at 2\n"
      "                     ^");
  EXPECT_EQ(about("client c0: open a, write at x"),
            "t.trace:3:29: expected a number of blocks, found `x`; it is from 0 to 63, or a size that is "
            "given above, or one less a number\n"
            "  client c0: open a, write at x\n"
            "                              ^");
  EXPECT_EQ(refused_at("system s\nfile a = 0 blocks 65\nclient c0:"), "2:19");
  EXPECT_EQ(refused_at("system s\nfile a = 0 blocks 0\nclient c0:"), "2:19");
  EXPECT_EQ(refused_at("system s\nfile a absent blocks 65\nclient c0:"), "2:22");
}

TEST(NotationBlocks, AWriteMayChangeAPartOfOne) {
  const Trace trace = parse(
      "client c0: open a, open b as unaligned, write a at 1 unaligned, write a at 1, write unaligned, "
      "close unaligned, write at 0 unaligned");
  const std::vector<Event>& events = trace.actors[0].events;
  EXPECT_TRUE(events[2].unaligned);
  EXPECT_TRUE(events[2].one_block);
  EXPECT_EQ(events[2].block, 1U);
  EXPECT_FALSE(events[3].unaligned);
  EXPECT_FALSE(events[4].unaligned);
  EXPECT_EQ(events[4].file, 1U);
  EXPECT_TRUE(events[6].unaligned);
  EXPECT_EQ(events[6].block, 0U);
}

TEST(NotationBlocks, OnlyAWriteOfABlockIsUnaligned) {
  constexpr const char* kWithoutBlock =
      "an unaligned write must say which block it changes a part of; write `write [DESCRIPTOR] at BLOCK "
      "unaligned`\n";
  EXPECT_EQ(about("client c0: open a, write unaligned"), std::string("t.trace:3:26: ") + kWithoutBlock +
                                                             "  client c0: open a, write unaligned\n"
                                                             "                           ^");
  EXPECT_EQ(about("client c0: open a, open b, write a unaligned"),
            std::string("t.trace:3:36: ") + kWithoutBlock +
                "  client c0: open a, open b, write a unaligned\n"
                "                                     ^");
  EXPECT_EQ(
      about("client c0: open a, read at 0 unaligned"),
      "t.trace:3:30: a read is not unaligned; only a write changes a part of a block: `write [DESCRIPTOR] "
      "at BLOCK unaligned`\n"
      "  client c0: open a, read at 0 unaligned\n"
      "                               ^");
  EXPECT_EQ(
      about("client c0: open a, close a unaligned"),
      "t.trace:3:28: a close is not unaligned; only a write changes a part of a block: `write [DESCRIPTOR] "
      "at BLOCK unaligned`\n"
      "  client c0: open a, close a unaligned\n"
      "                             ^");
  EXPECT_EQ(about("client c0: open a, read unaligned"),
            "t.trace:3:25: client `c0` has no descriptor `unaligned` open here; open: `a`\n"
            "  client c0: open a, read unaligned\n"
            "                          ^");
}

TEST(NotationBlocks, AnOpenMayMakeTheFileEmpty) {
  const Trace trace =
      parse("client c0: open a truncate, open b as truncate truncate, read truncate, open a as 1");
  const std::vector<Event>& events = trace.actors[0].events;
  EXPECT_TRUE(events[0].truncates);
  EXPECT_TRUE(events[1].truncates);
  EXPECT_EQ(trace.actors[0].descriptors[1], "truncate");
  EXPECT_FALSE(events[3].truncates);
  EXPECT_EQ(
      about("client c0: open a truncates"),
      "t.trace:3:19: expected `,` or the end of the statement, found `truncates`; events are separated by "
      "commas\n"
      "  client c0: open a truncates\n"
      "                    ^");
}

TEST(NotationBlocks, OtherEventsOnNames) {
  const Trace trace = parse("client c0: lock a, unlock a, remove b, truncate a");
  const std::vector<Event>& events = trace.actors[0].events;
  EXPECT_EQ(events[0].operation, Operation::lock);
  EXPECT_EQ(events[1].operation, Operation::unlock);
  EXPECT_EQ(events[2].operation, Operation::remove);
  EXPECT_EQ(events[2].file, 1U);
  EXPECT_EQ(events[3].operation, Operation::truncate);
}

TEST(NotationBlocks, ClientsMountWhereTheyLike) {
  const Trace trace = parse("mount c0: a = b, b = a\nclient c0: open a\nclient c1:");
  ASSERT_EQ(trace.mounts.size(), 2U);
  EXPECT_EQ(trace.mounts[0].client, "c0");
  EXPECT_EQ(trace.mounts[0].path, 0U);
  EXPECT_EQ(trace.mounts[0].file, 1U);
  EXPECT_EQ(trace.mounts[1].path, 1U);
  EXPECT_EQ(about("mount c0: a = b, a = a\nclient c0:"),
            "t.trace:3:18: `a` is mounted twice; the first is in line 3\n"
            "  mount c0: a = b, a = a\n"
            "                   ^");
  EXPECT_EQ(about("mount c0: a = b\nmount c0: b = a\nclient c0:"),
            "t.trace:4:7: client `c0` has its mounts already; the first is in line 3\n"
            "  mount c0: b = a\n"
            "        ^");
  EXPECT_EQ(
      about("mount c1: a = b\nclient c0:"),
      "t.trace:3:7: client `c1` is not declared; did you mean `c0`? declare it: `client NAME: EVENT, ...`\n"
      "  mount c1: a = b\n"
      "        ^");
}

TEST(NotationBlocks, AreNoActionStrings) {
  EXPECT_THROW(static_cast<void>(to_action_strings(
                   parse_notation("t", "system s\nfile a = 0\nclient c0: open a as 1, fsync, close"))),
               std::invalid_argument);
  EXPECT_THROW(static_cast<void>(to_action_strings(
                   parse_notation("t", "system s\nfile a = 0\nclient c0: open a as 1, read at 0, close"))),
               std::invalid_argument);
  EXPECT_THROW(static_cast<void>(to_action_strings(
                   parse_notation("t", "system s\nfile a = 0\nclient c0: open a as 1 truncate, close"))),
               std::invalid_argument);
}

}  // namespace
}  // namespace braid
