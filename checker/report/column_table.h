// The steps of a schedule, a column for each actor: as OSTEP draws its tables.
#pragma once

#include <ostream>
#include <vector>

#include "braid/checker/models/system.h"

namespace braid::report {

/// A row a step: its number, and what its actor does in that actor's column. Only actors that take a step
/// have one. Wrapped to 100 columns, or more where there are many actors.
void write_columns(std::ostream& out, const models::System& system,
                   const std::vector<models::ReplayStep>& steps);

}  // namespace braid::report
