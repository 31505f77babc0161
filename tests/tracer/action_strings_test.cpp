#include "braid/tracer/action_strings.h"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "refused.h"
#include "same_trace.h"

namespace braid {
namespace {

Trace parse(std::string_view actions, std::optional<unsigned> files = std::nullopt) {
  return parse_action_strings("-A", actions, files);
}

std::string about(std::string_view actions, std::optional<unsigned> files = std::nullopt) {
  return message_of([&] { return parse(actions, files); });
}

TEST(ActionStrings, AreTheHomeworksProgramsWithItsValuesAndItsReopen) {
  const Trace trace = parse("oa1:w1:c1,oc2:r2:c2");
  EXPECT_EQ(trace.source, "-A");
  EXPECT_EQ(trace.text, "oa1:w1:c1,oc2:r2:c2");
  EXPECT_TRUE(same_trace(trace, parse_notation("t",
                                               "system afs2 reopen=replace\n"
                                               "values counter\n"
                                               "file a = 0, b = 1, c = 2\n"
                                               "client c0: open a as 1, write, close\n"
                                               "client c1: open c as 2, read, close\n")));
  EXPECT_EQ(trace.actors[1].events[1].position.line, 1U);
  EXPECT_EQ(trace.actors[1].events[1].position.column, 15U);
}

TEST(ActionStrings, HaveAsManyFilesAsTheGreatestLetterUnlessSaid) {
  EXPECT_EQ(parse("oa1").files.size(), 1U);
  EXPECT_EQ(parse("oa1,oz1").files.size(), 26U);
  EXPECT_EQ(parse("oa1", 3).files.size(), 3U);
  EXPECT_EQ(parse("oc1", 3).files[2].contents, "2");
  EXPECT_EQ(parse("oz1", 26).files[25].name, "z");
}

TEST(ActionStrings, MayOpenADescriptorAgainAfterItsClose) {
  const Trace trace = parse("oa1:c1:ob1:r1,ob0:oa9:c0:ob0");
  EXPECT_EQ(trace.actors[0].events[3].file, 1U);
  EXPECT_EQ(trace.actors[0].descriptors, std::vector<std::string>{"1"});
  EXPECT_EQ(trace.actors[1].descriptors, (std::vector<std::string>{"0", "9"}));
}

TEST(ActionStringMessages, AreAboutTheActionsForm) {
  const std::string forms = "; actions are oFD (open file F, a to z, on descriptor D, 0 to 9), rD, wD and cD";
  EXPECT_EQ(about(""), "-A:1:1: no actions" + forms);
  EXPECT_EQ(about("oa1:r1,"), "-A:1:8: an action is missing" + forms + "\n  oa1:r1,\n         ^");
  EXPECT_EQ(about("oa1::r1"), "-A:1:5: an action is missing" + forms + "\n  oa1::r1\n      ^");
  EXPECT_EQ(about(",oa1"), "-A:1:1: an action is missing" + forms + "\n  ,oa1\n  ^");
  EXPECT_EQ(about("oa1,xa1"), "-A:1:5: unknown action `xa1`" + forms + "\n  oa1,xa1\n      ^");
  EXPECT_EQ(about("Oa1"), "-A:1:1: unknown action `Oa1`" + forms + "\n  Oa1\n  ^");
  EXPECT_EQ(about("oa1:r12"), "-A:1:7: action `r12` is too long" + forms + "\n  oa1:r12\n        ^");
  EXPECT_EQ(about("oa12"), "-A:1:4: action `oa12` is too long" + forms + "\n  oa12\n     ^");
  EXPECT_EQ(about("oa"), "-A:1:3: action `oa` is too short" + forms + "\n  oa\n    ^");
  EXPECT_EQ(about("oa1:r"), "-A:1:6: action `r` is too short" + forms + "\n  oa1:r\n       ^");
  EXPECT_EQ(about("oA1"), "-A:1:2: `A` is no file; a file is a letter from a to z\n  oA1\n   ^");
  EXPECT_EQ(about("oax"), "-A:1:3: `x` is no descriptor; a descriptor is a digit\n  oax\n    ^");
  EXPECT_EQ(about("oa1:r\n"), "-A:1:6: `\\x0A` is no descriptor; a descriptor is a digit\n  oa1:r\n       ^");
  EXPECT_EQ(about(std::string_view("o\0001", 3)),
            "-A:1:2: `\\x00` is no file; a file is a letter from a to z\n  o 1\n   ^");
}

TEST(ActionStringMessages, AreAboutDescriptors) {
  EXPECT_EQ(about("r2:oa2"),
            "-A:1:2: client `c0` has no descriptor 2 open here; open a file on it first, as in oa2\n  "
            "r2:oa2\n   ^");
  EXPECT_EQ(about("oa1,oa2:oa3:r1"),
            "-A:1:14: client `c1` has no descriptor 1 open here; open: `2` and `3`\n  oa1,oa2:oa3:r1\n       "
            "        ^");
  EXPECT_EQ(
      about("oa1:c1:c1"),
      "-A:1:9: client `c0` has no descriptor 1 open here; open a file on it first, as in oa1\n  oa1:c1:c1\n"
      "          ^");
  EXPECT_EQ(about("oa1:ob1"),
            "-A:1:7: client `c0` already has descriptor 1 open here; close it first, or take another digit\n"
            "  oa1:ob1\n        ^");
}

TEST(ActionStringMessages, AreAboutFiles) {
  EXPECT_EQ(about("oc1", 2), "-A:1:2: there is no file `c`; the 2 files are a to b\n  oc1\n   ^");
  EXPECT_EQ(about("ob1", 1), "-A:1:2: there is no file `b`; the only file is a\n  ob1\n   ^");
  EXPECT_EQ(about("oa1", 0), "-A: 0 files; action strings have 1 to 26 files");
  EXPECT_EQ(about("oa1", 27), "-A: 27 files; action strings have 1 to 26 files");
}

TEST(ActionStrings, AreReadBackAsWritten) {
  for (const char* actions : {"oa1", "oa1:w1:c1,oa1:r1:c1", "ob9:oa0:w9:c0:c9:oz9,oc3:c3:oc3"}) {
    EXPECT_EQ(to_action_strings(parse(actions)), actions);
  }
}

TEST(ActionStrings, OfRandomProgramsAreReadBackAsWritten) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (std::size_t client = 0, clients = 1 + random() % 4; client < clients; ++client) {
      std::string open;
      for (std::size_t j = 0, events = 1 + random() % 12; j < events; ++j) {
        const char digit = static_cast<char>('0' + random() % 10);
        const std::size_t place = open.find(digit);
        text += j > 0 ? ":" : client > 0 ? "," : "";
        if (place == std::string::npos) {
          text += {'o', static_cast<char>('a' + random() % 26), digit};
          open += digit;
        } else {
          text += {"rwc"[random() % 3], digit};
          if (text[text.size() - 2] == 'c') open.erase(place, 1);
        }
      }
    }
    ASSERT_EQ(to_action_strings(parse(text)), text);
    ASSERT_TRUE(same_trace(parse(text), parse_notation("t", to_notation(parse(text))))) << text;
  }
}

TEST(ActionStrings, CannotSayEveryTrace) {
  const auto refuses = [](const char* text) {
    EXPECT_THROW(static_cast<void>(to_action_strings(parse_notation("t", text))), std::invalid_argument)
        << text;
  };
  refuses("system s\nclient c0:\n");
  refuses("system s\nfile a = 0\nclient c1: open a as 1\n");
  refuses("system s\nfile a = 0\nclient c0: open a\n");
  refuses("system s\nfile aa = 0\nclient c0: open aa as 1\n");
  refuses("system s\nfile a = 0\nclient c0: open a as 10\n");
  refuses("system s\nfile a absent\nclient c0: create a\n");
  refuses("system s\nfile a = 0\nclient c0: open a as 1, stat a\n");
  EXPECT_THROW(static_cast<void>(to_action_strings(Trace{})), std::invalid_argument);
}

#ifndef BRAID_SMALL_SCOPE
TEST(ActionStrings, MayHaveAMillionActions) {
  std::string text = "oa1";
  for (int i = 0; i < 999'999; ++i) text += i % 5 == 0 ? ",oa1" : ":w1";
  EXPECT_EQ(parse(text).event_count(), 1'000'000U);
}
#endif

TEST(ActionStrings, WithAnyByteChangedAreReadOrRefusedAtAColumn) {
  const std::string text = "oa1:w1:ob2:c1,oa1:r1:c1";
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[i] = static_cast<char>(byte);
      try {
        EXPECT_EQ(to_action_strings(parse(changed)), changed);
      } catch (const InputError& error) {
        EXPECT_EQ(error.position().line, 1U);
        EXPECT_GE(error.position().column, 1U);
        EXPECT_LE(error.position().column, text.size() + 1);
      }
    }
  }
}

}  // namespace
}  // namespace braid
