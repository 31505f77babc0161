// A model with fewer states that decides the same claims: one state stands for all that symmetries make of
// it, and steps that nothing depends on are taken at once.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "braid/checker/formula/bound_formula.h"
#include "braid/checker/models/instrumented.h"
#include "braid/checker/models/reduction/reducible_model.h"
#include "braid/checker/models/reduction/state_permutation.h"

namespace braid::models {

/// Of an instrumented model, the part that decides which claims of `properties` some state decides, whether a
/// step fails and whether actors wait for ever. The states that it visits are states of the model; the
/// lengths of schedules are not kept.
///
/// Symmetries. Of all states that the symmetries make of one, the least is visited: least positions first,
/// then least data. Only symmetries that fix the properties are used.
///
/// Partial order. Where a step is independent of all others (reducible_model.h) and changes nothing that the
/// properties read or remember, it is the only one taken. Ranks grow along steps, so that no step is put off
/// for ever.
template <ReducibleModel M>
class Reduced {
 public:
  using Model = Instrumented<M>;
  static constexpr bool kFewWidths = explore::kFewWidths<Model>;

  struct Step : Model::Step {
    /// By branch: the permutations that lead to the least positions; empty: the identity alone. Null: it does
    /// for all branches.
    std::shared_ptr<const std::vector<std::vector<const StatePermutation*>>> permutations;
    /// Words and bits: where one of them is set, other steps come first. Null: nowhere.
    std::shared_ptr<const std::vector<std::pair<std::uint32_t, std::uint64_t>>> unless;
  };

  /// `model` and `properties` are borrowed; `signature` is what the properties are bound to.
  Reduced(const Model& model, const explore::Signature& signature,
          std::span<const formula::BoundProperty> properties)
      : model_(model) {
    for (const formula::BoundProperty& property : properties) {
      const auto of_property = formula::observables_used(property);
      used_.insert(used_.end(), of_property.begin(), of_property.end());
    }
    std::sort(used_.begin(), used_.end());
    used_.erase(std::unique(used_.begin(), used_.end()), used_.end());
    std::erase_if(used_, [&](explore::ObservableId id) { return model.remembered_field(id).has_value(); });
    find_symmetries(signature, properties);
  }

  /// How many symmetries are used; 1: none but the identity.
  [[nodiscard]] std::size_t symmetries() const { return permutations_.size(); }
  /// Whether some step may have been left out so far. Thread-safe.
  [[nodiscard]] bool left_out() const { return left_out_.load(std::memory_order_relaxed); }

  [[nodiscard]] std::uint32_t actor_count() const { return model_.actor_count(); }
  [[nodiscard]] std::uint32_t label_count() const { return model_.label_count(); }
  [[nodiscard]] const explore::Layout& layout() const { return model_.layout(); }
  [[nodiscard]] explore::OwnedControl initial() const { return model_.initial(); }
  template <class S>
  void initialize(S& state) const {
    model_.initialize(state);
  }
  [[nodiscard]] explore::Ending ending(explore::Control control) const { return model_.ending(control); }
  [[nodiscard]] std::string label_name(std::uint32_t label) const { return model_.label_name(label); }

  template <class Sink>
  void steps(explore::Control control, Sink&& sink) const {
    std::vector<Step> all;
    model_.steps(control, [&](const typename Model::Step& inner) {
      Step step;
      static_cast<typename Model::Step&>(step) = inner;
      all.push_back(std::move(step));
    });
    choose(control, all);
    for (Step& step : all) {
      if (permutations_.size() > 1) find_permutations(control, step);
      sink(std::as_const(step));
    }
  }

  /// Kernels of all steps are called through one type, so that the sweep is compiled for one.
  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    model_.template with_kernel<S>(step, [&](auto&& inner) {
      using Inner = std::remove_reference_t<decltype(inner)>;
      const Kernel<S> kernel{
          &step, &inner, [](void* of_model, S& state) { return (*static_cast<Inner*>(of_model))(state); }};
      batch(kernel);
    });
  }

  [[nodiscard]] explore::Rank target(explore::Control control, const Step& step, explore::Branch branch,
                                     std::span<explore::Position> positions) const {
    const explore::Rank rank = model_.target(control, step, branch, positions);
    if (step.permutations != nullptr) {
      const auto& permutations = (*step.permutations)[static_cast<std::size_t>(branch)];
      if (!permutations.empty()) permutations.front()->permute(positions);
    }
    return rank;
  }

 private:
  template <class S>
  struct Kernel {
    const Step* step;
    void* inner;
    explore::Branch (*take)(void*, S&);

    explore::Branch operator()(S& state) const {
      if (step->unless != nullptr) {
        for (const auto& [word, bits] : *step->unless) {
          if ((state.words[word] & bits) != 0) return explore::kDisabled;
        }
      }
      const explore::Branch branch = take(inner, state);
      if (branch != explore::kDisabled && step->permutations != nullptr)
        make_least((*step->permutations)[static_cast<std::size_t>(branch)], state);
      return branch;
    }
  };

  /// Beyond, the search for the least state costs more than fewer states save.
  static constexpr std::size_t kMostSymmetries = 720;

  void find_symmetries(const explore::Signature& signature,
                       std::span<const formula::BoundProperty> properties) {
    for (Symmetry& symmetry : model_.model().symmetries(kMostSymmetries)) {
      const auto observables = permuted_observables(symmetry, properties);
      if (!fixes(symmetry, observables, signature, properties)) continue;
      for (explore::ObservableId id = 0; id < observables.size(); ++id) {
        const auto from = model_.remembered_field(id);
        const auto to = model_.remembered_field(observables[id]);
        const explore::Observable& observable = signature.observables[id];
        const bool content = observable.type == explore::ValueType::content;
        if (from && to) symmetry.moves.push_back({*from, *to, content, observable.least});
      }
      permutations_.push_back(std::make_unique<StatePermutation>(symmetry));
    }
  }

  /// Whether the step may be taken before all others; if so, where it is enabled.
  [[nodiscard]] std::optional<explore::Field> first(explore::Control control, const Step& step) const {
    if (step.updates != nullptr) return std::nullopt;
    const auto field = model_.model().independent(control, step);
    if (!field) return std::nullopt;
    const bool visible = std::any_of(used_.begin(), used_.end(), [&](explore::ObservableId id) {
      return model_.model().changes(control, step, id);
    });
    if (visible) return std::nullopt;
    return field;
  }

  /// Leaves of the steps those that need to be taken.
  void choose(explore::Control control, std::vector<Step>& all) const {
    if (all.size() < 2) return;
    std::vector<std::optional<explore::Field>> enabled;
    for (Step& step : all) {
      enabled.push_back(first(control, step));
      if (!enabled.back() || enabled.back()->width != 0) continue;
      Step only = std::move(step);
      all.assign(1, std::move(only));
      left_out_.store(true, std::memory_order_relaxed);
      return;
    }
    std::vector<std::pair<std::uint32_t, std::uint64_t>> bits;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!enabled[i]) continue;
      if (!bits.empty()) put_off(all[i], bits);
      bits.emplace_back(enabled[i]->word, enabled[i]->mask() << enabled[i]->shift);
    }
    if (bits.empty()) return;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!enabled[i]) put_off(all[i], bits);
    }
    left_out_.store(true, std::memory_order_relaxed);
  }

  static void put_off(Step& step, const std::vector<std::pair<std::uint32_t, std::uint64_t>>& bits) {
    step.unless = std::make_shared<const std::vector<std::pair<std::uint32_t, std::uint64_t>>>(bits);
    step.guarded = true;
  }

  void find_permutations(explore::Control control, Step& step) const {
    std::shared_ptr<std::vector<std::vector<const StatePermutation*>>> found;
    std::vector<explore::Position> positions(control.positions.size());
    std::vector<const StatePermutation*> least;
    for (std::uint32_t branch = 0; branch < step.branches; ++branch) {
      static_cast<void>(model_.target(control, step, static_cast<explore::Branch>(branch), positions));
      least.assign(1, permutations_.front().get());
      for (std::size_t i = 1; i < permutations_.size(); ++i) {
        const int order = permutations_[i]->compare(*least.front(), positions);
        if (order < 0) least.clear();
        if (order <= 0) least.push_back(permutations_[i].get());
      }
      if (least.size() == 1 && least.front() == permutations_.front().get()) continue;
      if (found == nullptr) {
        found = std::make_shared<std::vector<std::vector<const StatePermutation*>>>(step.branches);
      }
      (*found)[branch] = least;
    }
    step.permutations = std::move(found);
  }

  template <class S>
  static void make_least(const std::vector<const StatePermutation*>& permutations, S& state) {
    if (permutations.empty()) return;
    S least = permutations.front()->permuted(state);
    for (std::size_t i = 1; i < permutations.size(); ++i) {
      S other = permutations[i]->permuted(state);
      if (other.words < least.words) least = std::move(other);
    }
    state = std::move(least);
  }

  const Model& model_;
  std::vector<explore::ObservableId> used_;                      // the model's own, ascending
  std::vector<std::unique_ptr<StatePermutation>> permutations_;  // the identity first
  mutable std::atomic<bool> left_out_ = false;
};

}  // namespace braid::models
