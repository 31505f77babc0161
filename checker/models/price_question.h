// The cheapest and the dearest schedule of a model whose events have prices.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "braid/checker/explore/price_weights.h"
#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/answers.h"
#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/state_width.h"
#include "braid/checker/models/system.h"

namespace braid::models {

/// Keeps the best schedule that runs to its end.
class PriceObserver final : public explore::Observer {
 public:
  explicit PriceObserver(const explore::PriceWeights& weights) : weights_(weights) {}

  void begin(unsigned workers) override { best_.assign(workers, std::nullopt); }
  void visit(unsigned worker, const explore::CellView& cell) override {
    if (cell.ending != explore::Ending::final) return;
    for (std::size_t state = 0; state < cell.count; ++state) {
      if (cell.choices_of(state) != 0) continue;
      auto found = weights_.best(*cell.weights, cell.records + state * cell.weights->record_words);
      keep(best_[worker], std::move(found));
    }
  }

  /// Nothing where no schedule runs to its end.
  [[nodiscard]] std::optional<PricedSchedule> best() const {
    std::optional<explore::PriceWeights::Found> best;
    for (const auto& part : best_)
      if (part) keep(best, *part);
    if (!best) return std::nullopt;
    return PricedSchedule{best->price, std::move(best->schedule)};
  }

 private:
  void keep(std::optional<explore::PriceWeights::Found>& best, explore::PriceWeights::Found found) const {
    if (!best || weights_.better(found, *best)) best = std::move(found);
  }

  const explore::PriceWeights& weights_;
  std::vector<std::optional<explore::PriceWeights::Found>> best_;  // by worker
};

template <ObservedModel M>
[[nodiscard]] PriceResult answer_prices(const Trace& trace, const EventPrice& price, const Run& run) {
  const M model(trace, {});
  require_sweepable(trace, model);
  const explore::EdgePrice price_of = [&](const explore::WeightEdge& edge) {
    std::uint64_t sum = 0;
    const auto& step = static_cast<const typename M::Step&>(*edge.step);
    for (const explore::EventInstance& event : model.events(edge.from, step, edge.branch))
      sum += price(event);
    return sum;
  };
  PriceResult result;
  const auto seek = [&](explore::PriceWeights::Sought sought) {
    const explore::PriceWeights weights(model.actor_count(), model.label_count(), price_of, sought);
    PriceObserver observer(weights);
    std::vector<explore::Observer*> observers = {&observer};
    if (run.progress != nullptr) observers.push_back(run.progress);
    result.sweep = explore::sweep(model, weights, observers, run.executor, run.limits);
    return observer.best();
  };
  result.cheapest = seek(explore::PriceWeights::Sought::cheapest);
  if (result.sweep.complete()) result.dearest = seek(explore::PriceWeights::Sought::dearest);
  return result;
}

}  // namespace braid::models
