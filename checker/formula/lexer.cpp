#include "braid/checker/formula/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace braid::formula {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool continues_word(char c) {
  return is_letter(c) || is_digit(c) || c == '#';
}

constexpr int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

/// Spellings of other languages, and what this one says instead.
struct Foreign {
  std::string_view spelling;
  std::string_view instead;
};
constexpr std::array kForeign = std::to_array<Foreign>({{"==", "`=`"},
                                                        {"<>", "`!=`"},
                                                        {"=<", "`<=`"},
                                                        {"=>", "`>=` or `implies`"},
                                                        {"->", "`implies`"},
                                                        {"&&", "`and`"},
                                                        {"||", "`or`"},
                                                        {"&", "`and`"},
                                                        {"|", "`or`"},
                                                        {"!", "`not`"},
                                                        {"~", "`not`"}});
constexpr std::array kLongSymbols = std::to_array<std::string_view>({"!=", "<=", ">=", ":="});
constexpr std::string_view kSymbols = "()[].,:=<>+-*";

/// A number's magnitude, nothing where `spelling` is not a number.
/// The second member tells whether it is beyond 2^63.
std::optional<std::pair<std::uint64_t, bool>> parse_number(std::string_view spelling) {
  const bool hexadecimal =
      spelling.size() > 2 && spelling[0] == '0' && (spelling[1] == 'x' || spelling[1] == 'X');
  const std::uint64_t radix = hexadecimal ? 16 : 10;
  if (hexadecimal) spelling.remove_prefix(2);
  std::uint64_t magnitude = 0;
  bool beyond = false;
  for (const char c : spelling) {
    const int digit = digit_value(c);
    if (static_cast<std::uint64_t>(digit) >= radix) return std::nullopt;
    constexpr std::uint64_t kGreatest = std::uint64_t{1} << 63;
    beyond = beyond || magnitude > (kGreatest - static_cast<std::uint64_t>(digit)) / radix;
    if (!beyond) magnitude = magnitude * radix + static_cast<std::uint64_t>(digit);
  }
  return std::pair{magnitude, beyond};
}

class Lexer {
 public:
  Lexer(const SourceText& source, SourcePosition base)
      : source_(source),
        text_(source.text),
        line_(std::max<std::size_t>(base.line, 1)),
        column_(std::max<std::size_t>(base.column, 1)) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    do {
      skip_blank();
      tokens.push_back(next());
    } while (tokens.back().kind != TokenKind::end);
    return tokens;
  }

 private:
  void advance(std::size_t bytes) {
    for (; bytes > 0; --bytes, ++at_) {
      if (text_[at_] == '\n') {
        ++line_;
        column_ = 1;
      } else {
        ++column_;
      }
    }
  }

  void skip_blank() {
    for (bool blank = at_ == 0; at_ < text_.size(); advance(1)) {
      if (text_[at_] == '#' && blank) {
        advance(std::min(text_.find('\n', at_), text_.size()) - at_);
        if (at_ == text_.size()) return;
      } else if (!is_white_space(text_[at_])) {
        return;
      }
      blank = true;
    }
  }

  Token next() {
    Token token;
    token.position = {line_, column_};
    token.begin = at_;
    if (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_letter(c) || is_digit(c)) {
        word(token);
      } else if (c == '"') {
        string(token);
      } else {
        symbol(token);
      }
    }
    token.end = at_;
    return token;
  }

  void word(Token& token) {
    std::size_t end = at_;
    while (end < text_.size() && continues_word(text_[end])) ++end;
    token.text = std::string(text_.substr(at_, end - at_));
    token.kind = TokenKind::word;
    if (is_digit(token.text.front())) {
      if (const auto number = parse_number(token.text)) {
        if (number->second) {
          throw error_at(source_, token.position, fmt::format("the number {} is too great", token.text),
                         "numbers go from -9223372036854775808 to 9223372036854775807");
        }
        token.kind = TokenKind::number;
        token.magnitude = number->first;
      }
    }
    advance(end - at_);
  }

  void string(Token& token) {
    token.kind = TokenKind::string;
    advance(1);
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n') {
      if (text_[at_] == '\\') {
        const char escaped = at_ + 1 < text_.size() ? text_[at_ + 1] : '\n';
        if (escaped != '"' && escaped != '\\') {
          throw error_at(source_, {line_, column_}, "a single backslash in a string",
                         "only \\\" and \\\\ are known");
        }
        advance(1);
      }
      token.text += text_[at_];
      advance(1);
    }
    if (at_ == text_.size() || text_[at_] != '"') {
      throw error_at(source_, token.position, "this string does not end on its line", "close it with \"");
    }
    advance(1);
  }

  void symbol(Token& token) {
    token.kind = TokenKind::symbol;
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view known : kLongSymbols) {
      if (rest.starts_with(known)) return take(token, known.size());
    }
    for (const Foreign& foreign : kForeign) {
      if (rest.starts_with(foreign.spelling)) {
        throw error_at(source_, token.position, fmt::format("unknown operator `{}`", foreign.spelling),
                       fmt::format("write {}", foreign.instead));
      }
    }
    if (kSymbols.find(rest.front()) != std::string_view::npos) return take(token, 1);
    throw error_at(source_, token.position, unexpected(rest.front()),
                   rest.front() == '#'
                       ? "a comment stands at the start of a line or after white space"
                       : "names, numbers, strings in \"...\" and ( ) [ ] . , : := = != < <= > >= + - *");
  }

  void take(Token& token, std::size_t bytes) {
    token.text = std::string(text_.substr(at_, bytes));
    advance(bytes);
  }

  static std::string unexpected(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 32 && byte < 127) return fmt::format("unexpected character `{}`", c);
    return fmt::format("unexpected byte 0x{:02x}", byte);
  }

  const SourceText& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_;
  std::size_t column_;
};

}  // namespace

std::vector<Token> tokenize(const SourceText& source, SourcePosition base) {
  return Lexer(source, base).run();
}

bool is_keyword(std::string_view word) {
  static constexpr std::array kKeywords =
      std::to_array<std::string_view>({"always", "and", "at", "exists", "false", "for", "forall", "implies",
                                       "in", "initially", "never", "not", "or", "remember", "true", "when"});
  return std::binary_search(kKeywords.begin(), kKeywords.end(), word);
}

std::string quoted(const Token& token) {
  if (token.kind == TokenKind::end) return "the end of the text";
  constexpr std::size_t kShown = 60;
  const std::string_view shown = std::string_view(token.text).substr(0, kShown);
  const std::string_view rest = token.text.size() > kShown ? "..." : "";
  if (token.kind == TokenKind::string) return fmt::format("\"{}{}\"", shown, rest);
  return fmt::format("`{}{}`", shown, rest);
}

}  // namespace braid::formula
