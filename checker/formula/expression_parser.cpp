#include "braid/checker/formula/expression_parser.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "braid/checker/formula/parser.h"

namespace braid::formula {
namespace {

constexpr std::string_view kOperand =
    "expected a name, a number, true, false, a string, `not`, `for`, `exists` or `(`";

std::optional<Comparison> comparison_of(const Token& token) {
  static constexpr std::array kAll{Comparison::equal,   Comparison::not_equal, Comparison::less,
                                   Comparison::at_most, Comparison::greater,   Comparison::at_least};
  if (token.kind != TokenKind::symbol) return std::nullopt;
  for (const Comparison comparison : kAll) {
    if (token.text == name_of(comparison)) return comparison;
  }
  return std::nullopt;
}

}  // namespace

/// Counts one level of nesting while it lives.
class ExpressionParser::Nesting {
 public:
  explicit Nesting(ExpressionParser& parser) : parser_(parser) {
    if (++parser_.nesting_ > kGreatestNesting) {
      throw error_at(parser_.source_, parser_.peek().position,
                     fmt::format("the expression nests deeper than {} levels", kGreatestNesting));
    }
  }
  ~Nesting() { --parser_.nesting_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  ExpressionParser& parser_;
};

ExpressionParser::ExpressionParser(const SourceText& source, SourcePosition base)
    : source_(source), tokens_(tokenize(source, base)) {}

bool ExpressionParser::at_symbol(std::string_view symbol) const {
  return peek().kind == TokenKind::symbol && peek().text == symbol;
}

bool ExpressionParser::at_word(std::string_view word) const {
  return peek().kind == TokenKind::word && peek().text == word;
}

Token ExpressionParser::take() {
  Token token = peek();
  if (token.kind != TokenKind::end) ++at_;
  return token;
}

bool ExpressionParser::accept_symbol(std::string_view symbol) {
  if (!at_symbol(symbol)) return false;
  ++at_;
  return true;
}

bool ExpressionParser::accept_word(std::string_view word) {
  if (!at_word(word)) return false;
  ++at_;
  return true;
}

Token ExpressionParser::expect_symbol(std::string_view symbol, std::string_view role) {
  if (!at_symbol(symbol)) fail(fmt::format("expected `{}` {}", symbol, role));
  return take();
}

PlacedName ExpressionParser::expect_name(std::string_view role) {
  if (peek().kind != TokenKind::word || is_keyword(peek().text)) fail(fmt::format("expected {}", role));
  const Token token = take();
  return {token.text, token.position};
}

PlacedName ExpressionParser::expect_hyphenated_name(std::string_view role) {
  PlacedName name = expect_name(role);
  const auto adjacent = [this] { return peek().begin == tokens_[at_ - 1].end; };
  while (at_symbol("-") && adjacent()) {
    ++at_;
    if (!adjacent() || (peek().kind != TokenKind::word && peek().kind != TokenKind::number)) {
      fail(fmt::format("expected the rest of {} after its hyphen", role));
    }
    name.name += '-' + take().text;
  }
  return name;
}

void ExpressionParser::expect_end(std::string_view after) const {
  if (peek().kind != TokenKind::end) fail(fmt::format("expected {}", after));
}

void ExpressionParser::fail(std::string_view expected) const {
  throw error_at(source_, peek().position, fmt::format("unexpected {}", quoted(peek())), expected);
}

Expression ExpressionParser::starting_here(ExpressionKind kind) const {
  Expression expression;
  expression.kind = kind;
  expression.position = peek().position;
  expression.begin = peek().begin;
  return expression;
}

void ExpressionParser::finish(Expression& expression) const {
  expression.end = tokens_[at_ - 1].end;
}

Expression ExpressionParser::joined(ExpressionKind kind, Expression first,
                                    std::vector<Expression> rest) const {
  if (rest.empty()) return first;
  Expression expression;
  expression.kind = kind;
  expression.position = first.position;
  expression.begin = first.begin;
  expression.operands.push_back(std::move(first));
  for (Expression& operand : rest) expression.operands.push_back(std::move(operand));
  finish(expression);
  return expression;
}

Expression ExpressionParser::expression() {
  return implication();
}

Expression ExpressionParser::implication() {
  const Nesting nesting(*this);
  Expression premise = disjunction();
  std::vector<Expression> conclusion;
  if (accept_word("implies")) conclusion.push_back(implication());
  return joined(ExpressionKind::implication, std::move(premise), std::move(conclusion));
}

Expression ExpressionParser::disjunction() {
  Expression first = conjunction();
  std::vector<Expression> rest;
  while (accept_word("or")) rest.push_back(conjunction());
  return joined(ExpressionKind::disjunction, std::move(first), std::move(rest));
}

Expression ExpressionParser::conjunction() {
  Expression first = negation();
  std::vector<Expression> rest;
  while (accept_word("and")) rest.push_back(negation());
  return joined(ExpressionKind::conjunction, std::move(first), std::move(rest));
}

Expression ExpressionParser::negation() {
  if (at_word("for") || at_word("exists")) return quantifier();
  if (!at_word("not")) return comparison();
  const Nesting nesting(*this);
  Expression expression = starting_here(ExpressionKind::negation);
  ++at_;
  expression.operands.push_back(negation());
  finish(expression);
  return expression;
}

Expression ExpressionParser::quantifier() {
  Expression expression =
      starting_here(at_word("for") ? ExpressionKind::universal : ExpressionKind::existential);
  ++at_;
  expression.binders = binders();
  expect_symbol(":", "before what holds for these");
  expression.operands.push_back(implication());
  finish(expression);
  return expression;
}

std::vector<Binder> ExpressionParser::binders() {
  std::vector<Binder> all;
  do {
    const PlacedName variable = expect_name("a variable");
    if (!accept_word("in"))
      fail(fmt::format("expected `in` and the set that `{}` ranges over", variable.name));
    const PlacedName set = expect_name("the name of a set, such as `clients`");
    all.push_back({variable.name, set.name, variable.position, set.position});
  } while (accept_symbol(","));
  return all;
}

Expression ExpressionParser::comparison() {
  Expression left = sum();
  const auto comparison = comparison_of(peek());
  if (!comparison) return left;
  ++at_;
  std::vector<Expression> right;
  right.push_back(sum());
  if (comparison_of(peek())) fail("comparisons do not chain: write `a < b and b < c`");
  Expression expression = joined(ExpressionKind::comparison, std::move(left), std::move(right));
  expression.comparison = *comparison;
  return expression;
}

Expression ExpressionParser::sum() {
  Expression first = product();
  std::vector<Expression> rest;
  while (at_symbol("+") || at_symbol("-")) {
    if (accept_symbol("+")) {
      rest.push_back(product());
      continue;
    }
    Expression negative = starting_here(ExpressionKind::negative);
    ++at_;
    negative.operands.push_back(product());
    finish(negative);
    rest.push_back(std::move(negative));
  }
  return joined(ExpressionKind::sum, std::move(first), std::move(rest));
}

Expression ExpressionParser::product() {
  Expression first = factor();
  std::vector<Expression> rest;
  while (accept_symbol("*")) rest.push_back(factor());
  return joined(ExpressionKind::product, std::move(first), std::move(rest));
}

Expression ExpressionParser::factor() {
  if (!at_symbol("-")) return primary();
  const Nesting nesting(*this);
  Expression expression = starting_here(ExpressionKind::negative);
  const Token sign = take();
  if (peek().kind == TokenKind::number) return number(true, sign);
  expression.operands.push_back(factor());
  finish(expression);
  return expression;
}

Expression ExpressionParser::number(bool negative, const Token& first) {
  constexpr std::uint64_t kBeyond = std::uint64_t{1} << 63;
  Expression expression = starting_here(ExpressionKind::integer);
  expression.position = first.position;
  expression.begin = first.begin;
  const Token token = peek();
  if (token.magnitude == kBeyond && !negative) {
    throw error_at(source_, token.position, fmt::format("the number {} is too great", token.text),
                   "numbers go from -9223372036854775808 to 9223372036854775807");
  }
  ++at_;
  expression.value = static_cast<std::int64_t>(negative ? 0 - token.magnitude : token.magnitude);
  expression.text = (negative ? "-" : "") + token.text;
  finish(expression);
  return expression;
}

Expression ExpressionParser::primary() {
  const Token& token = peek();
  if (token.kind == TokenKind::number) return number(false, token);
  if (token.kind == TokenKind::string) {
    Expression expression = starting_here(ExpressionKind::quoted);
    expression.text = take().text;
    finish(expression);
    return expression;
  }
  if (at_word("true") || at_word("false")) {
    Expression expression = starting_here(ExpressionKind::boolean);
    expression.value = take().text == "true" ? 1 : 0;
    finish(expression);
    return expression;
  }
  if (token.kind == TokenKind::word && !is_keyword(token.text)) return path();
  if (at_word("not") || at_word("for") || at_word("exists")) {
    fail(fmt::format("put `{0} ...` in parentheses: `({0} ...)`", token.text));
  }
  if (!at_symbol("(")) fail(kOperand);
  const Token open = take();
  Expression expression = implication();
  expect_symbol(
      ")", fmt::format("to close the `(` of line {}, column {}", open.position.line, open.position.column));
  expression.position = open.position;
  expression.begin = open.begin;
  finish(expression);
  return expression;
}

Expression ExpressionParser::path() {
  Expression expression = starting_here(ExpressionKind::path);
  const Token head = take();
  expression.path.push_back({head.text, true, head.position});
  for (;;) {
    if (accept_symbol(".")) {
      if (peek().kind != TokenKind::word && peek().kind != TokenKind::number) {
        fail("expected a name after the dot");
      }
      const Token part = take();
      expression.path.push_back({part.text, false, part.position});
    } else if (at_symbol("[") || at_symbol("(")) {
      const bool square = take().text == "[";
      do {
        expression.path.push_back(path_part_in_brackets());
      } while (accept_symbol(","));
      expect_symbol(square ? "]" : ")", "or `,` after an argument");
    } else {
      break;
    }
  }
  finish(expression);
  return expression;
}

PathPart ExpressionParser::path_part_in_brackets() {
  const Token& token = peek();
  const bool name = token.kind == TokenKind::word && !is_keyword(token.text);
  if (!name && token.kind != TokenKind::number && token.kind != TokenKind::string) {
    fail("expected a variable, a name, a number or a quoted name");
  }
  const Token part = take();
  return {part.text, name, part.position};
}

Formula parse_expression(std::string_view source, std::string_view text, SourcePosition base,
                         std::string_view whole) {
  const auto origin = std::make_shared<const SourceText>(
      SourceText{std::string(source), std::string(text), std::string(whole.empty() ? text : whole)});
  ExpressionParser parser(*origin, base);
  auto expression = std::make_shared<const Expression>(parser.expression());
  parser.expect_end("an operator or the end of the expression");
  return {origin, std::move(expression)};
}

}  // namespace braid::formula
