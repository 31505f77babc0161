// Any model of the explorer as a system for the oracles: one state at a time, without a sweep.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/model.h"
#include "question.h"
#include "schedule_enumerator.h"

namespace braid::oracle {

/// Takes a model's steps as its concept defines them, and checks on the way what the concept demands: labels
/// rise, an unguarded step can be taken, ranks grow, equal states have equal ranks.
template <explore::Model M>
class ModelSystem {
 public:
  struct State {
    explore::OwnedControl control;
    explore::WideState data;
  };

  explicit ModelSystem(const Question<M>& question) : question_(question), model_(question.model) {}

  [[nodiscard]] State initial() const {
    State state{model_.initial(), {std::vector<std::uint64_t>(model_.layout().words(), 0)}};
    model_.initialize(state.data);
    return state;
  }

  [[nodiscard]] std::vector<Successor<State>> successors(const State& state) const {
    std::vector<Successor<State>> successors;
    std::int64_t last_label = -1;
    model_.steps(state.control.view(), [&](const typename M::Step& step) {
      require(step.label > last_label, "labels do not rise");
      last_label = step.label;
      State next = state;
      explore::Branch branch = explore::kDisabled;
      model_.template with_kernel<explore::WideState>(step,
                                                      [&](auto&& kernel) { branch = kernel(next.data); });
      if (branch == explore::kDisabled) {
        require(step.guarded, "a step without guard is disabled");
        return;
      }
      require(branch >= 0 && branch < static_cast<explore::Branch>(step.branches), "no such branch");
      next.control.rank = model_.target(state.control.view(), step, branch, next.control.positions);
      require(next.control.rank > state.control.rank, "a rank does not grow");
      successors.push_back({step.actor, step.label, std::move(next)});
    });
    return successors;
  }

  [[nodiscard]] std::string key(const State& state) const {
    std::string key;
    const auto append = [&](const auto& numbers) {
      key.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(numbers[0]));
    };
    append(state.control.positions);
    append(state.data.words);
    const auto [known, fresh] = ranks_.try_emplace(key, state.control.rank);
    require(known->second == state.control.rank, "equal states have different ranks");
    return key;
  }

  [[nodiscard]] std::int64_t rank(const State& state) const { return state.control.rank; }

  [[nodiscard]] OutcomeName outcome(const State& state) const {
    const explore::Control control = state.control.view();
    OutcomeName name;
    name.ending = model_.ending(control);
    if (name.ending == Ending::blocked) name.waiting = question_.waiting(control);
    if (name.ending != Ending::final) return name;
    for (const explore::ObservableId id : question_.tracked) {
      name.values.push_back(question_.show(id, question_.read(id, control).value(state.data)));
    }
    return name;
  }

  [[nodiscard]] std::size_t predicate_count() const { return question_.predicates.size(); }
  [[nodiscard]] std::uint32_t violations(const State& state) const {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < question_.predicates.size(); ++i) {
      if (question_.predicates[i](state.control.view(), state.data)) bits |= 1U << i;
    }
    return bits;
  }

 private:
  static void require(bool truth, const char* what) {
    if (!truth) throw std::logic_error(what);
  }

  const Question<M>& question_;
  const M& model_;
  mutable std::map<std::string, explore::Rank> ranks_;
};

}  // namespace braid::oracle
