#include "braid/tracer/notation_numbers.h"

#include <fmt/format.h>

#include <charconv>

#include "braid/tracer/quote.h"

namespace braid::notation {

std::uint32_t number_of(const Lexer& lexer, std::string_view digits, SourcePosition position,
                        std::string_view what, std::uint64_t least, std::uint64_t greatest) {
  const std::string_view written = digits;
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  if (hexadecimal) digits.remove_prefix(2);
  std::uint64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, hexadecimal ? 16 : 10);
  if (error == std::errc::invalid_argument || stop != end) {
    lexer.fail(position, fmt::format("expected {}, found {}", what, quote(written)),
               "numbers are decimal, or hexadecimal as in 0x1f");
  }
  if (error != std::errc() || value < least || value > greatest) {
    const auto shown = [&](std::uint64_t number) {
      return hexadecimal ? fmt::format("0x{:x}", number) : fmt::format("{}", number);
    };
    lexer.fail(position, fmt::format("{} cannot be {}", quote(written), what),
               fmt::format("it is at least {} and at most {}", shown(least), shown(greatest)));
  }
  return static_cast<std::uint32_t>(value);
}

std::uint32_t take_number(Lexer& lexer, std::string_view what, std::string_view form, std::uint64_t least,
                          std::uint64_t greatest) {
  const Token word = lexer.expect(Token::Kind::word, what, form);
  return number_of(lexer, word.text, word.position, what, least, greatest);
}

}  // namespace braid::notation
