// What a recorded workload did, as text and as JSON.
#pragma once

#include <ostream>

#include "braid/tracer/recording/summary.h"

namespace braid::report {

struct SummaryReport {
  std::string trace;  ///< its name
  recording::Header header;
  recording::Summary summary;
  bool complete = true;  ///< whether it ends with its footer
};

void write_summary_text(std::ostream& out, const SummaryReport& report);
void write_summary_json(std::ostream& out, const SummaryReport& report);  ///< summary.schema.json

}  // namespace braid::report
