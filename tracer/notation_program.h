// The part of the notation behind `client NAME:`: an actor's events.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/trace.h"

namespace braid::notation {

/// Numbers the files (or volumes, or directories) of a text in the order in which they are named first, by an
/// event or by their declaration, since one may be declared behind the clients that use it. Keeps views of
/// the names.
class NameUses {
 public:
  struct Use {
    std::string_view name;
    SourcePosition position;                ///< of the first use
    std::optional<std::uint32_t> declared;  ///< its index in the trace, once declared
  };

  std::uint32_t number(std::string_view name, SourcePosition position);
  void declare(std::string_view name, SourcePosition position, std::uint32_t index);

  /// By number.
  [[nodiscard]] const std::vector<Use>& uses() const { return uses_; }

 private:
  std::vector<Use> uses_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

/// What events may name.
struct Uses {
  NameUses files;
  NameUses volumes;
  NameUses directories;
};

/// Reads events to the end of the statement. What the events name are numbers of `uses`. Throws InputError
/// for operations on descriptors that are not open, and for opens under a name that is.
[[nodiscard]] Actor take_program(Lexer& lexer, std::string_view client, Uses& uses);

/// Reads `r`, `w`, `rw` or `none`. Throws InputError for other words.
[[nodiscard]] Rights take_rights(Lexer& lexer, std::string_view form);

}  // namespace braid::notation
