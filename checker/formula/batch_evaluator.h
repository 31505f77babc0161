// Evaluates formulas over all states of a cell at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_formula.h"

namespace braid::formula {

/// Which formulas some state of a batch decides (decided_by_truth tells how) and where.
struct Deciding {
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  /// For each formula the index of the first state that decides it, or kNone.
  std::vector<std::size_t> first;

  [[nodiscard]] bool any() const;
};

/// One for each thread. Programs are compiled for a cell's readings and kept, so that a cell whose readings
/// were met before costs a hash of them beyond its states; after the first cells nothing is allocated.
class BatchEvaluator {
 public:
  /// Borrows nothing. Formulas over states (always) and over outcomes (the others) are evaluated wherever the
  /// caller says; give them evaluators of their own.
  explicit BatchEvaluator(std::span<const BoundFormula> formulas);
  ~BatchEvaluator();
  BatchEvaluator(BatchEvaluator&&) noexcept;
  BatchEvaluator& operator=(BatchEvaluator&&) noexcept;

  /// The observables whose readings are needed, ascending.
  [[nodiscard]] std::span<const explore::ObservableId> used() const;

  /// Evaluates all formulas on `count` states of `stride` words each, from `words` on. `readings` is parallel
  /// to used(). `out.first` is resized to the number of formulas and overwritten.
  void evaluate(std::span<const explore::Reading> readings, const std::uint64_t* words, std::size_t stride,
                std::size_t count, Deciding& out);

  /// Sets bit i % 64 of mask[i / 64] if state i decides `formula`, and clears it otherwise, for i < count.
  /// REQUIRES mask.size() >= (count + 63) / 64; the last word's further bits are cleared.
  void deciding_states(std::size_t formula, std::span<const explore::Reading> readings,
                       const std::uint64_t* words, std::size_t stride, std::size_t count,
                       std::span<std::uint64_t> mask);

  /// How many programs were compiled so far; for tests and profiles.
  [[nodiscard]] std::size_t compiled() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace braid::formula
