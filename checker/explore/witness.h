// Witnesses: the canonical schedule to the first state, of each of several kinds, that a sweep comes to.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "braid/checker/explore/fewest_steps.h"
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

/// Finds the fewest steps to each target where ranks do not tell. Used by find_witnesses().
class FewestStepsObserver final : public Observer {
 public:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};

  FewestStepsObserver(const FewestStepsWeights& weights, Sought& sought)
      : weights_(weights), sought_(sought) {}

  void begin(unsigned workers) override {
    parts_.assign(workers, std::vector<std::uint64_t>(sought_.targets(), kNone));
    sought_.begin(workers);
  }
  void visit(unsigned worker, const CellView& cell) override {
    std::vector<std::uint64_t>& part = parts_[worker];
    sought_.look(worker, cell, [&](std::size_t target, std::uint32_t state) {
      part[target] = std::min(part[target], FewestStepsWeights::steps_of(cell.records + state));
    });
  }
  void rank_done(const RankSummary&) override {
    const std::vector<std::uint64_t> known = fewest();
    const std::uint64_t furthest = *std::max_element(known.begin(), known.end());
    if (furthest != kNone) weights_.leave_out_above(furthest);
  }

  /// By target; kNone: no schedule leads there.
  [[nodiscard]] std::vector<std::uint64_t> fewest() const {
    std::vector<std::uint64_t> fewest(sought_.targets(), kNone);
    for (const auto& part : parts_) {
      for (std::size_t target = 0; target < fewest.size(); ++target) {
        fewest[target] = std::min(fewest[target], part[target]);
      }
    }
    return fewest;
  }

 private:
  const FewestStepsWeights& weights_;
  Sought& sought_;
  std::vector<std::vector<std::uint64_t>> parts_;  // by worker, by target
};

/// Keeps the best schedule to each target. Used by find_witnesses().
class WitnessObserver final : public Observer {
 public:
  /// `fewest`, by target, are the fewest steps to it: longer schedules are not taken. `graded`: ranks count
  /// steps, so that all schedules of one length end in one rank.
  WitnessObserver(const ShortestWeights& weights, Sought& sought, std::vector<std::uint64_t> fewest,
                  bool graded)
      : weights_(weights), sought_(sought), fewest_(std::move(fewest)), graded_(graded) {}

  void begin(unsigned workers) override {
    best_.assign(workers, std::vector<std::optional<ShortestWeights::Found>>(sought_.targets()));
    sought_.begin(workers);
  }
  void visit(unsigned worker, const CellView& cell) override {
    auto& best = best_[worker];
    sought_.look(worker, cell, [&](std::size_t target, std::uint32_t state) {
      const std::uint64_t* record = cell.records + std::size_t{state} * cell.weights->record_words;
      const std::uint64_t cost = weights_.cost(*cell.weights, record);
      if (ShortestWeights::steps_of(cost) != fewest_[target]) return;
      std::optional<ShortestWeights::Found>& known = best[target];
      if (known && known->cost < cost) return;
      ShortestWeights::Found found = weights_.best(*cell.weights, record);
      if (!known || found < *known) known = std::move(found);
    });
  }
  [[nodiscard]] bool satisfied() const override { return graded_ && missing() == 0; }

  [[nodiscard]] std::size_t missing() const {
    std::size_t missing = 0;
    for (std::size_t target = 0; target < sought_.targets(); ++target) {
      if (fewest_[target] != FewestStepsObserver::kNone && !best_of(target)) ++missing;
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
  std::vector<std::uint64_t> fewest_;
  bool graded_;
  std::vector<std::vector<std::optional<ShortestWeights::Found>>> best_;  // by worker, by target
};

/// The fewest steps to each target, found by a sweep; `stopped` says if the limits ended it. `most_steps`: no
/// target needs more.
template <Model M>
[[nodiscard]] std::vector<std::uint64_t> fewest_steps_to(const M& model, Sought& sought,
                                                         std::optional<std::uint64_t> most_steps,
                                                         Executor& executor, Limits& limits,
                                                         StopReason& stopped) {
  const FewestStepsWeights weights;
  if (most_steps) weights.leave_out_above(*most_steps);
  FewestStepsObserver observer(weights, sought);
  Observer* const observers[] = {&observer};
  stopped = sweep(model, weights, observers, executor, limits).stopped;
  return observer.fewest();
}

/// Finds the canonical schedule to each target that some reachable state is. A target that is none makes the
/// search as dear as a full sweep, or as one of `most_steps` steps.
///
/// The fewest steps to each target come first (`graded`, from SweepResult: ranks tell them; else a sweep
/// finds them, sooner if `most_steps` are known to be enough). Then schedules with few switches are tried: a
/// target is usually within a handful of them, and few states are.
template <Model M>
[[nodiscard]] Witnesses find_witnesses(const M& model, Sought& sought, bool graded, Executor& executor,
                                       Limits& limits,
                                       std::optional<std::uint64_t> most_steps = std::nullopt) {
  Witnesses witnesses;
  witnesses.schedules.resize(sought.targets());
  if (sought.targets() == 0) return witnesses;
  std::vector<std::uint64_t> fewest;
  if (graded) {
    for (std::size_t target = 0; target < sought.targets(); ++target) {
      fewest.push_back(sought.fewest_steps(target));
    }
  } else {
    fewest = fewest_steps_to(model, sought, most_steps, executor, limits, witnesses.stopped);
  }
  if (witnesses.stopped != StopReason::none) return witnesses;
  std::uint64_t furthest = 0;
  for (const std::uint64_t steps : fewest) {
    if (steps != FewestStepsObserver::kNone) furthest = std::max(furthest, steps);
  }
  const std::uint32_t greatest_steps = furthest < ShortestWeights::kUnbounded
                                           ? static_cast<std::uint32_t>(furthest)
                                           : ShortestWeights::kUnbounded;
  std::uint32_t bound = model.actor_count() + 1;
  std::uint64_t states_before = 0;
  while (true) {
    const ShortestWeights weights(model.actor_count(), model.label_count(), bound, greatest_steps);
    WitnessObserver observer(weights, sought, fewest, graded);
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
