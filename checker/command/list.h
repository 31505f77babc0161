// `braid list`: what this braid knows.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

/// Returns kHolds, kUsage, kBadInput or kInternalError.
[[nodiscard]] int run_list(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
