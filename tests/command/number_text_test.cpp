// Numbers for people.
#include "braid/checker/report/number_text.h"

#include <gtest/gtest.h>

namespace braid::test {
namespace {

using explore::BigInteger;
using explore::BigRational;
using namespace report;

TEST(NumberText, CountsThings) {
  EXPECT_EQ(counted(std::uint64_t{1}, "file", "files"), "1 file");
  EXPECT_EQ(counted(BigInteger("12345678901234567890123"), "state", "states"),
            "12345678901234567890123 states");
}

TEST(NumberText, RoundsPercentagesHalfUp) {
  EXPECT_EQ(percentage(19, 20), "95.00");
  EXPECT_EQ(percentage(1, 3), "33.33");
  EXPECT_EQ(percentage(2, 3), "66.67");
  EXPECT_EQ(percentage(1, 800), "0.13");
  EXPECT_EQ(percentage(0, 7), "0.00");
  EXPECT_EQ(percentage(7, 7), "100.00");
  EXPECT_EQ(percentage(1, 1'000'000), "<0.01");
  EXPECT_EQ(percentage(999'999, 1'000'000), ">99.99");
  const BigInteger huge = boost::multiprecision::pow(BigInteger(10), 90);
  EXPECT_EQ(percentage(huge / 4, huge), "25.00");
}

TEST(NumberText, ShortensWhatNobodyReads) {
  EXPECT_EQ(fraction_text(BigRational(7, 8)), "7/8");
  EXPECT_EQ(fraction_text(BigRational(1)), "1");
  EXPECT_EQ(fraction_text(BigRational(0)), "0");
  const BigInteger huge = boost::multiprecision::pow(BigInteger(3), 9000);
  EXPECT_EQ(fraction_text(BigRational(1, huge)), "~8.1042e-4295");
  EXPECT_EQ(short_digits(boost::multiprecision::pow(BigInteger(10), 70)), "1" + std::string(70, '0'));
  EXPECT_EQ(short_digits(boost::multiprecision::pow(BigInteger(10), 1000)), "~1.0000e+1000");
}

TEST(NumberText, GivesQuantitiesThreeDigits) {
  EXPECT_EQ(short_number(999), "999");
  EXPECT_EQ(short_number(1234), "1.23 k");
  EXPECT_EQ(short_number(4.56e6), "4.56 M");
  EXPECT_EQ(short_number(999'600), "1 M");
  EXPECT_EQ(short_bytes(512), "512 B");
  EXPECT_EQ(short_bytes(1536), "1.5 KiB");
  EXPECT_EQ(short_bytes(310.0 * 1024 * 1024), "310 MiB");
  EXPECT_EQ(short_duration(0.44), "0.4 s");
  EXPECT_EQ(short_duration(59.4), "59 s");
  EXPECT_EQ(short_duration(200), "3 min 20 s");
  EXPECT_EQ(short_duration(7500), "2 h 5 min");
}

}  // namespace
}  // namespace braid::test
