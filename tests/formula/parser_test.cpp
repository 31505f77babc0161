#include "braid/checker/formula/parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "afs_signature.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/lexer.h"
#include "braid/checker/formula/properties.h"

namespace braid::formula::testing {
namespace {

constexpr std::string_view kEverything = R"(# every construct of the language
property every-construct-2
  "First line."  # a comment
  "Second \"line\"."
  source "who"
  systems afs2 nfs4
  remember last[c, f] := c.cache[f].data at write(c, f) when c.open[f] > 0 initially server[f]
  remember last[d, g] := server[g] at close(d, g)
  remember count(c) := count[c] + 1 at read(c, f) when count(c) < 0x2
  remember total := total + 2 * -1 at open(c, f) for d in clients, g in files when total >= -3
  always for c in clients, d in clients:
    c != d and not (c.open[a] = 1 or d.open(a) <= 2) implies
      (for f in files: last[c, f] = "c0#1" or last[c][f] != c0#2) implies count[c] - total > 0 or
      exists f in files, e in clients: true = false or e = c0 and 1 < 2 or "0" = server[f]
)";

Expression expression(std::string_view text) {
  return *parse_expression("test", text).expression;
}

/// The tree with brackets around every operation.
std::string shape(const Expression& e) {
  const auto list = [&](std::string_view separator) {
    std::string text = "(";
    for (std::size_t i = 0; i < e.operands.size(); ++i) {
      text += (i == 0 ? "" : std::string(separator)) + shape(e.operands[i]);
    }
    return text + ")";
  };
  switch (e.kind) {
    case ExpressionKind::integer:
      return e.text;
    case ExpressionKind::boolean:
      return e.value != 0 ? "true" : "false";
    case ExpressionKind::quoted:
      return "'" + e.text + "'";
    case ExpressionKind::path: {
      std::string text;
      for (const PathPart& part : e.path) text += (text.empty() ? "" : ".") + part.name;
      return text;
    }
    case ExpressionKind::sum:
      return list("+");
    case ExpressionKind::product:
      return list("*");
    case ExpressionKind::negative:
      return "-" + shape(e.operands[0]);
    case ExpressionKind::comparison:
      return list(name_of(e.comparison));
    case ExpressionKind::conjunction:
      return list(" and ");
    case ExpressionKind::disjunction:
      return list(" or ");
    case ExpressionKind::negation:
      return "not" + shape(e.operands[0]);
    case ExpressionKind::implication:
      return list(" implies ");
    case ExpressionKind::universal:
      return "for" + list("");
    case ExpressionKind::existential:
      return "exists" + list("");
  }
  return "?";
}

TEST(Parser, KnowsPrecedence) {
  EXPECT_EQ(shape(expression("a implies b implies c or d and not e = f")),
            "(a implies (b implies (c or (d and not(e=f)))))");
  EXPECT_EQ(shape(expression("a + b * -c - 1 < 2 * (3 + 4)")), "((a+(b*-c)+-1)<(2*(3+4)))");
  EXPECT_EQ(shape(expression("a and for x in s: b or c implies d")), "(a and for(((b or c) implies d)))");
  EXPECT_EQ(shape(expression("(a and exists x in s: b) or c")), "((a and exists(b)) or c)");
  EXPECT_EQ(shape(expression("not not a")), "notnota");
}

TEST(Parser, ReadsEverySpellingOfANestedName) {
  for (const std::string_view text : {"c.cache[f].valid", "c(cache, f).valid", "c[cache][f][valid]",
                                      "c.cache.f.valid", "c [ \"cache\" , f ] . valid"}) {
    EXPECT_EQ(shape(expression(text)), "c.cache.f.valid") << text;
  }
  EXPECT_EQ(shape(expression("tlb0[3].mfn = tlb0.3.mfn")), "(tlb0.3.mfn=tlb0.3.mfn)");
  EXPECT_EQ(shape(expression("server.at = server.in")), "(server.at=server.in)");
}

TEST(Parser, ReadsNumbersOf64Bits) {
  EXPECT_EQ(expression("9223372036854775807").value, INT64_MAX);
  EXPECT_EQ(expression("-9223372036854775808").value, INT64_MIN);
  EXPECT_EQ(expression("0x1F").value, 31);
  EXPECT_EQ(place_of([] { return expression("a = 9223372036854775808"); }), "1:5");
  EXPECT_EQ(place_of([] { return expression("a = -9223372036854775809"); }), "1:6");
  EXPECT_EQ(place_of([] { return expression("1 < 99999999999999999999999999999"); }), "1:5");
  EXPECT_EQ(place_of([] { return expression("0x1ffffffffffffffff"); }), "1:1");
}

TEST(Parser, TellsCommentsFromValues) {
  EXPECT_EQ(shape(expression("# first\n a = c0#1 # last")), "(a=c0#1)");
  EXPECT_EQ(place_of([] { return expression("(a)#1"); }), "1:4");
}

TEST(Parser, PlacesOfLoneExpressionsAreThoseOfTheTextAround) {
  const std::string_view whole = "system afs2\nexists: a = \n  and";
  EXPECT_EQ(message_of([&] {
              return parse_expression("t.trace", " a = \n  and", {2, 8}, whole);
            }),
            "t.trace:3:3: unexpected `and`; expected a name, a number, true, false, a string, `not`, `for`, "
            "`exists` or `(`\n    and\n    ^");
}

struct Mistake {
  std::string_view text;
  std::string_view message;  ///< its beginning, after the source's name
};

TEST(Parser, SaysWhereAndWhatWouldBeAccepted) {
  for (const Mistake& mistake : std::vector<Mistake>{
           {"", "1:1: unexpected the end of the text; expected a name"},
           {"a b", "1:3: unexpected `b`; expected an operator or the end of the expression"},
           {"a == b", "1:3: unknown operator `==`; write `=`"},
           {"a && b", "1:3: unknown operator `&&`; write `and`"},
           {"a => b", "1:3: unknown operator `=>`; write `>=` or `implies`"},
           {"!a", "1:1: unknown operator `!`; write `not`"},
           {"a = 1 = b", "1:7: unexpected `=`; comparisons do not chain: write `a < b and b < c`"},
           {"(a = 1",
            "1:7: unexpected the end of the text; expected `)` to close the `(` of line 1, column 1"},
           {"f(a", "1:4: unexpected the end of the text; expected `)` or `,` after an argument"},
           {"f[]", "1:3: unexpected `]`; expected a variable, a name, a number or a quoted name"},
           {"a = not b", "1:5: unexpected `not`; put `not ...` in parentheses: `(not ...)`"},
           {"a.", "1:3: unexpected the end of the text; expected a name after the dot"},
           {"for x files: a", "1:7: unexpected `files`; expected `in` and the set that `x` ranges over"},
           {"for x in files a", "1:16: unexpected `a`; expected `:` before what holds for these"},
           {"a = \"open", "1:5: this string does not end on its line; close it with \""},
           {"a = \"x\\y\"", "1:7: a single backslash in a string; only \\\" and \\\\ are known"},
           {"a @ b", "1:3: unexpected character `@`; names, numbers"},
           {"a = \x01", "1:5: unexpected byte 0x01"},
           {"1.5 < 2", "1:2: unexpected `.`"},
       }) {
    const std::string got = message_of([&] { return parse_expression("test", mistake.text); });
    EXPECT_EQ(got.substr(0, 5 + mistake.message.size()), "test:" + std::string(mistake.message));
  }
}

TEST(Parser, LimitsNesting) {
  const auto nested = [](std::string_view open, int times, std::string_view close) {
    std::string text;
    for (int i = 0; i < times; ++i) text += open;
    text += "a";
    for (int i = 0; i < times; ++i) text += close;
    return text;
  };
  EXPECT_EQ(message_of([&] { return expression(nested("(", 190, ")")); }), "");
  const std::vector<std::string> texts{
      nested("(", 100000, ")"),         nested("not ", 100000, ""),         nested("-", 100000, ""),
      nested("a implies ", 100000, ""), nested("for x in s: ", 100000, ""), nested("1 + (", 100000, ")")};
  for (const std::string& text : texts) {
    EXPECT_NE(message_of([&] { return expression(text); }).find("nests deeper than 200 levels"),
              std::string::npos);
  }
  EXPECT_EQ(message_of([&] { return expression(nested("a and ", 100000, "")); }), "");
}

TEST(Parser, ReadsEveryPartOfAProperty) {
  const Property property = parse_property("file", kEverything);
  EXPECT_EQ(property.name.name, "every-construct-2");
  EXPECT_EQ(property.meaning, "First line. Second \"line\".");
  EXPECT_EQ(property.citation, "who");
  ASSERT_EQ(property.systems.size(), 2U);
  EXPECT_EQ(property.systems[1].name, "nfs4");
  ASSERT_EQ(property.remembers.size(), 4U);
  EXPECT_EQ(property.remembers[0].name.name, "last");
  EXPECT_EQ(property.remembers[0].parameters.size(), 2U);
  EXPECT_EQ(property.remembers[0].event.name, "write");
  EXPECT_TRUE(property.remembers[0].condition && property.remembers[0].initial);
  EXPECT_FALSE(property.remembers[1].condition || property.remembers[1].initial);
  EXPECT_TRUE(property.remembers[3].parameters.empty());
  EXPECT_TRUE(property.remembers[2].binders.empty());
  ASSERT_EQ(property.remembers[3].binders.size(), 2U);
  EXPECT_EQ(property.remembers[3].binders[1].variable, "g");
  EXPECT_EQ(property.kind, ConditionKind::always);
  EXPECT_EQ(property.binders.size(), 2U);
}

TEST(Parser, ReadsEveryKindOfStatement) {
  const std::string head = "property p \"m\" source \"s\" systems x ";
  EXPECT_EQ(parse_property("f", head + "exists: a = 1").kind, ConditionKind::exists);
  EXPECT_EQ(parse_property("f", head + "forall for x in s: true").kind, ConditionKind::forall);
  EXPECT_EQ(parse_property("f", head + "never: exists x in s: true").kind, ConditionKind::never);
  EXPECT_EQ(place_of([&] { return parse_property("f", head + "always: true never: true"); }), "1:50");
  EXPECT_EQ(place_of([&] { return parse_property("f", head + "true"); }), "1:37");
}

TEST(Parser, HyphenatedNamesHaveNoGaps) {
  const auto property = [](std::string_view name) {
    return parse_property("f",
                          "property " + std::string(name) + " \"m\" source \"s\" systems x always: true");
  };
  EXPECT_EQ(property("a-b-2c").name.name, "a-b-2c");
  EXPECT_EQ(place_of([&] { return property("a - b"); }), "1:12");
  EXPECT_EQ(place_of([&] { return property("a- b"); }), "1:13");
  EXPECT_EQ(place_of([&] { return property("-b"); }), "1:10");
}

/// Every token of `text` deleted, doubled and replaced: an InputError in the text, or a property that binds
/// or does not, but never anything else.
void mutate(std::string_view text) {
  const SourceText source{"file", std::string(text), std::string(text)};
  const auto tokens = tokenize(source, {1, 1});
  std::size_t refused = 0;
  for (const Token& token : tokens) {
    const std::string before(text.substr(0, token.begin));
    const std::string old(text.substr(token.begin, token.end - token.begin));
    const std::string after(text.substr(token.end));
    for (const std::string& replacement :
         {std::string(), old + " " + old, std::string(")"), std::string("12"), std::string("and"),
          std::string("zzz"), std::string("\"s\""), std::string("\""), std::string(":"), std::string("@"),
          std::string("for x in files:"), std::string("9999999999999999999"), std::string("-")}) {
      const std::string changed = before + replacement + after;
      try {
        const Property property = parse_property("file", changed);
        auto signature = afs_signature(2, 2, 2);
        (void)bind_property(property, signature);
      } catch (const InputError& error) {
        ++refused;
        const auto lines = static_cast<std::size_t>(std::count(changed.begin(), changed.end(), '\n')) + 1;
        ASSERT_GE(error.position().line, 1U) << changed;
        ASSERT_LE(error.position().line, lines) << changed;
        ASSERT_GE(error.position().column, 1U) << changed;
      }
    }
  }
  EXPECT_GT(refused, tokens.size() * 5);
}

TEST(Parser, SurvivesEveryChangeOfOneToken) {
  mutate(kEverything);
#ifndef BRAID_SMALL_SCOPE
  for (const Property& property : load_properties(BRAID_PROPERTIES_DIR)) mutate(property.source->text);
#endif
}

}  // namespace
}  // namespace braid::formula::testing
