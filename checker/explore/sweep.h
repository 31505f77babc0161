// The sweep: visits every reachable state of a model once, rank by rank, with its weights, and keeps in
// memory only the states in front of it.
//
// Invariants. (1) When a rank comes up, every cell of this rank that has a state exists, and knows all
// (source cell, step, branch) that lead to it, since ranks grow along steps. (2) A cell's states are complete
// after it has pulled from these; duplicates meet nowhere else. (3) While a cell pulls, its sources are only
// read, so that cells of one rank share no written memory but the counters that free their sources. (4) A
// cell's states are freed when the last target it has announced is done. (5) In-lists are made in one order,
// whatever the threads do, and a cell is pulled by one thread: so states are numbered, and weights merged,
// the same way in every run.
#pragma once

#include <cstdint>
#include <span>

#include "braid/checker/explore/executor.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observer.h"
#include "braid/checker/explore/sweep_engine.h"
#include "braid/checker/explore/sweep_result.h"
#include "braid/checker/explore/walk.h"
#include "braid/checker/explore/weights.h"

namespace braid::explore {

/// The widest states that are swept; beyond, a trace tracks too many values.
inline constexpr std::size_t kGreatestStateWords = 64;

/// Whether the model's states are narrow enough to be swept, or can be walked since there is but one
/// schedule.
template <Model M>
[[nodiscard]] bool sweepable(const M& model) {
  return model.layout().words() <= kGreatestStateWords || model.actor_count() <= 1;
}

/// Whether a model would have the sweep compiled for fewer widths of states, since its steps cost so much
/// anyway that narrow states gain little.
template <class M>
inline constexpr bool kFewWidths = [] {
  if constexpr (requires { M::kFewWidths; }) return M::kFewWidths;
  return false;
}();

/// Sweeps all states of `model` that are reachable. Observers see every cell. The limits may end the sweep
/// early: then SweepResult::stopped says why, and ranks below SweepResult::rank are complete. Deterministic:
/// result, weights and the set of visited cells do not depend on the executor. REQUIRES sweepable(model).
/// Complexity: each transition costs one kernel call (two where steps are guarded or branch), one table
/// look-up and one merge; memory is the states of the ranks between a cell and its furthest target.
template <Model M>
SweepResult sweep(const M& model, const Weights& weights, std::span<Observer* const> observers,
                  Executor& executor, Limits& limits) {
  const std::size_t words = model.layout().words();
  if (words > kGreatestStateWords) return walk(model, weights, observers, limits);
  const auto run = [&]<std::size_t Words>() {
    return SweepEngine<M, Words>(model, weights, observers, executor, limits).run();
  };
#ifndef BRAID_FEW_WIDTHS  // in step with swept_widths.h
  if constexpr (!kFewWidths<M>) {
    if (words <= 1) return run.template operator()<1>();
  }
#endif
  if (words <= 2) return run.template operator()<2>();
#ifndef BRAID_FEW_WIDTHS
  if constexpr (!kFewWidths<M>) {
    if (words <= 4) return run.template operator()<4>();
  }
  if (words <= 8) return run.template operator()<8>();
  if constexpr (!kFewWidths<M>) {
    if (words <= 16) return run.template operator()<16>();
  }
#endif
  return run.template operator()<kGreatestStateWords>();
}

}  // namespace braid::explore
