// What a recorded history satisfies, as text and as JSON.
#pragma once

#include <ostream>
#include <vector>

#include "braid/checker/history/history.h"
#include "braid/checker/history/verdict.h"
#include "braid/checker/report/json_writer.h"

namespace braid::report {

struct ValidateReport {
  std::string trace;  ///< its name
  const history::History* history = nullptr;
  std::vector<history::Verdict> verdicts;
};

/// One line a model; of violations also why, with the operations in the order of their calls.
void write_validate_text(std::ostream& out, const ValidateReport& report);

/// An object of validate.schema.json's `traces`.
void write_validate_json(JsonWriter& json, const ValidateReport& report);

}  // namespace braid::report
