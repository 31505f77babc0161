// braid validate: could this recording have come from a correct system?
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

[[nodiscard]] int run_validate(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
