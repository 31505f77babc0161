// A workload in the notation, priced in one system, at each of its sizes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/cost/latency_formula.h"
#include "braid/checker/cost/ordered_run.h"

namespace braid::cost {

/// What a run at each size costs.
struct SizedPrices {
  std::string system;    ///< as on a `system` line
  std::string variable;  ///< the size that varies; empty: none does
  std::vector<std::int64_t> sizes;
  std::vector<PricedRun> runs;  ///< parallel to `sizes`; one where no size varies
  LatencyFormula latency;       ///< of the total
};

/// The words of a `system` line as costs need them: AFS by messages; NFSv4 with what is written sent with the
/// close, as others do, under delegations, too, whose recall might never come (unless they say `flush`).
[[nodiscard]] std::string priced_system(std::string_view words);

/// Runs the text in that system. With a schedule at the first size only, and with the text's own faults;
/// without, with no faults. Throws InputError as parse_notation(), open_system() and run_in_order() do, and
/// where two sizes vary.
[[nodiscard]] SizedPrices price_workload(const std::string& source, std::string_view text,
                                         std::string_view system, const Order& order, const Sizes& sizes);

}  // namespace braid::cost
