// Tokens of the property language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/formula/syntax.h"

namespace braid::formula {

/// word: letters, digits, `_` and, inside, `#`, that do not spell a number. string: in double quotes, on one
/// line, with `\"` and `\\`. symbol: an operator or a bracket.
enum class TokenKind : std::uint8_t { word, number, string, symbol, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;             ///< as written; of a string, what it stands for
  std::uint64_t magnitude = 0;  ///< of a number; at most 2^63
  SourcePosition position;
  std::size_t begin = 0;  ///< the bytes [begin, end) of the text
  std::size_t end = 0;
};

/// Splits `source.text` into tokens; the last has kind `end`. The text's first character stands at `base`.
/// Errors: characters that start no token, strings without end, numbers beyond 2^63.
[[nodiscard]] std::vector<Token> tokenize(const SourceText& source, SourcePosition base);

[[nodiscard]] constexpr bool is_white_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/// Whether the language gives `word` a meaning, so that it cannot begin a name.
[[nodiscard]] bool is_keyword(std::string_view word);

/// How a message shows a token: in backquotes, or "the end of the text".
[[nodiscard]] std::string quoted(const Token& token);

}  // namespace braid::formula
