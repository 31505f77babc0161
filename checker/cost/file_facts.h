// What the last state of a run says of the file, and of how clients stand to it.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/cost/file_run.h"
#include "braid/checker/cost/ordered_run.h"
#include "braid/checker/explore/observable.h"

namespace braid::cost {

/// What FileRunner calls the file.
inline constexpr const char* kFileOfRuns = "f";

/// Adds the facts to `run`, whose clients have their open sessions listed already. `processes`: how many each
/// client has; `blocks`: how many the file has. O(observables).
void read_facts(const explore::Signature& signature, const PricedRun& priced,
                const std::vector<std::uint32_t>& processes, std::uint32_t blocks, FileRun& run);

}  // namespace braid::cost
