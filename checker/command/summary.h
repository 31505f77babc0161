// braid summary: what a recorded workload did.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

[[nodiscard]] int run_summary(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
