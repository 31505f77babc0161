// Lines, continuations, comments, characters and sizes of texts in the notation.
#include <gtest/gtest.h>

#include <string>

#include "braid/tracer/notation.h"
#include "refused.h"

namespace braid {
namespace {

Trace parse(std::string_view text) {
  return parse_notation("t", text);
}

TEST(NotationLines, MayEndInACommaOrBeIndentedToGoOn) {
  const std::string head = "system s\nfile a = 0\nclient c0: ";
  for (const std::string program :
       {"open a,\nread,\nclose\n", "open a,\n  read,\n\n# x\n\tclose\n", "open a\n , read\n , close",
        "\n  open a, # x\n  read, close", "open\n  a,\nread\n a, close"}) {
    EXPECT_EQ(parse(head + program).event_count(), 3U) << program;
  }
}

TEST(NotationLines, BeginAStatementInTheFirstColumn) {
  EXPECT_EQ(refused_at(" system s\nclient c0:\n"), "1:2");
  EXPECT_EQ(refused_at("\n\t\tsystem s\nclient c0:\n"), "2:3");
  EXPECT_EQ(refused_at("system s\n  file a = 0\nclient c0:\n"), "2:3");
}

TEST(NotationLines, MayHaveCarriageReturnsTabsAByteOrderMarkAndNoEnd) {
  const Trace trace = parse(
      "\xEF\xBB\xBFsystem\tafs2\treopen=keep\r\n\r\n# comment\r\nfile\ta\t=\t0\r\nclient c0:\topen "
      "a,\tread\r\n"
      "exists: c0.read1 = 0\t\r\n  or x\r");
  EXPECT_EQ(trace.system_position.column, 8U);
  EXPECT_EQ(trace.option("reopen"), "keep");
  EXPECT_EQ(trace.files[0].contents, "0");
  EXPECT_EQ(trace.event_count(), 2U);
  EXPECT_EQ(trace.conditions[0].formula, "c0.read1 = 0\n  or x");
}

TEST(NotationLines, MayHoldAnyLanguageInComments) {
  EXPECT_EQ(parse("system s # \xE7\xB3\xBB\xE7\xBB\x9F\n# \xFF\nclient c0:\n").system, "s");
  EXPECT_EQ(refused_at("system \xE7\xB3\xBB\n"), "1:8");
  EXPECT_EQ(refused_at("system s\n\xFF\n"), "2:1");
}

TEST(NotationComments, BeginAtALineOrBehindWhiteSpaceOnly) {
  EXPECT_EQ(parse("#x\nsystem s #y\nfile a = c0#1 #z\nclient c0:\n").files[0].contents, "c0#1");
  EXPECT_EQ(refused_at("system s\nclient c0:#x\n"), "2:11");
}

TEST(NotationText, HasNoControlCharacters) {
  using std::string_literals::operator""s;
  EXPECT_EQ(refused_at("system s\nclient c0:\0\n"s), "2:11");
  EXPECT_EQ(refused_at("\0"s), "1:1");
  EXPECT_EQ(refused_at("system s # \x1b[0m\nclient c0:\n"), "1:12");
  EXPECT_EQ(refused_at("system s\rclient c0:\n"), "1:9");
  EXPECT_EQ(refused_at("system s\nclient c0:\x7f\n"), "2:11");
}

TEST(NotationText, IsNotEmpty) {
  EXPECT_EQ(refused_at(""), "1:1");
  EXPECT_EQ(refused_at("\n\n  \n"), "1:1");
  EXPECT_EQ(refused_at("# only a comment"), "1:1");
  EXPECT_EQ(refused_at("\xEF\xBB\xBF"), "1:1");
}

std::string program_of(int events) {
  std::string text = "system s\nfile a = 0\nclient c0: open a";
  for (int i = 0; i < events - 2; ++i) text += i % 2 == 0 ? ", read" : ",\n write a";
  return text + ", close\n";
}

#ifndef BRAID_SMALL_SCOPE
TEST(NotationText, MayHaveAMillionEvents) {
  EXPECT_EQ(parse(program_of(1'000'000)).event_count(), 1'000'000U);
}
#endif

TEST(NotationText, IsRefusedAtTheRightLineHoweverFarDown) {
  EXPECT_EQ(refused_at(program_of(100'000) + "client c1: read\n"), "50003:12");
}

#ifndef BRAID_SMALL_SCOPE
TEST(NotationText, MayHaveAHundredThousandClientsFilesAndDescriptors) {
  std::string text = "system s\n";
  std::string last = "client last: ";
  for (int i = 0; i < 100'000; ++i) {
    const std::string number = std::to_string(i);
    text += "file a" + number + " = 0\nclient c" + number + ":\n";
    last += "open a" + number + ",\n";
  }
  text += last;
  const Trace trace = parse(text + "read a7");
  EXPECT_EQ(trace.actors.size(), 100'001U);
  EXPECT_EQ(trace.event_count(), 100'001U);
  EXPECT_EQ(refused_at(text + "open b"), "300002:6");
}
#endif

}  // namespace
}  // namespace braid
