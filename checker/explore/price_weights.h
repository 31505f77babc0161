// Prices: the cheapest or the dearest schedule to each state, where steps have prices.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "braid/checker/explore/schedule.h"
#include "braid/checker/explore/weights.h"

namespace braid::explore {

/// What a step costs. Called once a batch of states, from many threads at once.
using EdgePrice = std::function<std::uint64_t(const WeightEdge&)>;

/// The schedule of least (or greatest) price to each state; of those, the canonical one (fewest steps, then
/// fewest context switches, then least label sequence); and for each actor the same among the schedules whose
/// last step is that actor's, since the next switch depends on it.
///
/// A record has a slot for each actor: 1 + price (0: no schedule ends with this actor), then steps << 32 |
/// switches, then the packed schedule.
class PriceWeights final : public Weights {
 public:
  enum class Sought : std::uint8_t { cheapest, dearest };

  PriceWeights(std::uint32_t actors, std::uint32_t labels, EdgePrice price, Sought sought);

  void open_initial(CellWeights& cell) const override;
  void initial(const CellWeights& cell, std::uint64_t* record) const override;
  void open(CellWeights& target, const std::vector<Source>& sources) const override;
  void merge(const WeightEdge& edge, const std::uint64_t* source, const std::uint32_t* source_numbers,
             const std::uint32_t* siblings, std::size_t count, std::uint64_t* target,
             const std::uint32_t* target_numbers) const override;
  void close(const CellWeights&, const std::uint32_t*, std::uint32_t, std::size_t,
             std::uint64_t*) const override {}

  struct Found {
    std::uint64_t price = 0;
    std::uint64_t length = 0;  ///< steps << 32 | switches
    Schedule schedule;
  };
  /// Of a record of a state that was reached.
  [[nodiscard]] Found best(const CellWeights& cell, const std::uint64_t* record) const;
  /// Whether `a` is to be preferred.
  [[nodiscard]] bool better(const Found& a, const Found& b) const;

 private:
  /// What is stored before a packed schedule.
  static constexpr std::size_t kHead = 2;

  /// A way on from a slot: what the slot at its end would hold.
  struct Way {
    const std::uint64_t* slot = nullptr;
    std::uint64_t price = 0;  ///< 1 + price
    std::uint64_t length = 0;
  };
  void size_records(CellWeights& cell) const;
  [[nodiscard]] std::size_t slot_words(const CellWeights& cell) const { return cell.record_words / actors_; }
  [[nodiscard]] Way best_way(const std::uint64_t* record, std::size_t words, std::uint32_t actor,
                             std::uint64_t price) const;
  /// Negative where the first is to be preferred, 0 where the schedules decide.
  [[nodiscard]] int compare(std::uint64_t price, std::uint64_t length, std::uint64_t other_price,
                            std::uint64_t other_length) const;

  std::uint32_t actors_;
  unsigned label_bits_;
  EdgePrice price_;
  Sought sought_;
};

}  // namespace braid::explore
