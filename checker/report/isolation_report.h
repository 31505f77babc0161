// How a recording of guests keeps virtual machines apart, as text and as JSON.
#pragma once

#include <ostream>
#include <string>

#include "braid/checker/isolation/verdict.h"
#include "braid/checker/report/json_writer.h"

namespace braid::report {

/// A line for each rule, with what was counted; of violations also the first events that break it. `trace` is
/// the recording's name.
void write_isolation_text(std::ostream& out, const std::string& trace,
                          const isolation::IsolationVerdict& verdict);

/// A document of validate.schema.json.
void write_isolation_json(JsonWriter& json, const std::string& trace,
                          const isolation::IsolationVerdict& verdict);

}  // namespace braid::report
