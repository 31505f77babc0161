// The engine's answer to a question: sweeps with counts and probabilities, and the search for canonical
// schedules.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "archived_outcomes.h"
#include "braid/checker/explore/archive.h"
#include "braid/checker/explore/count_weights.h"
#include "braid/checker/explore/executor.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/outcomes.h"
#include "braid/checker/explore/sweep.h"
#include "braid/checker/explore/witness.h"
#include "exploration.h"
#include "question.h"

namespace braid::oracle {

/// Calls `visit(state number, WideState)` for each state of a cell.
template <class Visit>
void for_each_state(const explore::CellView& cell, explore::WideState& scratch, Visit&& visit) {
  for (std::size_t i = 0; i < cell.count; ++i) {
    scratch.words.assign(cell.states + i * cell.stride, cell.states + (i + 1) * cell.stride);
    visit(static_cast<std::uint32_t>(i), scratch);
  }
}

/// Notes, for each predicate, the least rank at which it is true of a state.
template <explore::Model M>
class FirstRanks final : public explore::Observer {
 public:
  explicit FirstRanks(const Question<M>& question) : question_(question) {}

  void begin(unsigned workers) override {
    parts_.assign(workers, Part{std::vector<First>(question_.predicates.size()), {}});
  }
  void visit(unsigned worker, const explore::CellView& cell) override {
    if (question_.predicates.empty()) return;
    Part& part = parts_[worker];
    for_each_state(cell, part.scratch, [&](std::uint32_t, const explore::WideState& state) {
      for (std::size_t i = 0; i < part.first.size(); ++i) {
        if (!part.first[i] && question_.predicates[i](cell.control, state)) part.first[i] = cell.control.rank;
      }
    });
  }
  [[nodiscard]] std::optional<explore::Rank> of(std::size_t predicate) const {
    std::optional<explore::Rank> first;
    for (const Part& part : parts_) {
      const First& found = part.first[predicate];
      if (found && (!first || *found < *first)) first = found;
    }
    return first;
  }

 private:
  using First = std::optional<explore::Rank>;
  struct Part {
    std::vector<First> first;
    explore::WideState scratch;
  };
  const Question<M>& question_;
  std::vector<Part> parts_;
};

/// The outcomes, and then the predicates that some state fulfils.
template <explore::Model M>
class SoughtStates final : public explore::Sought {
 public:
  struct Target {
    std::uint64_t fewest_steps = 0;
    std::optional<std::size_t> predicate;  // else it is an outcome
  };

  explicit SoughtStates(const Question<M>& question) : question_(question) {}

  void add_outcome(const explore::OutcomeKey& key, std::uint64_t fewest_steps) {
    outcomes_.emplace(key, targets_.size());
    targets_.push_back({fewest_steps, std::nullopt});
  }
  void add_predicate(std::size_t predicate, std::uint64_t fewest_steps) {
    targets_.push_back({fewest_steps, predicate});
  }

  [[nodiscard]] std::size_t targets() const override { return targets_.size(); }
  [[nodiscard]] std::uint64_t fewest_steps(std::size_t target) const override {
    return targets_[target].fewest_steps;
  }
  void begin(unsigned workers) override { parts_.assign(workers, Part{question_.grouping(), {}}); }
  void look(unsigned worker, const explore::CellView& cell,
            const std::function<void(std::size_t, std::uint32_t)>& found) override {
    Part& part = parts_[worker];
    part.grouping.group(cell, [&](const explore::OutcomeKey& key, std::span<const std::uint32_t> states) {
      for (const std::uint32_t state : states) found(outcomes_.at(key), state);
    });
    if (outcomes_.size() == targets_.size()) return;
    for_each_state(cell, part.scratch, [&](std::uint32_t number, const explore::WideState& state) {
      for (std::size_t target = outcomes_.size(); target < targets_.size(); ++target) {
        if (question_.predicates[*targets_[target].predicate](cell.control, state)) found(target, number);
      }
    });
  }

 private:
  struct Part {
    explore::OutcomeGrouping grouping;
    explore::WideState scratch;
  };
  const Question<M>& question_;
  std::map<explore::OutcomeKey, std::size_t> outcomes_;
  std::vector<Target> targets_;
  std::vector<Part> parts_;
};

template <explore::Model M>
class EngineRun {
 public:
  EngineRun(const Question<M>& question, explore::Executor& executor, explore::Archive* archive)
      : question_(question), executor_(executor), archive_(archive) {}

  [[nodiscard]] Exploration explore() {
    // The first sweep tells how many moduli the probabilities need.
    count(1, nullptr);
    const std::size_t moduli = explore::CountWeights::moduli_for(denominator_);
    if (moduli > 1 || archive_ != nullptr) count(moduli, archive_);
    find_schedules();
    return std::move(exploration_);
  }

 private:
  static void require(bool truth, const char* what) {
    if (!truth) throw std::logic_error(what);
  }

  void count(std::size_t moduli, explore::Archive* archive) {
    const std::uint32_t choices = std::max(question_.model.actor_count(), question_.model.label_count());
    const explore::CountWeights weights(moduli, choices);
    explore::OutcomeCollector outcomes(weights, question_.grouping());
    FirstRanks<M> first_ranks(question_);
    std::vector<explore::Observer*> observers = {&outcomes, &first_ranks};
    if (archive != nullptr) observers.push_back(archive);
    explore::Limits limits;
    result_ = explore::sweep(question_.model, weights, observers, executor_, limits);
    require(result_.complete(), "the sweep did not finish");
    table_ = outcomes.take_table();
    denominator_ = weights.denominator(outcomes.exponents());
    if (archive != nullptr) {
      require(archived_states(*archive) == result_.states, "the archive holds another number of states");
      require(same(archived_outcomes(question_, *archive, weights), table_),
              "the archive holds other outcomes");
    }
    check_mass(weights);
    first_ranks_.clear();
    for (std::size_t i = 0; i < question_.predicates.size(); ++i) first_ranks_.push_back(first_ranks.of(i));
    exploration_ = {};
    exploration_.states = result_.states;
    exploration_.transitions = result_.transitions;
    for (const auto& [key, weight] : table_) {
      FoundOutcome& found = exploration_.outcomes[name_of(key)];
      found.schedules = weight.schedules;
      if (moduli >= explore::CountWeights::moduli_for(denominator_)) {
        found.probability = weights.fraction(weight.masses, denominator_);
      }
    }
    require(exploration_.outcomes.size() == table_.size(), "two outcomes have one name");
  }

  void check_mass(const explore::CountWeights& weights) const {
    for (std::size_t k = 0; k < weights.moduli().size(); ++k) {
      std::uint64_t mass = 0;
      for (const auto& [key, weight] : table_) mass = weights.moduli()[k].add(mass, weight.masses[k]);
      require(mass == 1, "the probability mass is not 1");
    }
  }

  [[nodiscard]] OutcomeName name_of(const explore::OutcomeKey& key) const {
    OutcomeName name{key.ending, {}, key.waiting};
    for (std::size_t i = 0; i < key.values.size(); ++i) {
      name.values.push_back(question_.show(question_.tracked[i], key.values[i]));
    }
    return name;
  }

  void find_schedules() {
    SoughtStates<M> sought(question_);
    const explore::Rank initial = question_.model.initial().rank;
    for (const auto& [key, weight] : table_) {
      sought.add_outcome(key, static_cast<std::uint64_t>(weight.first_rank - initial));
    }
    for (std::size_t i = 0; i < first_ranks_.size(); ++i) {
      if (first_ranks_[i]) sought.add_predicate(i, static_cast<std::uint64_t>(*first_ranks_[i] - initial));
    }
    explore::Limits limits;
    explore::Witnesses witnesses =
        explore::find_witnesses(question_.model, sought, result_.graded, executor_, limits);
    require(witnesses.stopped == explore::StopReason::none, "the search for witnesses did not finish");
    std::size_t target = 0;
    for (const auto& [key, weight] : table_) {
      require(witnesses.schedules[target].has_value(), "an outcome has no witness");
      exploration_.outcomes[name_of(key)].witness = *witnesses.schedules[target++];
    }
    for (const auto& first : first_ranks_) {
      exploration_.counterexamples.push_back(first ? witnesses.schedules[target++] : std::nullopt);
    }
  }

  const Question<M>& question_;
  explore::Executor& executor_;
  explore::Archive* archive_;
  explore::SweepResult result_;
  explore::OutcomeTable table_;
  explore::BigInteger denominator_ = 1;
  std::vector<std::optional<explore::Rank>> first_ranks_;  // by predicate
  Exploration exploration_;
};

/// What the engine finds. If an archive is given, the counting sweep is archived, and the archive must hold
/// the same states and outcomes. Throws std::logic_error where the engine contradicts itself.
template <explore::Model M>
[[nodiscard]] Exploration explore_with_engine(const Question<M>& question, explore::Executor& executor,
                                              explore::Archive* archive = nullptr) {
  return EngineRun<M>(question, executor, archive).explore();
}

}  // namespace braid::oracle
