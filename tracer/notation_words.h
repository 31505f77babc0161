// Which words can stand for what in the notation.
#pragma once

#include <string_view>

namespace braid::notation {

/// What may stand in a word at all: letters, digits and _ . # + -
[[nodiscard]] bool is_word_character(char c);

/// [A-Za-z_][A-Za-z0-9_]*
[[nodiscard]] bool is_name(std::string_view word);

/// A name of a system, an option or a fault: [A-Za-z][A-Za-z0-9_-]*
[[nodiscard]] bool is_hyphenated_name(std::string_view word);

/// A descriptor's name: [A-Za-z0-9_]+, but not `as`
[[nodiscard]] bool is_descriptor_name(std::string_view word);

/// A value: [A-Za-z0-9_.+-][A-Za-z0-9_.#+-]*; it does not begin with # since behind white space that is a
/// comment.
[[nodiscard]] bool is_value(std::string_view word);

/// A word that can be no name of a client or file, since it means something in the notation or in formulas.
[[nodiscard]] bool is_reserved(std::string_view word);

/// A client's name and a process's, with a dot between them; neither is reserved.
[[nodiscard]] bool is_process_name(std::string_view word);

}  // namespace braid::notation
