// The part of the parser that property files and lone expressions share: a cursor over tokens, and
// expressions.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "braid/checker/formula/lexer.h"
#include "braid/checker/formula/syntax.h"

namespace braid::formula {

/// Recursive descent, one function a level of precedence. Borrows the source.
class ExpressionParser {
 public:
  ExpressionParser(const SourceText& source, SourcePosition base);

  /// The longest expression at the cursor.
  [[nodiscard]] Expression expression();
  /// `x in SET, y in SET` at the cursor.
  [[nodiscard]] std::vector<Binder> binders();

  [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
  [[nodiscard]] bool at_symbol(std::string_view symbol) const;
  [[nodiscard]] bool at_word(std::string_view word) const;
  /// Moves past the token and returns it; stays at the end.
  Token take();
  /// Moves past `text` if it is next.
  bool accept_symbol(std::string_view symbol);
  bool accept_word(std::string_view word);
  /// Moves past `symbol` or fails; `role` says what it is for.
  Token expect_symbol(std::string_view symbol, std::string_view role);
  /// A word that is not a keyword.
  PlacedName expect_name(std::string_view role);
  /// The same, also with hyphens inside: `open-call`.
  PlacedName expect_hyphenated_name(std::string_view role);
  /// Fails unless the text ends here.
  void expect_end(std::string_view after) const;
  /// Fails at the cursor: unexpected token; `expected` what would have been accepted.
  [[noreturn]] void fail(std::string_view expected) const;

 private:
  class Nesting;

  Expression implication();
  Expression disjunction();
  Expression conjunction();
  Expression negation();
  Expression quantifier();
  Expression comparison();
  Expression sum();
  Expression product();
  Expression factor();
  Expression primary();
  Expression path();
  Expression number(bool negative, const Token& first);
  PathPart path_part_in_brackets();
  Expression starting_here(ExpressionKind kind) const;
  Expression joined(ExpressionKind kind, Expression first, std::vector<Expression> rest) const;
  void finish(Expression& expression) const;

  const SourceText& source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  unsigned nesting_ = 0;
};

}  // namespace braid::formula
