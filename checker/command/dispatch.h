// The program: a verb and its arguments.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

/// Runs the verb that `arguments` begin with; kUsage, with a suggestion, if it is none. What was written to
/// `out` is flushed; if it cannot be, that is said and the run is kIncomplete.
[[nodiscard]] int run_braid(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
