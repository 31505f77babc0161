// `braid count`: how often each outcome happens, over all schedules.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"
#include "braid/checker/explore/limits.h"

namespace braid::command {

/// Returns kHolds for a complete table, else kIncomplete, kUsage, kBadInput or kInternalError. `budget`
/// limits the run besides the options.
[[nodiscard]] int run_count(Arguments arguments, std::ostream& out, std::ostream& err,
                            const explore::Limits::Options& budget = {});

}  // namespace braid::command
