// Every token of a valid trace deleted, doubled and replaced; every prefix; every byte changed: each text is
// either a trace, which is then written and read back, or is refused with a position in it.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "braid/tracer/notation.h"
#include "same_trace.h"

namespace braid {
namespace {

constexpr const char* kTrace =
    "# every statement\n"
    "system afs2 reopen=keep granularity=operation\n"
    "values counter\n"
    "file a = 0, b = 12, d absent\n"
    "volume v: a, b\n"
    "directory e: d\n"
    "acl e: ann rw, bob r\n"
    "user c2 = ann claims bob\n"
    "client c0: open a as 1, open b, write 1,\n"
    "  read b, close 1, close\n"
    "client c1: open a, read, close\n"
    "client c2.x: create d, rename d b, setacl e bob none\n"
    "client c2.y: release v, stat a, flush a\n"
    "client c3:\n"
    "faults server-crash<=1 tick<=20\n"
    "expect close-to-open violated\n"
    "exists: c1.read1 = 1 or  # first\n"
    "  c1.read1 = 0\n"
    "always: for c in clients: c.x <= 3\n";

/// Fails the test for anything but a trace or a text that is refused with a position.
void check(const std::string& text) {
  Trace trace;
  try {
    trace = parse_notation("t", text);
  } catch (const InputError& error) {
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    EXPECT_GE(error.position().line, 1U) << text;
    EXPECT_LE(error.position().line, lines) << text;
    EXPECT_GE(error.position().column, 1U) << text;
    EXPECT_LE(error.position().column, text.size() + 1) << text;
    EXPECT_FALSE(error.cause().empty()) << text;
    return;
  } catch (const std::exception& error) {
    FAIL() << error.what() << '\n' << text;
  }
  EXPECT_TRUE(same_trace(trace, parse_notation("t", to_notation(trace)))) << text;
}

struct Piece {
  std::size_t begin;
  std::size_t size;
};

/// Words, signs, and pieces of white space.
std::vector<Piece> pieces(const std::string& text) {
  static const std::regex kPiece("[A-Za-z0-9_.#+-]+|<=|\\n|[ \\t]+|.");
  std::vector<Piece> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), kPiece); match != std::sregex_iterator();
       ++match) {
    found.push_back({static_cast<std::size_t>(match->position()), static_cast<std::size_t>(match->length())});
  }
  return found;
}

TEST(NotationMutation, StartsFromATrace) {
  EXPECT_NO_THROW(static_cast<void>(parse_notation("t", kTrace)));
}

TEST(NotationMutation, EachTokenDeletedOrDoubled) {
  const std::string text = kTrace;
  for (const Piece& piece : pieces(text)) {
    const std::string token = text.substr(piece.begin, piece.size);
    std::string changed = text;
    changed.erase(piece.begin, piece.size);
    check(changed);
    changed = text;
    changed.insert(piece.begin, token);
    check(changed);
    changed = text;
    changed.insert(piece.begin, token + " ");
    check(changed);
  }
}

TEST(NotationMutation, EachTokenReplaced) {
  const std::string text = kTrace;
  const std::vector<std::string> replacements = {"x",      "a",
                                                 "b",      "c0",
                                                 "1",      "99999999999999999999999",
                                                 "-1",     "system",
                                                 "client", "file",
                                                 "values", "as",
                                                 "open",   "read",
                                                 "close",  "exists",
                                                 "server", "absent",
                                                 "claims", "none",
                                                 "holds",  "user",
                                                 "c2",     "c2.x",
                                                 "rename", ".",
                                                 ":",      ",",
                                                 "=",      "<=",
                                                 "<",      "#",
                                                 " # ",    "\n",
                                                 "\n ",    "\t",
                                                 "(",      "\"",
                                                 ";",      "\xC3\xA9",
                                                 "\xFF",   std::string(1, '\0'),
                                                 "\r",     "\r\n",
                                                 "\x7f",   std::string(300, 'y')};
  for (const Piece& piece : pieces(text)) {
    for (const std::string& replacement : replacements) {
      std::string changed = text;
      changed.replace(piece.begin, piece.size, replacement);
      check(changed);
    }
  }
}

TEST(NotationMutation, EachTokenMovedBehindTheNext) {
  const std::string text = kTrace;
  const std::vector<Piece> all = pieces(text);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    std::string changed = text;
    changed.replace(all[i].begin, all[i].size + all[i + 1].size,
                    text.substr(all[i + 1].begin, all[i + 1].size) + text.substr(all[i].begin, all[i].size));
    check(changed);
  }
}

TEST(NotationMutation, EachLineDeletedOrDoubled) {
  const std::string text = kTrace;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin) + 1;
    check(text.substr(0, begin) + text.substr(end));
    check(text.substr(0, end) + text.substr(begin));
    begin = end;
  }
}

TEST(NotationMutation, EachPrefixAndSuffix) {
  const std::string text = kTrace;
  for (std::size_t size = 0; size <= text.size(); ++size) {
    check(text.substr(0, size));
    check(text.substr(size));
  }
}

TEST(NotationMutation, EachByteReplaced) {
  const std::string text = kTrace;
  const std::string bytes("\0\x01\t\n\r #,:=<>.+-_\"'(0aZ\x7f\x80\xC3\xEF\xFF", 27);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char byte : bytes) {
      std::string changed = text;
      changed[i] = byte;
      check(changed);
    }
  }
}

}  // namespace
}  // namespace braid
