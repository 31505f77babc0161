// Numbers as Python 3.11 reads and prints them; the expected values are Python's.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "braid/checker/command/afs_python.h"

namespace braid::command {
namespace {

TEST(PythonInteger, ReadsEverySpellingOfAnOption) {
  const std::pair<const char*, int> cases[] = {
      {"0", 0},       {"7", 7},     {"-7", -7},    {"+7", 7},    {" 7\n", 7},  {"1_000", 1000},  {"0x1F", 31},
      {"0X_1f ", 31}, {"0b101", 5}, {"0B1_0", 2},  {"0b", 0},    {"0b-1", -1}, {"0b0b1", 1},     {"017", 15},
      {"0o17", 15},   {"0_17", 15}, {"-010", -10}, {"+0009", 9}, {"000", 0},   {"\t-1_0\v", -10}};
  for (const auto& [text, value] : cases) EXPECT_EQ(parse_python_integer(text), Integer(value)) << text;
}

TEST(PythonInteger, RefusesWhatPythonRefuses) {
  for (const char* text : {"",
                           " ",
                           "-",
                           "+-1",
                           "- 1",
                           "1_",
                           "_1",
                           "1__0",
                           "09",
                           "0x",
                           "0x__1",
                           "0x-1",
                           "0xg",
                           "-0x1",
                           " 0x1",
                           "0b2",
                           "0b_1",
                           "0b0b0b1",
                           "0o",
                           "0o8",
                           "0_",
                           "1.0",
                           "1e3",
                           "seven",
                           "1 2",
                           "\x1c"
                           "1",
                           "\xc2\xa0"
                           "1"}) {
    EXPECT_EQ(parse_python_integer(text), std::nullopt) << text;
  }
}

TEST(PythonInteger, HasAtMost4300DecimalDigitsEitherWay) {
  const std::string most(4300, '9');
  const Integer power = pow(Integer(10), 4300);
  EXPECT_EQ(parse_python_integer(most), Integer(power - 1));
  EXPECT_EQ(parse_python_integer("-" + most), Integer(1 - power));
  EXPECT_EQ(parse_python_integer(most + "9"), std::nullopt);
  EXPECT_EQ(parse_python_integer("+" + std::string(4300, '0') + "1"), std::nullopt);
  EXPECT_EQ(python_text(Integer(1 - power)), "-" + most);
  EXPECT_EQ(python_text(power), std::nullopt);
  EXPECT_EQ(python_text(Integer(-power)), std::nullopt);
  EXPECT_EQ(python_text(Integer(0)), "0");
}

TEST(PythonInteger, HasAnySizeInTheOtherRadixes) {
  EXPECT_EQ(parse_python_integer("0x" + std::string(100'000, 'f')), Integer((Integer(1) << 400'000) - 1));
  EXPECT_EQ(parse_python_integer("0" + std::string(99, '7')), Integer((Integer(1) << 297) - 1));
  EXPECT_EQ(python_text(Integer(1) << 400'000), std::nullopt);
}

TEST(PythonFloat, ReadsEverySpelling) {
  const std::pair<const char*, double> cases[] = {{"0.5", 0.5},
                                                  {".5", 0.5},
                                                  {"5.", 5},
                                                  {"+1", 1},
                                                  {"-0", -0.0},
                                                  {" 1e-5\n", 1e-5},
                                                  {"1_0.5", 10.5},
                                                  {"1e1_0", 1e10},
                                                  {"1E+2", 100},
                                                  {"iNf", INFINITY},
                                                  {"-Infinity", -INFINITY},
                                                  {"1e400", INFINITY},
                                                  {"-1e400", -INFINITY},
                                                  {"1e-400", 0},
                                                  {"0e999999999999999999999", 0},
                                                  {"1e999999999999999999999", INFINITY},
                                                  {"1e-999999999999999999999", 0},
                                                  {"5e-324", 5e-324}};
  for (const auto& [text, value] : cases) EXPECT_EQ(parse_python_float(text), value) << text;
  EXPECT_TRUE(std::signbit(parse_python_float("-0").value()));
  EXPECT_TRUE(std::isnan(parse_python_float("-NaN").value()));
  EXPECT_EQ(parse_python_float("0." + std::string(500, '0') + "1e501"), 1.0);
  EXPECT_EQ(parse_python_float("1" + std::string(500, '0') + "e-500"), 1.0);
}

TEST(PythonFloat, RefusesWhatPythonRefuses) {
  for (const char* text : {"",
                           " ",
                           ".",
                           "-",
                           "1e",
                           "1e+",
                           "e5",
                           ".e5",
                           "0x1p3",
                           "nan(1)",
                           "infinit",
                           "inf_",
                           "1_",
                           "_1",
                           "1__0",
                           "1_.5",
                           "1._5",
                           "1_e5",
                           "+-1",
                           "1 2",
                           "1,5",
                           "1.5f",
                           "\x1c"
                           "1"}) {
    EXPECT_EQ(parse_python_float(text), std::nullopt) << text;
  }
}

TEST(PythonFloat, IsPrintedAsPythonPrintsIt) {
  const std::pair<double, const char*> cases[] = {
      {0, "0.0"},
      {-0.0, "-0.0"},
      {0.5, "0.5"},
      {1, "1.0"},
      {-12.25, "-12.25"},
      {0.1 + 0.2, "0.30000000000000004"},
      {1e-4, "0.0001"},
      {1e-5, "1e-05"},
      {1.5e-7, "1.5e-07"},
      {9999999999999998, "9999999999999998.0"},
      {1e16, "1e+16"},
      {1.2345e22, "1.2345e+22"},
      {1e23, "1e+23"},
      {5e-324, "5e-324"},
      {std::numeric_limits<double>::max(), "1.7976931348623157e+308"},
      {INFINITY, "inf"},
      {-INFINITY, "-inf"},
      {NAN, "nan"},
      {-NAN, "nan"}};
  for (const auto& [value, text] : cases) EXPECT_EQ(python_text(value), text);
}

TEST(PythonCharacter, IsQuotedAsPythonQuotesIt) {
  EXPECT_EQ(python_character('a'), "'a'");
  EXPECT_EQ(python_character('"'), "'\"'");
  EXPECT_EQ(python_character('\''), "\"'\"");
  EXPECT_EQ(python_character('\\'), "'\\\\'");
  EXPECT_EQ(python_character('\t'), "'\\t'");
  EXPECT_EQ(python_character('\n'), "'\\n'");
  EXPECT_EQ(python_character('\r'), "'\\r'");
  EXPECT_EQ(python_character('\x01'), "'\\x01'");
  EXPECT_EQ(python_character('\x7f'), "'\\x7f'");
}

TEST(PythonExcerpt, IsShortAndInOneLine) {
  EXPECT_EQ(python_excerpt("a\nb"), "a\\nb");
  EXPECT_EQ(python_excerpt(std::string(1000, 'x')), std::string(60, 'x') + "...");
}

}  // namespace
}  // namespace braid::command
