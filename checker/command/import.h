// braid import: recordings of other tools, as NDJSON.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

[[nodiscard]] int run_import(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
