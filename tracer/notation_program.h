// The part of the notation behind `client NAME:`: an actor's events.
#pragma once

#include <cstdint>
#include <string_view>

#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/notation_names.h"
#include "braid/tracer/trace.h"

namespace braid::notation {

/// Reads events to the end of the statement. What the events name are numbers of `uses`. Throws InputError
/// for operations on descriptors that are not open, and for opens under a name that is.
[[nodiscard]] Actor take_program(Lexer& lexer, std::string_view client, Uses& uses);

/// Reads `r`, `w`, `rw` or `none`. Throws InputError for other words.
[[nodiscard]] Rights take_rights(Lexer& lexer, std::string_view form);

}  // namespace braid::notation
