#include "braid/tracer/quote.h"

#include <gtest/gtest.h>

namespace braid {
namespace {

TEST(Quote, ShowsWordsAsTheyAre) {
  EXPECT_EQ(quote("c0"), "`c0`");
  EXPECT_EQ(quote(""), "``");
  EXPECT_EQ(quote("a b\"c"), "`a b\"c`");
}

TEST(Quote, EscapesWhatATerminalShouldNotGet) {
  EXPECT_EQ(quote("\x1b[0m"), "`\\x1B[0m`");
  EXPECT_EQ(quote("\xC3\xA9"), "`\\xC3\\xA9`");
  EXPECT_EQ(quote("a`b\\"), "`a\\x60b\\x5C`");
  EXPECT_EQ(quote(std::string_view("\0", 1)), "`\\x00`");
}

TEST(Quote, CutsLongWords) {
  EXPECT_EQ(quote(std::string(40, 'x')), "`" + std::string(40, 'x') + "`");
  EXPECT_EQ(quote(std::string(41, 'x')), "`" + std::string(40, 'x') + "...`");
}

TEST(QuoteList, ReadsAsASentence) {
  EXPECT_EQ(quote_list({}), "");
  EXPECT_EQ(quote_list({"a"}), "`a`");
  EXPECT_EQ(quote_list({"a", "b"}), "`a` and `b`");
  EXPECT_EQ(quote_list({"a", "b", "c"}), "`a`, `b` and `c`");
}

TEST(QuoteList, CountsWhatItDoesNotShow) {
  const std::vector<std::string_view> eight(8, "d");
  EXPECT_EQ(quote_list(eight), "`d`, `d`, `d`, `d`, `d`, `d`, `d` and `d`");
  const std::vector<std::string_view> ten(10, "d");
  EXPECT_EQ(quote_list(ten), "`d`, `d`, `d`, `d`, `d`, `d`, `d`, `d` and 2 more");
}

TEST(DidYouMean, NamesTheNearest) {
  EXPECT_EQ(did_you_mean("opn", {"read", "open"}), "did you mean `open`?");
  EXPECT_EQ(did_you_mean("fiel", {"file", "field", "client"}), "did you mean `field`?");
}

TEST(DidYouMean, KeepsSilentWhereNothingIsNear) {
  EXPECT_EQ(did_you_mean("truncate", {"read", "open"}), "");
  EXPECT_EQ(did_you_mean("x", {"y"}), "");
  EXPECT_EQ(did_you_mean("opn", {}), "");
  EXPECT_EQ(did_you_mean(std::string(65, 'a'), {std::string(64, 'a')}), "");
}

}  // namespace
}  // namespace braid
