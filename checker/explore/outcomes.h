// Outcomes: the values of tracked observables where schedules end, with how many schedules end so.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "braid/checker/explore/count_weights.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/explore/observer.h"

namespace braid::explore {

/// What tells outcomes apart. Final: the values of the tracked observables. Blocked: the actors that wait
/// (with events left), and no values. Error: neither.
struct OutcomeKey {
  Ending ending = Ending::final;
  std::vector<std::int64_t> values;    ///< final only, parallel to the tracked observables
  std::vector<std::uint32_t> waiting;  ///< blocked only: actors, ascending

  friend bool operator==(const OutcomeKey&, const OutcomeKey&) = default;
  friend auto operator<=>(const OutcomeKey&, const OutcomeKey&) = default;
};

/// What the schedules to one outcome add up to.
struct OutcomeWeight {
  BigInteger schedules = 0;
  Rank first_rank = 0;                ///< the least rank at which a schedule ends so
  std::vector<std::uint64_t> masses;  ///< the probability, as residues; see CountWeights
};

using OutcomeTable = std::map<OutcomeKey, OutcomeWeight>;

/// How an outcome's values are found in the states with some control: a reading for each tracked observable.
using ReadControl = std::function<Reading(ObservableId, Control)>;
/// The actors that have events left at some control.
using WaitingActors = std::function<std::vector<std::uint32_t>(Control)>;

/// Gathers the ending states of one cell into groups of one outcome each. Re-usable; not thread-safe.
class OutcomeGrouping {
 public:
  OutcomeGrouping(std::vector<ObservableId> tracked, ReadControl read, WaitingActors waiting);

  /// Calls `group(key, states)` for each outcome among the cell's ending states; `states` are their numbers
  /// in the cell, ascending. Groups come in a fixed order. O(n log n) for n ending states.
  void group(const CellView& cell,
             const std::function<void(const OutcomeKey&, std::span<const std::uint32_t>)>& group);

 private:
  std::vector<ObservableId> tracked_;
  ReadControl read_;
  WaitingActors waiting_;
  std::vector<Reading> readings_;
  std::vector<std::uint32_t> order_;
};

/// The observer that makes the outcome table of a sweep with CountWeights.
class OutcomeCollector final : public Observer {
 public:
  OutcomeCollector(const CountWeights& weights, OutcomeGrouping grouping);

  void begin(unsigned workers) override;
  void visit(unsigned worker, const CellView& cell) override;

  /// All outcomes, and the bound of their denominators' exponents. Call once, after the sweep.
  [[nodiscard]] OutcomeTable take_table();
  [[nodiscard]] const std::vector<std::uint32_t>& exponents() const { return exponents_; }

 private:
  struct Part {
    OutcomeGrouping grouping;
    OutcomeTable table;
    std::vector<std::uint32_t> exponents;
  };

  const CountWeights& weights_;
  OutcomeGrouping prototype_;
  std::vector<Part> parts_;
  std::vector<std::uint32_t> exponents_;
};

}  // namespace braid::explore
