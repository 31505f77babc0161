// The statement of the notation that says what a monitor does of its own accord:
// `task NAME [on CPU]: reclaim v0.3, share v0.1 v1.1, destroy v1`.
#pragma once

#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/notation_names.h"
#include "braid/tracer/trace.h"

namespace braid::notation {

/// Reads these statements into a trace.
class Tasks {
 public:
  /// Reads the rest of a statement, behind its keyword. Throws InputError for mistakes in it.
  void parse(Lexer& lexer, Trace& trace);

  /// Call once, at the end of the text. Throws InputError for tasks that name what there is not: machines,
  /// pages, CPUs.
  void finish(const Lexer& lexer, const Trace& trace) const;

 private:
  Positions names_;
};

}  // namespace braid::notation
