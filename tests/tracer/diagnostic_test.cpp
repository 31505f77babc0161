#include "braid/tracer/diagnostic.h"

#include <gtest/gtest.h>

#include <vector>

namespace braid {
namespace {

using Names = std::vector<std::string>;

TEST(EditDistance, CountsInsertionsDeletionsAndSubstitutions) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("file", "file"), 0U);
  EXPECT_EQ(edit_distance("file", "fle"), 1U);
  EXPECT_EQ(edit_distance("file", "filee"), 1U);
  EXPECT_EQ(edit_distance("file", "fire"), 1U);
  EXPECT_EQ(edit_distance("file", "fiel"), 2U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(EditDistance, IsSymmetric) {
  const Names names = {"", "a", "ab", "ba", "abc", "cab", "abcd", "xyz"};
  for (const std::string& a : names) {
    for (const std::string& b : names) EXPECT_EQ(edit_distance(a, b), edit_distance(b, a)) << a << ' ' << b;
  }
}

TEST(NearestName, IsTheNearest) {
  EXPECT_EQ(nearest_name("clinet", Names{"file", "client", "values"}), "client");
}

TEST(NearestName, PrefersTheEarlierOfEquals) {
  EXPECT_EQ(nearest_name("c2", Names{"c0", "c1"}), "c0");
  EXPECT_EQ(nearest_name("c2", Names{"c1", "c0"}), "c1");
}

TEST(NearestName, IsNoneBeyondTwoEdits) {
  EXPECT_EQ(nearest_name("abcde", Names{"abxyz"}), "");
  EXPECT_EQ(nearest_name("abcde", Names{"abcxy"}), "abcxy");
}

TEST(NearestName, IsNoneWhereNothingOfTheNameWouldStay) {
  EXPECT_EQ(nearest_name("a", Names{"b"}), "");
  EXPECT_EQ(nearest_name("ab", Names{"xy"}), "");
  EXPECT_EQ(nearest_name("", Names{"a"}), "");
  EXPECT_EQ(nearest_name("a", Names{}), "");
}

TEST(InputError, SaysSourcePlaceCauseAndWhatIsAccepted) {
  const InputError error("t.trace", {2, 5}, "no such file", "declare it");
  EXPECT_STREQ(error.what(), "t.trace:2:5: no such file; declare it");
  EXPECT_EQ(error.cause(), "no such file");
  EXPECT_EQ(error.position().line, 2U);
  EXPECT_EQ(error.position().column, 5U);
}

TEST(InputError, LeavesOutWhatItWasNotGiven) {
  EXPECT_STREQ(InputError("t.trace", {}, "is a directory").what(), "t.trace: is a directory");
  EXPECT_STREQ(InputError("t.trace", {}, "is empty", {}, "text").what(), "t.trace: is empty");
}

TEST(InputError, ShowsTheLineWithACaret) {
  EXPECT_STREQ(InputError("t", {2, 4}, "x", {}, "one\ntwo three\nfour").what(),
               "t:2:4: x\n  two three\n     ^");
  EXPECT_STREQ(InputError("t", {1, 1}, "x", {}, "one").what(), "t:1:1: x\n  one\n  ^");
}

TEST(InputError, PutsTheCaretBehindTheLineAtItsEnd) {
  EXPECT_STREQ(InputError("t", {1, 4}, "x", {}, "one\n").what(), "t:1:4: x\n  one\n     ^");
  EXPECT_STREQ(InputError("t", {1, 99}, "x", {}, "one\n").what(), "t:1:99: x\n  one\n     ^");
}

TEST(InputError, ShowsTabsAndControlCharactersAsOneSpace) {
  EXPECT_STREQ(InputError("t", {1, 3}, "x", {}, "\ta\x1b").what(), "t:1:3: x\n   a \n    ^");
}

TEST(InputError, ShowsAWindowOfALongLine) {
  const std::string message =
      InputError("t", {1, 1001}, "x", {}, std::string(1000, 'a') + "b" + std::string(1000, 'c')).what();
  EXPECT_EQ(message, "t:1:1001: x\n  " + std::string(50, 'a') + "b" + std::string(49, 'c') + "\n  " +
                         std::string(50, ' ') + "^");
}

TEST(InputError, SurvivesALineThatIsNotThere) {
  EXPECT_STREQ(InputError("t", {9, 1}, "x", {}, "one").what(), "t:9:1: x\n  \n  ^");
}

}  // namespace
}  // namespace braid
