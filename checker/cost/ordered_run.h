// The price of one schedule of a trace: its operations one after another, or as told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/cost/meter.h"
#include "braid/checker/cost/price.h"
#include "braid/checker/explore/schedule.h"
#include "braid/checker/models/system.h"

namespace braid::cost {

/// In what order the processes' operations are carried out.
struct Order {
  std::optional<explore::Schedule> schedule;  ///< step by step; it may end early
  /// Whose operation is the next; each is finished, and what follows from it done, before the next begins.
  /// Empty: all of the first process's, then the second's, and so on.
  std::vector<std::uint32_t> processes;
  std::size_t unpriced = 0;  ///< so many of `processes` come first and are not paid for
  bool stops = false;        ///< behind `processes`: what the programs have left is not run
};

struct PricedRun {
  std::vector<std::string> clients;
  std::vector<Price> prices;  ///< by client
  Price total;
  std::uint64_t steps = 0;
  explore::Schedule schedule;  ///< as it was run: replay it to see every step
  /// The system's observables after the last step, by their ids; 0 for histories, which are not kept.
  std::vector<std::int64_t> observed;
  std::vector<std::vector<std::uint32_t>> in_memory;  ///< then, by client: blocks, in their order
};

/// Runs the trace in its model. Throws InputError for a system that cannot be priced, for a schedule that is
/// not one of it, for operations that fail or never end in this order (a lock that is held), and for a
/// capacity that the model, which has no `evict` left, cannot keep to. What cannot be dropped (a file that
/// is open, a block that is dirty) stays, even where a client then holds more than it has room for.
[[nodiscard]] PricedRun run_in_order(const models::System& system, const Order& order, const Sizes& sizes,
                                     const Capacity& capacity);

}  // namespace braid::cost
