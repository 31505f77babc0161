// Which names a text in the notation declares, and which it uses.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/notation_sizes.h"
#include "braid/tracer/trace.h"

namespace braid::notation {

/// Numbers the files (or volumes, directories, clients) of a text in the order in which they are named first,
/// by a use or by their declaration, since one may be declared behind what uses it. Keeps views of the names.
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

/// What events and statements may name.
struct Uses {
  Sizes sizes;
  NameUses files;
  NameUses volumes;
  NameUses directories;
  NameUses clients;
};

/// Replaces the numbers of `uses`, in events, volumes and directories, by indices into the trace. Throws
/// InputError for a name that is not declared.
void resolve_names(const Lexer& lexer, const Uses& uses, Trace& trace);

/// Names, and where they were given.
using Positions = std::unordered_map<std::string_view, SourcePosition>;

/// Enters a name among those of its kind. Throws InputError if it is one of them already, or one of another
/// kind that may not share names with it.
void declare(const Lexer& lexer, std::string_view what, const Token& name, Positions& same,
             std::string_view other_kind = {}, const Positions& others = {});

/// The names of files, clients and processes.
class Names {
 public:
  /// Throws InputError if a file or a client has that name.
  void declare_file(const Lexer& lexer, const Token& name);

  /// Takes `c0`, or `c0.editor` for one of several processes of a client. Throws InputError if it is declared
  /// already, has the name of a file, or is a process with a name beside one without.
  [[nodiscard]] Token take_process(Lexer& lexer, std::string_view form);

 private:
  void declare_process(const Lexer& lexer, const Token& name);

  Positions files_;
  Positions clients_;
  Positions processes_;  // by the name as written
};

}  // namespace braid::notation
