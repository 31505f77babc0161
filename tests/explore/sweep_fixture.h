// What the tests of the sweep share: running it over a model, and looking at the states it shows.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/count_weights.h"
#include "braid/checker/explore/outcomes.h"
#include "braid/checker/explore/sweep.h"
#include "toy_sweeps.h"

namespace braid::explore {

/// A state as a value: positions, rank, words (without zero words at the end).
struct SeenState {
  std::vector<Position> positions;
  Rank rank = 0;
  std::vector<std::uint64_t> words;
  friend auto operator<=>(const SeenState&, const SeenState&) = default;
};

inline SeenState seen_state(const Control& control, std::span<const std::uint64_t> words) {
  SeenState state{
      {control.positions.begin(), control.positions.end()}, control.rank, {words.begin(), words.end()}};
  while (!state.words.empty() && state.words.back() == 0) state.words.pop_back();
  return state;
}

/// Remembers every state with its record, and how often it was shown.
class StateCollector final : public Observer {
 public:
  struct Seen {
    int times = 0;
    std::vector<std::uint64_t> record;
    std::uint32_t choices = 0;
    friend bool operator==(const Seen&, const Seen&) = default;
  };

  void visit(unsigned, const CellView& cell) override {
    const std::lock_guard lock(mutex_);
    const std::size_t record_words = cell.weights->record_words;
    for (std::size_t i = 0; i < cell.count; ++i) {
      Seen& seen = states_[seen_state(cell.control, {cell.states + i * cell.stride, cell.stride})];
      ++seen.times;
      seen.record.assign(cell.records + i * record_words, cell.records + (i + 1) * record_words);
      seen.choices = cell.choices_of(i);
    }
  }
  void rank_done(const RankSummary& summary) override { ranks_.push_back(summary); }

  [[nodiscard]] const std::map<SeenState, Seen>& states() const { return states_; }
  [[nodiscard]] const std::vector<RankSummary>& ranks() const { return ranks_; }

 private:
  std::mutex mutex_;
  std::map<SeenState, Seen> states_;
  std::vector<RankSummary> ranks_;
};

/// An observer that calls a function for each cell.
class OnVisit final : public Observer {
 public:
  explicit OnVisit(std::function<void(const CellView&)> call) : call_(std::move(call)) {}
  void visit(unsigned, const CellView& cell) override { call_(cell); }

 private:
  std::function<void(const CellView&)> call_;
};

template <Model M>
SweepResult sweep_with(const M& model, const Weights& weights, std::vector<Observer*> observers,
                       unsigned threads = 1) {
  Executor executor(threads, 0);
  Limits limits;
  return sweep(model, weights, observers, executor, limits);
}

/// How many moduli and choices are enough for any model of the tests.
inline constexpr std::uint32_t kChoices = 64;

template <class M>
OutcomeGrouping grouping_of(const M& model) {
  return {model.observables(),
          [&model](ObservableId id, Control control) { return model.reading(id, control); },
          [&model](Control control) { return model.waiting(control); }};
}

}  // namespace braid::explore
