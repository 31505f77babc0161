// The part of the notation that is about costs: numbers of blocks with names, the sizes of clients' caches,
// and whose operations are priced.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/trace.h"

namespace braid {

/// The text of a trace whose `size` statement of that name gives this value alone: `size NL = 12 to 16`
/// becomes `size NL = 14`. Lines keep their numbers; a name without such a statement changes nothing. Linear.
[[nodiscard]] std::string with_size(std::string_view text, std::string_view name, std::uint32_t value);

}  // namespace braid

namespace braid::notation {

inline constexpr std::uint32_t kGreatestBlocks = 64;

/// The `size`, `capacity` and `measure` statements so far. Keeps views of the names.
class Sizes {
 public:
  /// Reads the rest of the statement that begins with `keyword`, if it is one of these; else returns false.
  /// Throws InputError for mistakes in it.
  [[nodiscard]] bool parse(const Token& keyword, Lexer& lexer, Trace& trace);

  /// Call once, when all actors are known. Throws InputError for a `measure` of one that is not.
  void finish(const Lexer& lexer, Trace& trace) const;

  /// The number of blocks, or of a block, that the word is: `3`, `NL`, `NL-1`. Throws InputError for what is
  /// none, is the name of no size yet, or is out of range.
  [[nodiscard]] std::uint32_t number(const Lexer& lexer, const Token& word, std::uint32_t least,
                                     std::uint32_t greatest) const;

 private:
  void parse_size(Lexer& lexer, Trace& trace);
  void parse_capacity(const Token& keyword, Lexer& lexer, Trace& trace);
  void parse_measure(Lexer& lexer);

  struct Size {
    std::uint32_t value = 0;
    SourcePosition position;
  };
  std::unordered_map<std::string_view, Size> sizes_;
  std::vector<Token> measured_;
};

}  // namespace braid::notation
