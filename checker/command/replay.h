// `braid replay`: one schedule, step by step.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

/// Returns kHolds, kUsage, kBadInput or kInternalError.
[[nodiscard]] int run_replay(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
