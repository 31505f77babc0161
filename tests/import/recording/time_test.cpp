#include "braid/tracer/recording/time.h"

#include <gtest/gtest.h>

namespace braid::recording {
namespace {

TEST(RecordedTime, IsWrittenAsItWasRead) {
  for (const char* text : {"0", "1795354136", "1795354136.104774740", "1795354136.10", "-0.5", "-3",
                           "0.000000001", "8999999999.999999999"}) {
    const auto time = parse_time(text);
    ASSERT_TRUE(time.has_value()) << text;
    EXPECT_EQ(to_string(*time), text);
  }
}

TEST(RecordedTime, RefusesWhatIsNoDecimal) {
  for (const char* text :
       {"", "-", ".5", "1.", "1.1234567890", "1e3", "1 ", "9000000000", "12345678901", "1.5s", "+1"})
    EXPECT_FALSE(parse_time(text).has_value()) << text;
}

TEST(RecordedTime, RefusesWhatIsNoDigitAtEveryPlace) {
  const std::string right = "1795354136.104774740";
  for (std::size_t place = 0; place < right.size(); ++place) {
    for (const char wrong : {'/', ':', '?', ' ', '\0', '\x7f', '\xb0', 'p'}) {
      std::string text = right;
      text[place] = wrong;
      EXPECT_FALSE(parse_time(text).has_value()) << text;
    }
  }
  EXPECT_EQ(parse_time(right)->nanoseconds, 1'795'354'136'104'774'740);
  EXPECT_EQ(parse_time("12345678.87654321")->nanoseconds, 12'345'678'876'543'210);
}

TEST(RecordedTime, ComparesByValueAndAddsExactly) {
  EXPECT_EQ(parse_time("1.50"), parse_time("1.5"));
  EXPECT_LT(*parse_time("-1"), *parse_time("0.000000001"));
  EXPECT_EQ(to_string(*parse_time("1.5") + *parse_time("0.000011")), "1.500011");
  EXPECT_EQ(to_string(*parse_time("1.5") - *parse_time("2")), "-0.5");
}

}  // namespace
}  // namespace braid::recording
