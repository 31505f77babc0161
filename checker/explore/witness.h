// Witnesses: the canonical schedule to the first state, of each of several kinds, that a sweep comes to.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "braid/checker/explore/shortest_weights.h"
#include "braid/checker/explore/sweep.h"

namespace braid::explore {

/// Which states are sought. One object serves all workers; wanted() is called by many at once, with the
/// worker.
class Sought {
 public:
  virtual ~Sought() = default;
  /// The number of different targets.
  [[nodiscard]] virtual std::size_t targets() const = 0;
  /// The fewest steps to a target; asked only where ranks count steps, and known from an earlier sweep.
  [[nodiscard]] virtual std::uint64_t fewest_steps(std::size_t target) const = 0;
  virtual void begin(unsigned /*workers*/) {}
  /// Calls `found(target, state)` for the states (by number) of the cell that are a target.
  virtual void look(unsigned worker, const CellView& cell,
                    const std::function<void(std::size_t, std::uint32_t)>& found) = 0;
};

/// By target: its canonical schedule, or nothing where no state is such a target, or the limits ended the
/// search.
struct Witnesses {
  std::vector<std::optional<Schedule>> schedules;
  StopReason stopped = StopReason::none;
};

/// Keeps the best schedule to each target. Used by find_witnesses().
class WitnessObserver final : public Observer {
 public:
  /// `graded`: ranks count steps, so that a target is taken at its fewest steps and at no other rank.
  WitnessObserver(const ShortestWeights& weights, Sought& sought, bool graded)
      : weights_(weights), sought_(sought), graded_(graded) {}

  void begin(unsigned workers) override {
    best_.assign(workers, std::vector<std::optional<ShortestWeights::Found>>(sought_.targets()));
    sought_.begin(workers);
  }
  void visit(unsigned worker, const CellView& cell) override {
    auto& best = best_[worker];
    sought_.look(worker, cell, [&](std::size_t target, std::uint32_t state) {
      const std::uint64_t* record = cell.records + std::size_t{state} * cell.weights->record_words;
      if (graded_ &&
          ShortestWeights::steps_of(weights_.cost(*cell.weights, record)) != sought_.fewest_steps(target)) {
        return;
      }
      std::optional<ShortestWeights::Found>& known = best[target];
      if (known && known->cost < weights_.cost(*cell.weights, record)) return;
      ShortestWeights::Found found = weights_.best(*cell.weights, record);
      if (!known || found < *known) known = std::move(found);
    });
  }
  [[nodiscard]] bool satisfied() const override { return graded_ && missing() == 0; }

  [[nodiscard]] std::size_t missing() const {
    std::size_t missing = 0;
    for (std::size_t target = 0; target < sought_.targets(); ++target) {
      if (!best_of(target)) ++missing;
    }
    return missing;
  }
  [[nodiscard]] std::optional<ShortestWeights::Found> best_of(std::size_t target) const {
    std::optional<ShortestWeights::Found> best;
    for (const auto& part : best_) {
      if (part[target] && (!best || *part[target] < *best)) best = part[target];
    }
    return best;
  }

 private:
  const ShortestWeights& weights_;
  Sought& sought_;
  bool graded_;
  std::vector<std::vector<std::optional<ShortestWeights::Found>>> best_;  // by worker, by target
};

/// Finds the canonical schedule to each target that some reachable state is. Every target must be one: a
/// target that is not makes the search as dear as a full sweep.
///
/// Where all paths to a state have the same length (`graded`, from SweepResult), schedules with few switches
/// are tried first: a target is usually within a handful of them, and few states are.
template <Model M>
[[nodiscard]] Witnesses find_witnesses(const M& model, Sought& sought, bool graded, Executor& executor,
                                       Limits& limits) {
  Witnesses witnesses;
  witnesses.schedules.resize(sought.targets());
  if (sought.targets() == 0) return witnesses;
  std::uint32_t bound = graded ? model.actor_count() + 1 : ShortestWeights::kUnbounded;
  std::uint64_t states_before = 0;
  while (true) {
    const ShortestWeights weights(model.actor_count(), model.label_count(), bound);
    WitnessObserver observer(weights, sought, graded);
    Observer* const observers[] = {&observer};
    const SweepResult result = sweep(model, weights, observers, executor, limits);
    const bool last = bound == ShortestWeights::kUnbounded || !result.complete() || observer.missing() == 0;
    if (last) {
      for (std::size_t target = 0; target < sought.targets(); ++target) {
        auto best = observer.best_of(target);
        if (best) witnesses.schedules[target] = std::move(best->schedule);
      }
      const bool cut = result.stopped != StopReason::none && result.stopped != StopReason::satisfied;
      witnesses.stopped = cut ? result.stopped : StopReason::none;
      return witnesses;
    }
    // A bound that no longer leaves anything out has found all that there is to find.
    bound = result.states == states_before ? ShortestWeights::kUnbounded : bound + 2;
    states_before = result.states;
  }
}

}  // namespace braid::explore
