// Counting: the outcomes of all schedules of a model, each with its canonical witness.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "braid/checker/explore/chains.h"
#include "braid/checker/explore/internal_error.h"
#include "braid/checker/explore/sweep.h"
#include "braid/checker/explore/witness.h"
#include "braid/checker/formula/bound_formula.h"
#include "braid/checker/models/answers.h"
#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/state_width.h"
#include "braid/checker/models/system.h"

namespace braid::models {

/// Answers one CountRequest. What outcomes are told apart by is `by`, then whatever else `where` reads.
template <ObservedModel M>
class CountQuestion {
 public:
  CountQuestion(const Trace& trace, const CountRequest& request, const Run& run)
      : request_(request), run_(run), tracked_(tracked_of(request)), model_(trace, tracked_) {
    require_sweepable(trace, model_);
  }

  [[nodiscard]] CountResult answer() {
    count();
    group();
    if (request_.witnesses.value_or(result_.outcomes.size()) > 0) find_witnesses();
    return std::move(result_);
  }

 private:
  /// The outcomes whose witnesses are sought, recognised by their ending states.
  class SoughtOutcomes final : public explore::Sought {
   public:
    SoughtOutcomes(const CountQuestion& question, std::map<explore::OutcomeKey, std::size_t> targets,
                   std::vector<std::uint64_t> fewest_steps)
        : question_(question), targets_(std::move(targets)), fewest_steps_(std::move(fewest_steps)) {}

    [[nodiscard]] std::size_t targets() const override { return fewest_steps_.size(); }
    [[nodiscard]] std::uint64_t fewest_steps(std::size_t target) const override {
      return fewest_steps_[target];
    }
    void begin(unsigned workers) override { groupings_.assign(workers, question_.grouping()); }
    void look(unsigned worker, const explore::CellView& cell,
              const std::function<void(std::size_t, std::uint32_t)>& found) override {
      groupings_[worker].group(cell,
                               [&](const explore::OutcomeKey& key, std::span<const std::uint32_t> states) {
                                 const auto shown = question_.shown(key);
                                 if (!shown) return;
                                 const auto target = targets_.find(*shown);
                                 if (target == targets_.end()) return;
                                 for (const std::uint32_t state : states) found(target->second, state);
                               });
    }

   private:
    const CountQuestion& question_;
    std::map<explore::OutcomeKey, std::size_t> targets_;
    std::vector<std::uint64_t> fewest_steps_;
    std::vector<explore::OutcomeGrouping> groupings_;
  };

  [[nodiscard]] static std::vector<explore::ObservableId> tracked_of(const CountRequest& request) {
    std::vector<explore::ObservableId> tracked = request.by;
    if (!request.where) return tracked;
    for (const explore::ObservableId id : formula::observables_used(*request.where)) {
      if (std::find(tracked.begin(), tracked.end(), id) == tracked.end()) tracked.push_back(id);
    }
    return tracked;
  }

  [[nodiscard]] explore::OutcomeGrouping grouping() const {
    return {
        tracked_,
        [this](explore::ObservableId id, explore::Control control) { return model_.reading(id, control); },
        [this](explore::Control control) { return model_.waiting(control); }};
  }

  /// The key as the request shows it; nothing if `where` leaves it out.
  [[nodiscard]] std::optional<explore::OutcomeKey> shown(const explore::OutcomeKey& key) const {
    if (!request_.where) return key;
    if (key.ending != explore::Ending::final) return std::nullopt;
    const auto get = [&](explore::ObservableId id) {
      const auto at = std::find(tracked_.begin(), tracked_.end(), id) - tracked_.begin();
      return key.values[static_cast<std::size_t>(at)];
    };
    const bool decided = formula::deciding_instance(*request_.where, get) < request_.where->instances.size();
    if (decided != formula::decided_by_truth(request_.where->kind)) return std::nullopt;
    explore::OutcomeKey shown = key;
    shown.values.resize(request_.by.size());
    return shown;
  }

  void count() {
    const auto lengths = model_.chain_lengths();
    std::size_t moduli = 1;
    if (request_.probability && lengths)
      moduli = explore::CountWeights::moduli_for(explore::chain_denominator(*lengths));
    sweep(moduli);
    if (request_.probability && result_.sweep.complete()) {
      // Without chains, the first sweep tells how many moduli the second needs.
      denominator_ = weights_->denominator(exponents_);
      const std::size_t needed = explore::CountWeights::moduli_for(denominator_);
      if (needed > moduli) {
        if (lengths) throw explore::InternalError("a denominator is greater than the chains allow");
        sweep(needed);
      }
    }
    if (result_.sweep.complete()) check(lengths);
  }

  void sweep(std::size_t moduli) {
    weights_.emplace(moduli, std::max(model_.actor_count(), model_.label_count()));
    const explore::OutcomeGrouping prototype = grouping();
    explore::OutcomeCollector collector(*weights_, prototype);
    std::vector<explore::Observer*> observers = {&collector};
    if (run_.progress != nullptr) observers.push_back(run_.progress);
    if (run_.archive != nullptr) observers.push_back(run_.archive);
    result_.sweep = explore::sweep(model_, *weights_, observers, run_.executor, run_.limits);
    table_ = collector.take_table();
    exponents_ = collector.exponents();
  }

  /// Every count checks itself: all probability arrives, and where every schedule runs through, their number
  /// is that of the interleavings.
  void check(const std::optional<std::vector<std::uint64_t>>& lengths) const {
    explore::BigInteger schedules = 0;
    for (const auto& [key, weight] : table_) schedules += weight.schedules;
    for (std::size_t k = 0; k < weights_->moduli().size(); ++k) {
      std::uint64_t mass = 0;
      for (const auto& [key, weight] : table_) mass = weights_->moduli()[k].add(mass, weight.masses[k]);
      if (mass != 1) throw explore::InternalError("the outcomes' probabilities do not add up to 1");
    }
    if (lengths && !result_.sweep.conditional && schedules != explore::multinomial(*lengths)) {
      throw explore::InternalError("the outcomes' schedules do not add up to the number of interleavings");
    }
  }

  void group() {
    std::map<explore::OutcomeKey, explore::OutcomeWeight> rows;
    if (!request_.where) {
      rows = std::move(table_);
    } else {
      for (auto& [key, weight] : table_) {
        const auto row_key = shown(key);
        if (!row_key) {
          result_.left_out += weight.schedules;
          continue;
        }
        add(rows, *row_key, weight);
      }
    }
    std::vector<std::map<explore::OutcomeKey, explore::OutcomeWeight>::iterator> order;
    for (auto row = rows.begin(); row != rows.end(); ++row) order.push_back(row);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a->second.schedules > b->second.schedules; });
    for (const auto& row : order) {
      result_.schedules += row->second.schedules;
      Outcome outcome;
      outcome.key = row->first;
      outcome.schedules = std::move(row->second.schedules);
      if (request_.probability && result_.sweep.complete()) {
        outcome.probability = weights_->fraction(row->second.masses, denominator_);
      }
      first_ranks_.push_back(row->second.first_rank);
      result_.outcomes.push_back(std::move(outcome));
    }
  }

  void add(std::map<explore::OutcomeKey, explore::OutcomeWeight>& rows, const explore::OutcomeKey& key,
           const explore::OutcomeWeight& weight) const {
    const auto [row, fresh] = rows.try_emplace(key, weight);
    if (fresh) return;
    explore::OutcomeWeight& sum = row->second;
    sum.schedules += weight.schedules;
    sum.first_rank = std::min(sum.first_rank, weight.first_rank);
    for (std::size_t k = 0; k < sum.masses.size(); ++k) {
      sum.masses[k] = weights_->moduli()[k].add(sum.masses[k], weight.masses[k]);
    }
  }

  void find_witnesses() {
    if (run_.limits.stopped() != explore::StopReason::none) {
      result_.witnesses_stopped = run_.limits.stopped();
      return;
    }
    const std::size_t wanted =
        std::min(request_.witnesses.value_or(result_.outcomes.size()), result_.outcomes.size());
    std::map<explore::OutcomeKey, std::size_t> targets;
    std::vector<std::uint64_t> fewest_steps;
    const explore::Rank first = model_.initial().rank;
    for (std::size_t row = 0; row < wanted; ++row) {
      targets.emplace(result_.outcomes[row].key, row);
      fewest_steps.push_back(static_cast<std::uint64_t>(first_ranks_[row] - first));
    }
    SoughtOutcomes sought(*this, std::move(targets), std::move(fewest_steps));
    explore::Witnesses witnesses =
        explore::find_witnesses(model_, sought, result_.sweep.graded, run_.executor, run_.limits);
    result_.witnesses_stopped = witnesses.stopped;
    for (std::size_t row = 0; row < wanted; ++row)
      result_.outcomes[row].witness = std::move(witnesses.schedules[row]);
  }

  const CountRequest& request_;
  const Run& run_;
  std::vector<explore::ObservableId> tracked_;
  M model_;
  std::optional<explore::CountWeights> weights_;
  explore::OutcomeTable table_;
  std::vector<std::uint32_t> exponents_;
  explore::BigInteger denominator_ = 1;
  std::vector<explore::Rank> first_ranks_;  // by row
  CountResult result_;
};

template <ObservedModel M>
CountResult answer_count(const Trace& trace, const CountRequest& request, const Run& run) {
  return CountQuestion<M>(trace, request, run).answer();
}

}  // namespace braid::models
