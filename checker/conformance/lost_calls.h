// What a recording lacks that could explain what nothing in it explains.
#pragma once

#include <string>
#include <vector>

#include "braid/tracer/recording/value.h"

namespace braid::conformance {

/// Of the kinds that a recorder or importer left out, those among which there may have been calls: `3 gaps in
/// TCP connections`.
[[nodiscard]] std::vector<std::string> lost_calls(const recording::Fields& skipped);

}  // namespace braid::conformance
