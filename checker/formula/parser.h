// From text to syntax.
#pragma once

#include <string_view>

#include "braid/checker/formula/syntax.h"

namespace braid::formula {

/// Reads an expression alone, as it stands after `exists:` in a trace or on the command line.
/// `source` names the text in messages; `base` is the place of the expression's first character in `whole`,
/// the text around it (empty: `text` is the whole). Errors: InputError at the exact place. O(text.size()).
[[nodiscard]] Formula parse_expression(std::string_view source, std::string_view text,
                                       SourcePosition base = {1, 1}, std::string_view whole = {});

/// Reads a property file (grammar: properties/README.md). Errors: InputError at the exact place.
/// O(text.size()).
[[nodiscard]] Property parse_property(std::string_view source, std::string_view text);

}  // namespace braid::formula
