#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "braid/checker/formula/expression_parser.h"
#include "braid/checker/formula/parser.h"

namespace braid::formula {
namespace {

std::optional<ConditionKind> condition_kind(const Token& token) {
  if (token.kind != TokenKind::word) return std::nullopt;
  for (const ConditionKind kind :
       {ConditionKind::always, ConditionKind::exists, ConditionKind::forall, ConditionKind::never}) {
    if (token.text == name_of(kind)) return kind;
  }
  return std::nullopt;
}

class PropertyParser {
 public:
  explicit PropertyParser(std::shared_ptr<const SourceText> source)
      : source_(std::move(source)), parser_(*source_, {1, 1}) {}

  Property run() {
    Property property;
    property.source = source_;
    expect_keyword("property", "a property file begins with `property NAME`");
    property.name = parser_.expect_hyphenated_name("the property's name");
    property.meaning = strings("the property's meaning in quotes");
    expect_keyword("source", "expected `source \"...\"`: who states the property");
    property.citation = strings("the property's source in quotes");
    systems(property);
    while (parser_.accept_word("remember")) property.remembers.push_back(remember());
    statement(property);
    return property;
  }

 private:
  void expect_keyword(std::string_view word, std::string_view expected) {
    if (!parser_.accept_word(word)) parser_.fail(expected);
  }

  /// Adjacent strings are one, with a space between.
  std::string strings(std::string_view role) {
    if (parser_.peek().kind != TokenKind::string) parser_.fail(fmt::format("expected {}", role));
    std::string all = parser_.take().text;
    while (parser_.peek().kind == TokenKind::string) all += ' ' + parser_.take().text;
    return all;
  }

  void systems(Property& property) {
    expect_keyword("systems", "expected `systems` and the systems that the property is for");
    do {
      property.systems.push_back(parser_.expect_hyphenated_name("the name of a system"));
    } while (parser_.peek().kind == TokenKind::word && !is_keyword(parser_.peek().text));
  }

  std::vector<PlacedName> names(std::string_view closing) {
    std::vector<PlacedName> all;
    do {
      all.push_back(parser_.expect_name("a variable"));
      const auto same = [&](const PlacedName& other) { return other.name == all.back().name; };
      if (std::any_of(all.begin(), all.end() - 1, same)) {
        throw error_at(*source_, all.back().position,
                       fmt::format("the variable `{}` stands here twice", all.back().name));
      }
    } while (parser_.accept_symbol(","));
    parser_.expect_symbol(closing, "or `,` after a variable");
    return all;
  }

  Remember remember() {
    Remember line;
    line.name = parser_.expect_name("the name to remember a value under");
    if (parser_.accept_symbol("[")) {
      line.parameters = names("]");
    } else if (parser_.accept_symbol("(")) {
      line.parameters = names(")");
    }
    parser_.expect_symbol(":=", "and the value to remember");
    line.value = parser_.expression();
    if (!parser_.accept_word("at")) parser_.fail("expected `at EVENT(...)`: when to remember it");
    line.event = parser_.expect_hyphenated_name("the name of an event");
    if (parser_.accept_symbol("(")) line.arguments = names(")");
    if (parser_.accept_word("for")) line.binders = parser_.binders();
    if (parser_.accept_word("when")) line.condition = parser_.expression();
    if (parser_.accept_word("initially")) line.initial = parser_.expression();
    return line;
  }

  void statement(Property& property) {
    const auto kind = condition_kind(parser_.peek());
    if (!kind) parser_.fail("expected `remember`, or the statement: `always`, `exists`, `forall` or `never`");
    property.kind = *kind;
    parser_.take();
    if (parser_.accept_word("for")) property.binders = parser_.binders();
    parser_.expect_symbol(":", "before the statement");
    property.statement = std::make_shared<const Expression>(parser_.expression());
    parser_.expect_end("an operator or the end of the property; a file holds one statement");
  }

  std::shared_ptr<const SourceText> source_;
  ExpressionParser parser_;
};

}  // namespace

Property parse_property(std::string_view source, std::string_view text) {
  return PropertyParser(std::make_shared<const SourceText>(
                            SourceText{std::string(source), std::string(text), std::string(text)}))
      .run();
}

}  // namespace braid::formula
