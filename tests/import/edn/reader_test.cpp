#include "braid/tracer/import/edn/reader.h"

#include <gtest/gtest.h>

#include "braid/tracer/diagnostic.h"

namespace braid::import::edn {
namespace {

/// All values, written again, a line each; what is not read follows as an error's or the end's name.
std::string read_again(std::string_view text, Reader::Top top = Reader::Top::whole) {
  Reader reader(Input::from_memory("input", std::string(text)), top);
  std::string result;
  Value value;
  try {
    while (true) {
      const Reader::Outcome outcome = reader.next(value);
      if (outcome == Reader::Outcome::cut_off) return result + "cut off";
      if (outcome == Reader::Outcome::end) return result;
      result += std::to_string(reader.line()) + ": " + to_text(value) + "\n";
    }
  } catch (const InputError& error) {
    return result + std::to_string(error.position().line) + ":" + std::to_string(error.position().column) +
           " " + error.cause();
  }
}

TEST(EdnReader, ReadsEveryKindOfValue) {
  EXPECT_EQ(
      read_again("nil true false 1 -2 +3 4N 1.5e3 99999999999999999999 ##NaN"),
      "1: nil\n1: true\n1: false\n1: 1\n1: -2\n1: 3\n1: 4\n1: 1.5e3\n1: 99999999999999999999\n1: ##NaN\n");
  EXPECT_EQ(read_again(R"(\a \newline \( :k :a/b sym - "a\n\"\u00e4")"),
            "1: \\a\n1: \\newline\n1: \\(\n1: :k\n1: :a/b\n1: sym\n1: -\n1: \"a\n\\\"ä\"\n");
  EXPECT_EQ(read_again("(1 [2 {:a 3, :b #{4}}]) #inst \"2026\" #a.B{:c 1}"),
            "1: (1 [2 {:a 3 :b #{4}}])\n1: #inst \"2026\"\n1: #a.B {:c 1}\n");
}

TEST(EdnReader, PassesOverCommentsAndDiscardedValues) {
  EXPECT_EQ(read_again("; one\n1 #_ [2 ; x ]\n 3] #_#_ 4 5 [6 #_7] #t #_8 9\n#_ 10"),
            "2: 1\n3: [6]\n3: #t 9\n");
}

TEST(EdnReader, OpensListsAtTheTop) {
  EXPECT_EQ(read_again("[{:a 1}\n [2]] (3 4) 5", Reader::Top::opened),
            "1: {:a 1}\n2: [2]\n2: 3\n2: 4\n2: 5\n");
}

TEST(EdnReader, SaysWhereItIsCutOff) {
  for (const std::string_view text : {"[1", "{:a", "\"a", "\"\\", "\"\\u00", "\\", "#t", "#_", "#{1"})
    EXPECT_EQ(read_again(text), "cut off") << text;
}

TEST(EdnReader, RefusesWhatIsNoEdn) {
  EXPECT_EQ(read_again("1\n )"), "1: 1\n2:2 a bracket that closes nothing");
  EXPECT_EQ(read_again("{:a}"), "1:5 a map with a key that has no value");
  EXPECT_EQ(read_again("[1}"), "1:3 a bracket that closes nothing");
  EXPECT_EQ(read_again("\"\\q\""), "1:4 an escape that there is not in strings");
  EXPECT_EQ(read_again("\"\\u00zz\""), "1:8 an escape \\u without four hexadecimal digits");
  EXPECT_EQ(read_again("# "), "1:2 a # without a tag");
  EXPECT_EQ(read_again(":"), "1:2 a colon without a keyword");
}

TEST(EdnReader, BoundsWhatItHolds) {
  EXPECT_EQ(read_again(std::string(100'000, '[')), "1:66 values nested deeper than 64");
  EXPECT_EQ(read_again("#a" + std::string(100'000, '#')), "cut off");
  EXPECT_EQ(read_again("[" + std::string(Reader::kMostBytes + 1, ' ') + "1]"), "1: [1]\n");
  std::string many = "[";
  for (std::size_t i = 0; i <= Reader::kMostParts; ++i) many += "1 ";
  EXPECT_NE(read_again(many).find("more parts"), std::string::npos);
  EXPECT_NE(read_again("\"" + std::string(Reader::kMostBytes, 'a')).find("more bytes"), std::string::npos);
}

}  // namespace
}  // namespace braid::import::edn
