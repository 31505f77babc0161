// braid cost: what workloads cost under each system.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"
#include "braid/checker/explore/limits.h"

namespace braid::command {

/// Runs the verb; the exit code. `budget` limits explorations besides the options.
int run_cost(Arguments arguments, std::ostream& out, std::ostream& err,
             const explore::Limits::Options& budget = {});

}  // namespace braid::command
