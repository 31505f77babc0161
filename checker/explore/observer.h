// Who looks on while a sweep goes over the states.
#pragma once

#include <cstddef>
#include <cstdint>

#include "braid/checker/explore/control.h"
#include "braid/checker/explore/model.h"
#include "braid/checker/explore/weights.h"

namespace braid::explore {

/// A finished cell: all its states, each once, with their weights. Valid during the visit only.
struct CellView {
  Control control;
  Ending ending = Ending::blocked;        ///< what it means for a state here that nothing is enabled
  const std::uint64_t* states = nullptr;  ///< `count` states of `stride` words
  std::size_t stride = 1;
  std::size_t count = 0;
  const CellWeights* weights = nullptr;
  const std::uint64_t* records = nullptr;  ///< `count` records of weights->record_words words, closed

  /// How many actors can step in a state; 0: every schedule that comes here ends here.
  const std::uint32_t* choices = nullptr;  ///< by state; null: uniform_choices for all
  std::uint32_t uniform_choices = 0;

  [[nodiscard]] std::uint32_t choices_of(std::size_t state) const {
    return choices == nullptr ? uniform_choices : choices[state];
  }
};

/// What a finished rank came to.
struct RankSummary {
  Rank rank = 0;
  std::uint64_t cells = 0;
  std::uint64_t states = 0;
  std::uint64_t total_cells = 0;  ///< of all ranks so far
  std::uint64_t total_states = 0;
  std::uint64_t total_transitions = 0;
};

/// Sees every reached state exactly once, by rising rank. visit() runs on many threads at once, but never
/// twice at once with the same worker; which worker sees a cell, and in what order cells of one rank are
/// seen, may differ from run to run. begin() and rank_done() run alone.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void begin(unsigned /*workers*/) {}
  virtual void visit(unsigned worker, const CellView& cell) = 0;
  virtual void rank_done(const RankSummary&) {}
  /// Asked after each rank: whether later ranks cannot tell this observer anything new. When all observers
  /// say so, the sweep ends as `satisfied`.
  [[nodiscard]] virtual bool satisfied() const { return false; }
};

}  // namespace braid::explore
