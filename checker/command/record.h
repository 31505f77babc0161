// braid record: what clients really do, recorded.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

[[nodiscard]] int run_record(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
