// A model that also keeps what properties remember, and which reads and writes have been called.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/explore/sweep.h"
#include "braid/checker/formula/bound_formula.h"
#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/operation_recorder.h"

namespace braid::models {

/// M with the remembered values of some properties as further observables, kept in further fields of the
/// state and updated within the steps. Without remembered values it behaves, and costs, as M does.
template <ObservedModel M>
class Instrumented {
 public:
  /// A model may want few widths for checks alone, which visit fewer states than counts, or as many that are
  /// wider.
  static constexpr bool kFewWidths = [] {
    if constexpr (requires { M::kFewWidthsToCheck; }) return M::kFewWidthsToCheck;
    return explore::kFewWidths<M>;
  }();

  /// What a branch of a step does to remembered values, read off the states after it.
  struct Updates {
    struct Update {
      const formula::Update* update = nullptr;
      explore::Field field;
      std::int64_t least = 0;
    };
    std::vector<std::vector<Update>> events;  ///< in the order in which they happen; updates of one at once
    std::vector<std::pair<explore::ObservableId, explore::Reading>> readings;  // by id
    std::vector<OperationRecorder::Mark> marks;

    [[nodiscard]] bool empty() const { return events.empty() && marks.empty(); }
  };
  /// By effect of a branch. Empty: no branch has updates.
  using BranchUpdates = std::vector<std::optional<Updates>>;
  struct Step : M::Step {
    std::shared_ptr<const BranchUpdates> updates;  ///< null: none
  };

  /// `signature` is the model's, extended by binding `properties`, which are borrowed. Only remembered values
  /// that a claim depends on are kept.
  Instrumented(const Trace& trace, const std::vector<explore::ObservableId>& tracked,
               const explore::Signature& signature, const std::vector<formula::BoundProperty>& properties)
      : model_(trace, tracked), layout_(model_.layout()) {
    for (const formula::BoundProperty& property : properties) keep(property, signature);
  }

  /// With the calls of reads and writes. The model tracks the reads.
  Instrumented(const Trace& trace, OperationRecorder recorder)
      : model_(trace, recorder.tracked()), layout_(model_.layout()), recorder_(std::move(recorder)) {
    recorder_->add_fields(layout_);
  }

  [[nodiscard]] std::uint32_t actor_count() const { return model_.actor_count(); }
  [[nodiscard]] std::uint32_t label_count() const { return model_.label_count(); }
  [[nodiscard]] const explore::Layout& layout() const { return layout_; }
  [[nodiscard]] explore::OwnedControl initial() const { return model_.initial(); }

  template <class S>
  void initialize(S& state) const {
    model_.initialize(state);
    const explore::OwnedControl control = model_.initial();
    for (const auto& [id, value] : kept_) {
      const std::int64_t first = formula::evaluate(value.initial, [&](explore::ObservableId observable) {
        return model_.reading(observable, control.view()).value(state);
      });
      state.set(value.field, static_cast<std::uint64_t>(first - value.least));
    }
  }

  template <class Sink>
  void steps(explore::Control control, Sink&& sink) const {
    model_.steps(control, [&](const typename M::Step& inner) {
      Step step;
      static_cast<typename M::Step&>(step) = inner;
      if (!updates_.empty() || recorder_) step.updates = updates_of(control, inner);
      sink(step);
    });
  }

  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    const BranchUpdates* updates = step.updates.get();
    if (updates == nullptr) {
      model_.template with_kernel<S>(step, batch);
      return;
    }
    model_.template with_kernel<S>(step, [&](auto&& kernel) {
      batch([&](S& state) -> explore::Branch {
        const explore::Branch branch = kernel(state);
        if (branch == explore::kDisabled) return branch;
        const std::optional<Updates>& taken = (*updates)[effect_of(step, branch)];
        if (taken) apply(*taken, state);
        return branch;
      });
    });
  }

  [[nodiscard]] explore::Rank target(explore::Control control, const Step& step, explore::Branch branch,
                                     std::span<explore::Position> positions) const {
    return model_.target(control, step, branch, positions);
  }
  [[nodiscard]] explore::Ending ending(explore::Control control) const { return model_.ending(control); }
  [[nodiscard]] std::string label_name(std::uint32_t label) const { return model_.label_name(label); }

  [[nodiscard]] explore::Reading reading(explore::ObservableId observable, explore::Control control) const {
    const auto kept = kept_.find(observable);
    if (kept != kept_.end()) return {kept->second.field, kept->second.least};
    return model_.reading(observable, control);
  }
  [[nodiscard]] std::vector<std::uint32_t> waiting(explore::Control control) const {
    return model_.waiting(control);
  }

  /// Where a remembered value stands in the state; nothing for other observables.
  [[nodiscard]] std::optional<explore::Field> remembered_field(explore::ObservableId observable) const {
    const auto kept = kept_.find(observable);
    if (kept == kept_.end()) return std::nullopt;
    return kept->second.field;
  }

  /// REQUIRES that calls are recorded.
  [[nodiscard]] const OperationRecorder& recorder() const { return *recorder_; }

  /// The model without the remembered values.
  [[nodiscard]] const M& model() const { return model_; }

 private:
  struct Kept {
    explore::Field field;
    std::int64_t least = 0;
    formula::BoundExpression initial;
  };

  void keep(const formula::BoundProperty& property, const explore::Signature& signature) {
    const std::vector<explore::ObservableId> used = formula::observables_used(property);
    const auto is_used = [&](explore::ObservableId id) {
      return std::binary_search(used.begin(), used.end(), id);
    };
    for (const formula::RememberedValue& value : property.remembered) {
      if (!is_used(value.id)) continue;
      const explore::Observable& observable = signature.observables[value.id];
      const auto range =
          static_cast<std::uint64_t>(observable.greatest) - static_cast<std::uint64_t>(observable.least);
      kept_[value.id] = {layout_.add(explore::bits_for(range)), observable.least, value.initial};
    }
    for (const formula::Update& update : property.updates) {
      if (is_used(update.target)) updates_.push_back(&update);
    }
  }

  [[nodiscard]] std::shared_ptr<const BranchUpdates> updates_of(explore::Control control,
                                                                const typename M::Step& step) const {
    std::shared_ptr<BranchUpdates> all;
    const std::uint32_t count = effects(step);
    for (std::uint32_t effect = 0; effect < count; ++effect) {
      Updates updates = updates_of(control, step, static_cast<explore::Branch>(effect));
      if (updates.empty()) continue;
      if (all == nullptr) all = std::make_shared<BranchUpdates>(count);
      (*all)[effect] = std::move(updates);
    }
    return all;
  }

  /// Branches with the same events and positions are one effect, where the model says which are; the first
  /// branches stand for the effects, and their readings must not depend on the rank. Else each is its own.
  [[nodiscard]] std::uint32_t effects(const typename M::Step& step) const {
    if constexpr (requires { model_.effects(step); }) {
      return model_.effects(step);
    } else {
      return step.branches;
    }
  }
  [[nodiscard]] std::size_t effect_of(const typename M::Step& step, explore::Branch branch) const {
    if constexpr (requires { model_.effect_of(step, branch); }) {
      return static_cast<std::size_t>(model_.effect_of(step, branch));
    } else {
      return static_cast<std::size_t>(branch);
    }
  }

  [[nodiscard]] Updates updates_of(explore::Control control, const typename M::Step& step,
                                   explore::Branch branch) const {
    Updates updates;
    std::vector<explore::ObservableId> read;
    const std::vector<explore::EventInstance> events = model_.events(control, step, branch);
    for (const explore::EventInstance& event : events) {
      std::vector<typename Updates::Update> of_event;
      for (const formula::Update* update : updates_) {
        if (update->event != event) continue;
        const Kept& kept = kept_.at(update->target);
        of_event.push_back({update, kept.field, kept.least});
        formula::add_observables(update->value, read);
        formula::add_observables(update->condition, read);
      }
      if (!of_event.empty()) updates.events.push_back(std::move(of_event));
    }
    if (updates.events.empty() && !recorder_) return updates;
    std::sort(read.begin(), read.end());
    std::vector<explore::Position> positions(control.positions.size());
    const explore::Rank rank = model_.target(control, step, branch, positions);
    for (const explore::ObservableId id : read)
      updates.readings.emplace_back(id, reading(id, {positions, rank}));
    if (recorder_) updates.marks = recorder_->marks(control.positions, positions, step.actor, events);
    return updates;
  }

  /// All updates of an event see the remembered values of before it.
  template <class S>
  static void apply(const Updates& updates, S& state) {
    for (const auto& event : updates.events) {
      const S before = state;
      const auto get = [&](explore::ObservableId id) {
        const auto found = std::lower_bound(
            updates.readings.begin(), updates.readings.end(), id,
            [](const auto& entry, explore::ObservableId sought) { return entry.first < sought; });
        return found->second.value(before);
      };
      for (const typename Updates::Update& update : event) {
        if (formula::evaluate(update.update->condition, get) == 0) continue;
        const std::int64_t value = formula::evaluate(update.update->value, get);
        state.set(update.field, static_cast<std::uint64_t>(value - update.least));
      }
    }
    for (const OperationRecorder::Mark& mark : updates.marks) OperationRecorder::apply(mark, state);
  }

  M model_;
  explore::Layout layout_;
  std::map<explore::ObservableId, Kept> kept_;
  std::vector<const formula::Update*> updates_;
  std::optional<OperationRecorder> recorder_;
};

}  // namespace braid::models
