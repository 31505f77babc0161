// The part of the notation that says what machine there is, which virtual machines are on it, and what their
// processes execute.
#pragma once

#include <unordered_map>

#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/notation_names.h"
#include "braid/tracer/notation_tasks.h"
#include "braid/tracer/trace.h"

namespace braid::notation {

/// Reads these statements into a trace.
class Guests {
 public:
  /// Reads the rest of the statement that begins with `keyword`, if it is one of these; else returns false.
  /// Throws InputError for mistakes in it.
  [[nodiscard]] bool parse(const Token& keyword, Lexer& lexer, Trace& trace);

  /// Call once, at the end of the text. Throws InputError for what does not fit together: machines and
  /// processes that are named and not declared, a CPU that there is not, clients beside guests.
  void finish(const Lexer& lexer, const Trace& trace) const;

 private:
  void parse_machine(const Token& keyword, Lexer& lexer, Trace& trace);
  void parse_vm(Lexer& lexer, Trace& trace);
  void parse_space(Lexer& lexer, Trace& trace);
  void parse_process(Lexer& lexer, Trace& trace);
  [[nodiscard]] Token take_process(Lexer& lexer, std::string_view form, Positions& same,
                                   std::string_view cause);

  Positions machines_;
  Positions named_machines_;  // by processes
  Positions processes_;
  Positions spaces_;
  Tasks tasks_;
};

}  // namespace braid::notation
