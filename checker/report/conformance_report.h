// Whether recorded messages are as their protocol has them, as text and as JSON.
#pragma once

#include <ostream>
#include <string>

#include "braid/checker/conformance/conformance.h"
#include "braid/checker/report/json_writer.h"
#include "braid/tracer/recording/record.h"

namespace braid::report {

struct ConformanceReport {
  std::string trace;  ///< its name
  recording::Clock clock = recording::Clock::seconds;
  conformance::ConformanceVerdict verdict;
};

/// The answer; of violations each event that nothing explains, and the states that were possible: at most
/// kMostToldStates of each, and kMostToldViolations in all.
void write_conformance_text(std::ostream& out, const ConformanceReport& report);
inline constexpr std::size_t kMostToldStates = 20;
inline constexpr std::size_t kMostToldViolations = 10;

/// A document of conformance.schema.json, with everything.
void write_conformance_json(JsonWriter& json, const ConformanceReport& report);

}  // namespace braid::report
