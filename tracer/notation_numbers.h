// Numbers in the notation: sizes, pages, frames, addresses.
#pragma once

#include <cstdint>
#include <string_view>

#include "braid/tracer/notation_lexer.h"

namespace braid::notation {

/// The next token, a number in decimal, or with 0x in hexadecimal, from `least` to `greatest`. Throws
/// InputError about what is none, or out of range.
[[nodiscard]] std::uint32_t take_number(Lexer& lexer, std::string_view what, std::string_view form,
                                        std::uint64_t least, std::uint64_t greatest);

/// Likewise, of digits that are a part of the word at `position`.
[[nodiscard]] std::uint32_t number_of(const Lexer& lexer, std::string_view digits, SourcePosition position,
                                      std::string_view what, std::uint64_t least, std::uint64_t greatest);

}  // namespace braid::notation
