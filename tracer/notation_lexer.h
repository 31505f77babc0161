// Lines, comments, continuations and tokens of the notation. The grammar is in traces/README.md.
#pragma once

#include <string>
#include <string_view>

#include "braid/tracer/diagnostic.h"

namespace braid::notation {

struct Token {
  enum class Kind {
    word,     ///< of letters, digits and _ . # + -
    colon,    ///< :
    comma,    ///< ,
    equals,   ///< =
    at_most,  ///< <=
    arrow,    ///< ->
    other,    ///< one character that the notation does not use
    end       ///< of the statement; stands behind the statement's last token
  };
  Kind kind = Kind::end;
  std::string_view text;
  SourcePosition position;
};

/// A formula as it stands in the text: comments and white space at line ends removed, line breaks (as '\n')
/// and the indentation of its further lines kept, so that lines and columns can be counted from `position`.
struct FormulaText {
  std::string text;
  SourcePosition
      position;  ///< of its first character; where it is missing, of the place where it should stand
};

/// Reads a text statement by statement. A statement begins in the first column; a line that is indented goes
/// on with the statement above it, and so does the line after one that ends in a comma. Linear in the text;
/// needs constant memory.
class Lexer {
 public:
  /// Keeps views of both. Throws InputError if the text holds control characters other than tabs and line
  /// ends.
  Lexer(std::string_view source, std::string_view text);

  /// Moves on to the next statement; false at the end of the text. To be called first of all and whenever the
  /// statement's end was reached. Throws InputError for a statement that begins behind white space.
  [[nodiscard]] bool next_statement();

  /// The next token of the statement; its end again and again once it is reached. Throws InputError for a
  /// line that goes on with the statement but looks like one of its own.
  const Token& peek();
  Token take();

  /// The next token, which must be of that kind; otherwise throws InputError `expected WHAT, found ...;
  /// ACCEPTED`.
  Token expect(Token::Kind kind, std::string_view what, std::string_view accepted);

  /// The next token, which must be a name that a client or a file can have; otherwise throws InputError as
  /// expect does.
  Token expect_name(std::string_view what, std::string_view accepted);

  /// The rest of the statement, uncut; the statement's end is then reached. Precondition: no token was peeked
  /// at.
  [[nodiscard]] FormulaText take_formula();

  /// Throws InputError about this text.
  [[noreturn]] void fail(SourcePosition position, std::string_view cause, std::string_view accepted) const;

 private:
  [[nodiscard]] SourcePosition here() const { return {line_, offset_ - line_start_ + 1}; }
  [[nodiscard]] bool at_comment() const;
  [[nodiscard]] bool at_line_end() const;
  void skip_white_space();
  void skip_line();
  void skip_blank_lines();
  [[nodiscard]] bool goes_on(bool after_comma);
  [[nodiscard]] bool at_statement() const;
  [[noreturn]] void fail_on_indentation();
  Token lex();

  std::string_view source_;
  std::string_view text_;
  std::size_t offset_ = 0;
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
  bool ended_ = true;
  bool peeked_ = false;
  Token token_;         // peeked at, or the last one taken
  SourcePosition end_;  // behind the last token
};

/// How many bytes of a byte order mark (UTF-8) the text begins with: 0 or 3.
[[nodiscard]] std::size_t byte_order_mark_size(std::string_view text);

}  // namespace braid::notation
