// Weights: what a state carries from the initial state to itself, merged where paths meet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "braid/checker/explore/control.h"
#include "braid/checker/explore/model.h"

namespace braid::explore {

/// What a cell knows about the weights of all its states. Its states' records are `record_words` long each.
struct CellWeights {
  std::uint32_t record_words = 0;
  std::uint32_t count_limbs = 0;     ///< count: 64-bit limbs of each count
  double log2_bound = 0;             ///< count: log2 of an upper bound of the sum of the counts
  std::uint32_t greatest_steps = 0;  ///< the length of the longest path to the cell, or more
  /// probability: for the k-th prime p, a bound on the exponent of p in the denominators, by k.
  std::vector<std::uint32_t> exponents;
};

/// The step along which a batch of states is pulled. Borrows everything.
struct WeightEdge {
  std::uint32_t actor = 0;
  std::uint32_t label = 0;
  const CellWeights* source = nullptr;
  const CellWeights* target = nullptr;
  Control from = {};               ///< the source's
  const StepBase* step = nullptr;  ///< of the swept model's type
  Branch branch = 0;
};

/// A semiring, or several side by side, over flat records of 64-bit words. The sweep calls it once a batch,
/// never once a state. Const members are called from many threads at once.
///
/// Life of a cell's records: open() fixes their length; new states start as all-zero records, which merge()
/// must read as "no path yet"; when all paths have been merged, close() turns what came in into what goes
/// out.
class Weights {
 public:
  virtual ~Weights() = default;

  /// The initial state's cell and record (zeroed, of the length that was fixed).
  virtual void open_initial(CellWeights& cell) const = 0;
  virtual void initial(const CellWeights& cell, std::uint64_t* record) const = 0;

  /// Fixes the layout of a cell's records, given the cells that lead to it. `branches` of one step count as
  /// one source each; `source_choices` is parallel to `sources`: the least common multiple of the numbers of
  /// choices that the source's states had.
  struct Source {
    const CellWeights* cell = nullptr;
    std::uint64_t choices = 1;
  };
  virtual void open(CellWeights& target, const std::vector<Source>& sources) const = 0;

  /// Whether select() must be asked which states are worth pulling.
  [[nodiscard]] virtual bool selects() const { return false; }
  /// Writes the numbers of the source records (of `count`) that the edge should follow; returns how many.
  virtual std::size_t select(const WeightEdge&, const std::uint64_t* /*source*/, std::size_t count,
                             std::uint32_t* numbers) const {
    for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<std::uint32_t>(i);
    return count;
  }

  /// Merges `count` source records, extended by the edge, into the target records `target_numbers[i]`.
  /// `source_numbers` names the source records (null: 0, 1, 2, ...). `siblings[i]` is the number of steps
  /// that the edge's actor could take in that source state (null: 1 each).
  virtual void merge(const WeightEdge& edge, const std::uint64_t* source, const std::uint32_t* source_numbers,
                     const std::uint32_t* siblings, std::size_t count, std::uint64_t* target,
                     const std::uint32_t* target_numbers) const = 0;

  /// Called once a cell when its records are complete. `choices[i]` is the number of actors that can step in
  /// state i (0: a schedule ends here); null: it is `uniform_choices` for all.
  virtual void close(const CellWeights& cell, const std::uint32_t* choices, std::uint32_t uniform_choices,
                     std::size_t count, std::uint64_t* records) const = 0;
};

/// Reachability alone: records of no words.
class ReachWeights final : public Weights {
 public:
  void open_initial(CellWeights&) const override {}
  void initial(const CellWeights&, std::uint64_t*) const override {}
  void open(CellWeights&, const std::vector<Source>&) const override {}
  void merge(const WeightEdge&, const std::uint64_t*, const std::uint32_t*, const std::uint32_t*, std::size_t,
             std::uint64_t*, const std::uint32_t*) const override {}
  void close(const CellWeights&, const std::uint32_t*, std::uint32_t, std::size_t,
             std::uint64_t*) const override {}
};

}  // namespace braid::explore
