// Replaying: one schedule, step by step.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/diagnostic.h"

namespace braid::models {

/// One state of a model, moved on by labels. Tracks whatever the model was built with.
template <class M>
class Walker {
 public:
  explicit Walker(const M& model)
      : model_(model),
        control_(model.initial()),
        state_{std::vector<std::uint64_t>(model.layout().words(), 0)} {
    model_.initialize(state_);
  }

  /// The steps that are enabled now, by rising label.
  [[nodiscard]] std::vector<typename M::Step> enabled() const {
    std::vector<typename M::Step> enabled;
    model_.steps(control_.view(), [&](const typename M::Step& step) {
      if (step.guarded) {
        explore::Branch branch = explore::kDisabled;
        explore::WideState copy = state_;
        model_.template with_kernel<explore::WideState>(step, [&](auto&& kernel) { branch = kernel(copy); });
        if (branch == explore::kDisabled) return;
      }
      enabled.push_back(step);
    });
    return enabled;
  }

  /// The branch that the step, which is enabled, takes from here.
  [[nodiscard]] explore::Branch branch_of(const typename M::Step& step) const {
    explore::Branch branch = 0;
    explore::WideState copy = state_;
    model_.template with_kernel<explore::WideState>(step, [&](auto&& kernel) { branch = kernel(copy); });
    return branch;
  }

  /// REQUIRES that the step is enabled.
  void take(const typename M::Step& step) {
    explore::Branch branch = 0;
    model_.template with_kernel<explore::WideState>(step, [&](auto&& kernel) { branch = kernel(state_); });
    std::vector<explore::Position> positions(control_.positions.size());
    const explore::Rank rank = model_.target(control_.view(), step, branch, positions);
    control_ = {std::move(positions), rank};
  }

  /// Takes the steps with these labels; those that are not enabled are passed over.
  void follow(const explore::Schedule& schedule) {
    for (const std::uint32_t label : schedule) {
      for (const auto& step : enabled()) {
        if (step.label != label) continue;
        take(step);
        break;
      }
    }
  }

  [[nodiscard]] std::int64_t value(explore::ObservableId id) const {
    return model_.reading(id, control_.view()).value(state_);
  }
  [[nodiscard]] explore::Control control() const { return control_.view(); }
  [[nodiscard]] const explore::WideState& state() const { return state_; }

 private:
  const M& model_;
  explore::OwnedControl control_;
  explore::WideState state_;
};

template <ObservedModel M>
[[nodiscard]] Replay replay_schedule(const Trace& trace, const explore::Signature& signature,
                                     const explore::Schedule& schedule) {
  std::vector<explore::ObservableId> all(signature.observables.size());
  std::iota(all.begin(), all.end(), explore::ObservableId{0});
  const M model(trace, all);
  Walker<M> walker(model);
  Replay replay;
  replay.events.resize(signature.events.size());
  for (const explore::ObservableId id : all) replay.initial.push_back(walker.value(id));
  replay.last = replay.initial;
  std::vector<typename M::Step> enabled = walker.enabled();
  for (const std::uint32_t label : schedule) {
    const auto step =
        std::find_if(enabled.begin(), enabled.end(), [&](const auto& other) { return other.label == label; });
    if (step == enabled.end()) {
      const std::size_t number = replay.steps.size() + 1;
      const std::string name = label < model.label_count() ? model.label_name(label) : std::to_string(label);
      std::string able;
      for (const auto& other : enabled) able += (able.empty() ? "" : ", ") + model.label_name(other.label);
      throw InputError("schedule", {}, fmt::format("{} has no step to take at step {}", name, number),
                       able.empty() ? "the schedule has ended before" : "able to step there: " + able);
    }
    ReplayStep taken;
    taken.label = label;
    taken.actor = step->actor;
    const explore::Branch branch = walker.branch_of(*step);
    taken.text = model.describe(walker.control(), *step, branch);
    for (const explore::EventInstance& event : model.events(walker.control(), *step, branch))
      ++replay.events[event.kind];
    for (std::size_t i = 0; i < enabled.size(); ++i) {
      if (i == 0 || enabled[i].actor != enabled[i - 1].actor) ++taken.choices;
    }
    walker.take(*step);
    taken.failed = model.ending(walker.control()) == explore::Ending::error;
    for (const explore::ObservableId id : all) {
      const std::int64_t now = walker.value(id);
      if (now != replay.last[id]) taken.changes.push_back({id, replay.last[id], now});
      replay.last[id] = now;
    }
    replay.steps.push_back(std::move(taken));
    enabled = walker.enabled();
  }
  replay.ended = enabled.empty();
  replay.ending = model.ending(walker.control());
  for (const auto& step : enabled) replay.enabled.push_back(step.label);
  return replay;
}

}  // namespace braid::models
