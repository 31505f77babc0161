// A sweep of a model with one actor: one schedule, one state at a time, however wide the states are.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observer.h"
#include "braid/checker/explore/sweep_result.h"
#include "braid/checker/explore/weights.h"

namespace braid::explore {

/// Does what sweep() does, in place, for a model whose controls list at most one step, never a guarded one;
/// InternalError otherwise.
template <Model M>
SweepResult walk(const M& model, const Weights& weights, std::span<Observer* const> observers,
                 Limits& limits) {
  SweepResult result;
  OwnedControl control = model.initial();
  std::vector<Position> positions(control.positions.size());
  WideState state{std::vector<std::uint64_t>(model.layout().words(), 0)};
  model.initialize(state);
  CellWeights cell;
  weights.open_initial(cell);
  std::vector<std::uint64_t> record(cell.record_words, 0);
  weights.initial(cell, record.data());
  for (Observer* observer : observers) observer->begin(1);
  while (true) {
    std::optional<typename M::Step> next;
    model.steps(control.view(), [&](const typename M::Step& step) {
      result.conditional = result.conditional || step.guarded || step.branches > 1;
      if (next) throw InternalError("a walk has come to a state with two steps");
      next = step;
    });
    CellView view;
    view.control = control.view();
    view.ending = model.ending(control.view());
    view.states = state.words.data();
    view.stride = state.words.size();
    view.count = 1;
    view.weights = &cell;
    view.records = record.data();
    Branch branch = kDisabled;
    view.uniform_choices = next ? 1 : 0;
    weights.close(cell, nullptr, view.uniform_choices, 1, record.data());
    for (Observer* observer : observers) observer->visit(0, view);
    ++result.states;
    ++result.cells;
    result.widest_rank = 1;
    result.rank = control.rank;
    const RankSummary summary{control.rank, 1, 1, result.cells, result.states, result.transitions};
    for (Observer* observer : observers) observer->rank_done(summary);
    if (!next) return result;
    if (!observers.empty() && std::all_of(observers.begin(), observers.end(),
                                          [](const Observer* observer) { return observer->satisfied(); })) {
      result.stopped = StopReason::satisfied;
      return result;
    }
    if (result.states % 256 == 0) limits.poll();
    if (limits.stopped() != StopReason::none) {
      result.stopped = limits.stopped();
      return result;
    }
    model.template with_kernel<WideState>(*next, [&](auto&& kernel) { branch = kernel(state); });
    if (branch == kDisabled) throw InternalError("a walk has come to a guarded step");
    const Rank rank = model.target(control.view(), *next, branch, positions);
    result.graded = result.graded && rank == control.rank + 1;
    ++result.transitions;
    limits.account_steps(1);
    CellWeights onward;
    onward.greatest_steps = cell.greatest_steps + 1;
    weights.open(onward, {{&cell, 1}});
    std::vector<std::uint64_t> onward_record(onward.record_words, 0);
    const std::uint32_t number = 0;
    weights.merge({next->actor, next->label, &cell, &onward}, record.data(), nullptr, nullptr, 1,
                  onward_record.data(), &number);
    cell = std::move(onward);
    record = std::move(onward_record);
    control.positions.swap(positions);
    control.rank = rank;
  }
}

}  // namespace braid::explore
