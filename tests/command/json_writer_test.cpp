// JSON as it is written.
#include "braid/checker/report/json_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>

namespace braid::test {
namespace {

using namespace std::string_view_literals;
using report::JsonLayout;
using report::JsonWriter;

std::string string_of(std::string_view text) {
  std::ostringstream out;
  JsonWriter(out).text(text);
  return out.str();
}

TEST(JsonWriter, LaysDocumentsOut) {
  std::ostringstream out;
  JsonWriter json(out);
  json.begin_object(JsonLayout::line_each);
  json.key("empty").begin_array(JsonLayout::line_each).end_array();
  json.key("rows").begin_array(JsonLayout::line_each);
  json.begin_object().key("a").number(std::uint64_t{1}).key("b").boolean(false).end_object();
  json.begin_array().null().text("x").end_array();
  json.end_array();
  json.end_object().finish();
  EXPECT_EQ(out.str(),
            "{\n  \"empty\": [],\n  \"rows\": [\n    {\"a\": 1, \"b\": false},\n    [null, \"x\"]\n  ]\n}\n");
}

TEST(JsonWriter, WritesNumbersBeyondDoublesAsStrings) {
  std::ostringstream out;
  JsonWriter json(out);
  json.begin_array();
  json.number(std::uint64_t{1} << 53).number((std::uint64_t{1} << 53) + 1);
  json.number(std::int64_t{-3}).number(std::numeric_limits<std::int64_t>::min());
  json.end_array();
  EXPECT_EQ(out.str(), "[9007199254740992, \"9007199254740993\", -3, \"-9223372036854775808\"]");
}

TEST(JsonWriter, WritesFractionsThatAreReadBackAsTheyWere) {
  std::ostringstream out;
  JsonWriter json(out);
  json.begin_array().real(0.1).real(-2).real(1e300).real(5e-324).real(1.0 / 3);
  json.real(std::numeric_limits<double>::infinity()).real(std::nan("")).end_array();
  const nlohmann::json read = nlohmann::json::parse(out.str());
  EXPECT_EQ(read, nlohmann::json({0.1, -2.0, 1e300, 5e-324, 1.0 / 3, nullptr, nullptr})) << out.str();
}

TEST(JsonWriter, EscapesWhatMustBe) {
  EXPECT_EQ(string_of("a\"b\\c\nd\te\x7f"), "\"a\\\"b\\\\c\\nd\\u0009e\\u007f\"");
  EXPECT_EQ(string_of("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"),
            "\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"");
}

TEST(JsonWriter, WritesOnlyUtf8) {
  // Every string of up to three bytes from a set that holds all borders of UTF-8 is read back by a strict
  // parser.
  constexpr std::string_view bytes =
      "a\"\x00\x7f\x80\x8f\x90\x9f\xa0\xbf\xc1\xc2\xdf\xe0\xed\xef\xf0\xf4\xf5\xff"sv;
  for (const char first : bytes) {
    for (const char second : bytes) {
      for (const char third : bytes) {
        const std::string written = string_of(std::string{first, second, third});
        EXPECT_TRUE(nlohmann::json::accept(written)) << written;
      }
    }
  }
  EXPECT_EQ(string_of("\xed\xa0\x80"), "\"\\ufffd\\ufffd\\ufffd\"") << "a surrogate";
}

}  // namespace
}  // namespace braid::test
