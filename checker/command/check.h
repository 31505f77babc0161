// `braid check`: whether properties and conditions hold, and the shortest schedule where they do not.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"
#include "braid/checker/explore/limits.h"

namespace braid::command {

/// Returns the worst of the traces' verdicts: kHolds, kViolated, kIncomplete, kBadInput; or kUsage,
/// kInternalError. `budget` limits the runs besides the options.
[[nodiscard]] int run_check(Arguments arguments, std::ostream& out, std::ostream& err,
                            const explore::Limits::Options& budget = {});

}  // namespace braid::command
