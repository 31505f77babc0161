// A System for any observed model. What a model's questions compile to is large: answers.h says where it
// goes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/chains.h"
#include "braid/checker/models/answers.h"
#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/replay_question.h"
#include "braid/checker/models/system.h"
#include "braid/checker/models/walk_of.h"
#include "braid/tracer/diagnostic.h"

namespace braid::models {

template <ObservedModel M>
class SystemOf final : public System {
 public:
  /// `outcome` names the observables of the default outcome.
  SystemOf(Trace trace, std::string granularity,
           std::vector<explore::ObservableId> (*outcome)(const explore::Signature&))
      : trace_(std::move(trace)),
        granularity_(std::move(granularity)),
        signature_(M::signature(trace_)),
        outcome_(outcome(signature_)),
        model_(trace_, {}) {}

  [[nodiscard]] const Trace& trace() const override { return trace_; }
  [[nodiscard]] std::string_view granularity() const override { return granularity_; }
  [[nodiscard]] const explore::Signature& signature() const override { return signature_; }
  [[nodiscard]] std::vector<explore::ObservableId> default_outcome() const override { return outcome_; }
  [[nodiscard]] std::uint32_t label_count() const override { return model_.label_count(); }
  [[nodiscard]] std::uint32_t actor_of(std::uint32_t label) const override { return model_.actor_of(label); }
  [[nodiscard]] std::string actor_name(std::uint32_t actor) const override {
    return model_.actor_name(actor);
  }

  [[nodiscard]] std::optional<Forecast> forecast() const override {
    const auto lengths = model_.chain_lengths();
    if (!lengths) return std::nullopt;
    Forecast forecast;
    forecast.cells = explore::position_combinations(*lengths);
    // Listing the ranks, or all digits of the count, of what nobody can explore would take longer than to
    // refuse it.
    constexpr double kExplorable = 1e11;
    const bool alone = lengths->size() <= 1;
    if (forecast.cells > kExplorable) {
      const std::uint64_t sum = std::accumulate(lengths->begin(), lengths->end(), std::uint64_t{0});
      forecast.widest_rank_cells = forecast.cells / static_cast<double>(sum + 1);
      return forecast;
    }
    forecast.schedules = explore::multinomial(*lengths);
    forecast.widest_rank_cells = 1;
    if (alone) return forecast;
    forecast.cells_by_rank = explore::combinations_by_sum(*lengths);
    for (const double cells : forecast.cells_by_rank) {
      forecast.widest_rank_cells = std::max(forecast.widest_rank_cells, cells);
    }
    return forecast;
  }

  [[nodiscard]] CountResult count(const CountRequest& request, const Run& run) const override {
    return answer_count<M>(trace_, request, run);
  }
  [[nodiscard]] CheckResult check(const CheckRequest& request, const Run& run) const override {
    return answer_check<M>(trace_, request, run);
  }
  [[nodiscard]] HistoryResult check_histories(const HistoryRequest& request, const Run& run) const override {
    if constexpr (kHasHistories<M>) {
      return answer_histories<M>(trace_, request, run);
    } else {
      throw InputError(trace_.source, trace_.system_position,
                       "the system has no histories of reads and writes of files", "a file system",
                       trace_.text);
    }
  }
  [[nodiscard]] PriceResult prices(const EventPrice& price, const Run& run) const override {
    return answer_prices<M>(trace_, price, run);
  }
  [[nodiscard]] std::unique_ptr<Walk> walk() const override { return std::make_unique<WalkOf<M>>(trace_); }
  [[nodiscard]] Replay replay(const explore::Schedule& schedule) const override {
    return replay_schedule<M>(trace_, signature_, schedule);
  }
  [[nodiscard]] std::optional<explore::Schedule> only_schedule() const override {
    explore::Schedule schedule;
    Walker<M> walker(model_);
    for (auto enabled = walker.enabled(); !enabled.empty(); enabled = walker.enabled()) {
      if (enabled.size() > 1) return std::nullopt;
      walker.take(enabled.front());
      schedule.push_back(enabled.front().label);
    }
    return schedule;
  }

 private:
  Trace trace_;
  std::string granularity_;
  explore::Signature signature_;
  std::vector<explore::ObservableId> outcome_;
  M model_;
};

}  // namespace braid::models
