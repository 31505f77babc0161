#include "braid/tracer/recording/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace braid::recording {
namespace {

using namespace std::string_view_literals;

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string json_name(std::string_view text) {
  std::string out;
  append_json_name(out, text);
  return out;
}

TEST(Utf8, KnowsWhatItIs) {
  for (const std::string_view text :
       {""sv, "plain"sv, "\0"sv, "\xC3\xA9"sv, "\xE2\x82\xAC"sv, "\xF0\x9F\x98\x80"sv, "0123456789\xC3\xA9"sv,
        "\xF4\x8F\xBF\xBF"sv, "\xED\x9F\xBF"sv})
    EXPECT_TRUE(is_utf8(text)) << json_name(text);
  for (const std::string_view text :
       {"\x80"sv, "\xC3"sv, "\xC0\x80"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv, "\xF0\x8F\xBF\xBF"sv,
        "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "01234567\xFF"sv, "\xE2\x82"sv, "\xF0\x9F\x98"sv})
    EXPECT_FALSE(is_utf8(text)) << json_name(text);
}

TEST(JsonText, EscapesWhatJsonNeedsEscaped) {
  EXPECT_EQ(json_string("a\"b\\c\n\r\t\x01\x7f\xC3\xA9"), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u007f\xC3\xA9\"");
  EXPECT_EQ(json_name("/f\xFF\xC3\xA9"), "\"/f\\\\xff\xC3\xA9\"");
}

TEST(JsonText, IsReadBackByAnotherReader) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    std::string bytes(random() % 20, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 128);
    EXPECT_EQ(nlohmann::json::parse(json_string(bytes)).get<std::string>(), bytes) << "round " << round;
  }
}

TEST(JsonText, ResolvesEscapesAsAnotherReaderDoes) {
  // RFC 8259, section 7.
  for (const std::string escaped : {R"(plain)", R"()", R"(\"\\\/\b\f\n\r\t)",
                                    R"(\u0041\u00e9\u20AC\ud83d\uDE00\u0000)", R"(a\u0041b\\)"}) {
    std::string text;
    EXPECT_TRUE(append_unescaped(text, escaped)) << escaped;
    EXPECT_EQ(text, nlohmann::json::parse('"' + escaped + '"').get<std::string>());
  }
  for (const std::string escaped :
       {R"(\)", R"(\x41)", R"(\u)", R"(\u004)", R"(\u00g1)", R"(\u-041)", R"(\ud83d)", R"(\ud83dx)",
        R"(\ud83d\n)", R"(\ud83d\u0041)", R"(\ude00)", R"(\u+041)"}) {
    std::string text;
    EXPECT_FALSE(append_unescaped(text, escaped)) << escaped;
    EXPECT_FALSE(nlohmann::json::accept('"' + escaped + '"')) << escaped;
  }
}

TEST(Base64, IsThatOfTheStandard) {
  // RFC 4648, section 10.
  for (const auto& [bytes, text] : {std::pair{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"}}) {
    std::string out;
    append_base64(out, bytes);
    EXPECT_EQ(out, text);
    std::string back;
    EXPECT_TRUE(read_base64(text, back));
    EXPECT_EQ(back, bytes);
  }
}

TEST(Base64, RefusesWhatIsNone) {
  std::string bytes;
  for (const char* text : {"Z", "Zg", "Zg=", "====", "Z===", "Zg==Zg==", "Zm8=x", "Zm 8", "Z=g="})
    EXPECT_FALSE(read_base64(text, bytes)) << text;
}

}  // namespace
}  // namespace braid::recording
