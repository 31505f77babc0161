// The steps of a schedule, with what each changed.
#pragma once

#include <ostream>
#include <string_view>
#include <vector>

#include "braid/checker/models/system.h"
#include "braid/checker/report/json_writer.h"

namespace braid::report {

/// One line a step: number, actor, event, and the values that differ after it (`before -> after`; of a read,
/// what it returned), wrapped to 100 columns. Every line begins with `indentation`.
void write_steps(std::ostream& out, const models::System& system,
                 const std::vector<models::ReplayStep>& steps, std::string_view indentation);

/// The same as a JSON array.
void write_steps(JsonWriter& json, const models::System& system,
                 const std::vector<models::ReplayStep>& steps);

}  // namespace braid::report
