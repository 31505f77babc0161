// `braid matrix`: which systems, with which options and faults, have which properties.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"
#include "braid/checker/explore/limits.h"

namespace braid::command {

/// Returns kHolds when all is computed, whatever the verdicts; kIncomplete, kBadInput, kUsage or
/// kInternalError. `budget` limits each exploration besides the options.
[[nodiscard]] int run_matrix(Arguments arguments, std::ostream& out, std::ostream& err,
                             const explore::Limits::Options& budget = {});

}  // namespace braid::command
