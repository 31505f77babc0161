#include "braid/tracer/notation_lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "braid/tracer/notation_words.h"
#include "braid/tracer/quote.h"

namespace braid::notation {
namespace {

bool is_white_space(char c) {
  return c == ' ' || c == '\t';
}
template <std::size_t Count>
bool is_one_of(std::string_view word, const std::array<std::string_view, Count>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 15> kStatements = {
    "acl", "client",  "directory", "expect", "faults", "file",   "machine", "mount",
    "vm",  "process", "space",     "system", "user",   "values", "volume"};
constexpr std::array<std::string_view, 4> kConditions = {"always", "exists", "forall", "never"};
// Words that can stand in a formula behind a variable that is called as a statement is: `for file in files`.
constexpr std::array<std::string_view, 4> kInfixes = {"and", "implies", "in", "or"};

/// The bytes of the UTF-8 character at the beginning of `text`, or one byte where it is not UTF-8.
std::string_view first_character(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.front());
  const std::size_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  const std::string_view character = text.substr(0, size);
  const bool continues = std::all_of(character.begin() + 1, character.end(),
                                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; });
  return continues && character.size() == size ? character : text.substr(0, 1);
}

/// A word ends before an arrow: `3->6` is a word, an arrow and a word.
std::string_view leading_word(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_word_character);
  const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  const bool arrow =
      !word.empty() && word.back() == '-' && word.size() < text.size() && text[word.size()] == '>';
  return arrow ? word.substr(0, word.size() - 1) : word;
}

void check_characters(std::string_view source, std::string_view text) {
  std::size_t line = 1;
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') {
      ++line;
      line_start = i + 1;
    } else if (byte == '\r' && i + 1 < text.size() && text[i + 1] != '\n') {
      throw InputError(source, {line, i - line_start + 1}, "a carriage return without a line feed",
                       "lines end in a line feed, with or without a carriage return before it", text);
    } else if ((byte < 32 && byte != '\t' && byte != '\r') || byte == 127) {
      throw InputError(
          source, {line, i - line_start + 1}, fmt::format("control character 0x{:02X}", byte),
          "a trace is plain text; of the control characters only tabs and line ends may stand in it", text);
    }
  }
}

}  // namespace

Lexer::Lexer(std::string_view source, std::string_view text) : source_(source), text_(text) {
  check_characters(source_, text_);
}

void Lexer::fail(SourcePosition position, std::string_view cause, std::string_view accepted) const {
  throw InputError(source_, position, cause, accepted, text_);
}

bool Lexer::at_comment() const {
  return text_[offset_] == '#' && (offset_ == line_start_ || is_white_space(text_[offset_ - 1]));
}

bool Lexer::at_line_end() const {
  return offset_ == text_.size() || text_[offset_] == '\n' || text_[offset_] == '\r' || at_comment();
}

void Lexer::skip_white_space() {
  while (offset_ < text_.size() && is_white_space(text_[offset_])) ++offset_;
}

void Lexer::skip_line() {
  const std::size_t line_end = text_.find('\n', offset_);
  if (line_end == std::string_view::npos) {
    offset_ = text_.size();
    return;
  }
  offset_ = line_end + 1;
  line_start_ = offset_;
  ++line_;
}

void Lexer::skip_blank_lines() {
  while (offset_ < text_.size()) {
    skip_white_space();
    if (!at_line_end()) {
      offset_ = line_start_;
      return;
    }
    skip_line();
  }
}

/// Goes from the end of a line to the next line that is not blank; true if the statement goes on there.
bool Lexer::goes_on(bool after_comma) {
  skip_line();
  skip_blank_lines();
  const bool more = offset_ < text_.size();
  const bool indented = more && is_white_space(text_[offset_]);
  if (indented && at_statement()) fail_on_indentation();
  ended_ = !(indented || (more && after_comma && !at_statement()));
  return !ended_;
}

/// Whether the line at offset_ looks like a statement.
bool Lexer::at_statement() const {
  std::string_view rest = text_.substr(offset_);
  const auto drop_white_space = [&] {
    while (!rest.empty() && is_white_space(rest.front())) rest.remove_prefix(1);
  };
  drop_white_space();
  const std::string_view word = leading_word(rest);
  rest.remove_prefix(word.size());
  drop_white_space();
  if (is_one_of(word, kConditions)) return !rest.empty() && rest.front() == ':';
  std::string_view next = leading_word(rest);
  next = next.substr(0, next.find_first_of(".-"));  // c0.editor, close-to-open
  return is_one_of(word, kStatements) && is_name(next) && !is_one_of(next, kInfixes);
}

void Lexer::fail_on_indentation() {
  skip_white_space();
  fail(here(), "a statement begins behind white space",
       "statements begin in the first column; an indented line goes on with the statement above it");
}

bool Lexer::next_statement() {
  if (!ended_) throw std::logic_error("the statement's end was not reached");
  skip_blank_lines();
  if (offset_ == text_.size()) return false;
  if (is_white_space(text_[offset_])) fail_on_indentation();
  end_ = here();
  token_ = {};
  peeked_ = false;
  ended_ = false;
  return true;
}

const Token& Lexer::peek() {
  if (!peeked_) token_ = lex();
  peeked_ = true;
  return token_;
}

Token Lexer::take() {
  const Token token = peek();
  peeked_ = false;
  return token;
}

Token Lexer::lex() {
  while (!ended_) {
    skip_white_space();
    if (!at_line_end()) break;
    if (!goes_on(token_.kind == Token::Kind::comma)) break;
  }
  if (ended_) return {Token::Kind::end, {}, end_};

  const std::string_view rest = text_.substr(offset_);
  Token token{Token::Kind::word, leading_word(rest), here()};
  if (token.text.empty()) {
    token.kind = rest.front() == ':'         ? Token::Kind::colon
                 : rest.front() == ','       ? Token::Kind::comma
                 : rest.front() == '='       ? Token::Kind::equals
                 : rest.substr(0, 2) == "<=" ? Token::Kind::at_most
                 : rest.substr(0, 2) == "->" ? Token::Kind::arrow
                                             : Token::Kind::other;
    const bool two = token.kind == Token::Kind::at_most || token.kind == Token::Kind::arrow;
    token.text = two ? rest.substr(0, 2) : first_character(rest);
  }
  offset_ += token.text.size();
  end_ = here();
  return token;
}

Token Lexer::expect(Token::Kind kind, std::string_view what, std::string_view accepted) {
  const Token token = take();
  if (token.kind == kind) return token;
  const std::string found = token.kind == Token::Kind::end ? "the end of the statement" : quote(token.text);
  fail(token.position, fmt::format("expected {}, found {}", what, found), accepted);
}

Token Lexer::expect_name(std::string_view what, std::string_view accepted) {
  const Token token = expect(Token::Kind::word, what, accepted);
  if (is_reserved(token.text)) {
    fail(token.position, fmt::format("{} cannot be {}", quote(token.text), what),
         "the word has a meaning of its own in traces or in formulas; take another");
  }
  if (!is_name(token.text)) {
    fail(token.position, fmt::format("{} cannot be {}", quote(token.text), what),
         "a name is a letter or _ and then letters, digits and _");
  }
  return token;
}

FormulaText Lexer::take_formula() {
  FormulaText formula{{}, end_};
  std::size_t lines_behind = 0;  // line breaks to write before the next piece
  while (!ended_) {
    if (formula.text.empty()) {
      skip_white_space();
      formula.position = at_line_end() ? end_ : here();
    }
    const std::size_t begin = offset_;
    std::size_t end = offset_;  // behind the last character that is not white space
    for (; !at_line_end(); ++offset_) {
      if (!is_white_space(text_[offset_])) end = offset_ + 1;
    }
    if (!formula.text.empty()) formula.text.append(lines_behind, '\n');
    formula.text += text_.substr(begin, end - begin);
    const std::size_t line = line_;
    if (!goes_on(false)) break;
    lines_behind = line_ - line;
  }
  return formula;
}

std::size_t byte_order_mark_size(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.substr(0, kMark.size()) == kMark ? kMark.size() : 0;
}

}  // namespace braid::notation
