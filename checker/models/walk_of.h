// A Walk in any observed model.
#pragma once

#include <optional>
#include <vector>

#include "braid/checker/models/replay_question.h"
#include "braid/checker/models/walk.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Keeps the model; tracks nothing.
template <ObservedModel M>
class WalkOf final : public Walk {
 public:
  explicit WalkOf(const Trace& trace) : model_(trace, {}), walker_(model_) { look(); }

  [[nodiscard]] std::span<const NextStep> enabled() const override { return next_; }
  void take(std::size_t index) override {
    walker_.take(steps_[index]);
    look();
  }
  [[nodiscard]] std::span<const explore::Position> positions() const override {
    return walker_.control().positions;
  }
  [[nodiscard]] std::int64_t value(explore::ObservableId observable) const override {
    return walker_.value(observable);
  }
  [[nodiscard]] explore::Ending ending() const override { return model_.ending(walker_.control()); }

 private:
  void look() {
    steps_ = walker_.enabled();
    next_.clear();
    for (const typename M::Step& step : steps_) {
      next_.push_back(
          {step.label, step.actor, model_.events(walker_.control(), step, walker_.branch_of(step))});
    }
  }

  M model_;
  Walker<M> walker_;
  std::vector<typename M::Step> steps_;
  std::vector<NextStep> next_;
};

}  // namespace braid::models
