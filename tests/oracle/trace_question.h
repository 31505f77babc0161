// A question about the model of a trace: outcomes are all that its history tells, and some observables are
// predicates.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "agreement.h"
#include "braid/tracer/notation.h"
#include "merging_oracle.h"
#include "model_system.h"
#include "question.h"
#include "schedule_enumerator.h"

namespace braid::oracle {

/// M is an observed model (models/observed_model.h). Not movable: the question refers to it.
template <class M>
class TraceQuestion {
 public:
  /// `also` names observables that tell outcomes apart besides those of history.
  TraceQuestion(const std::string& text, std::initializer_list<const char*> also,
                const Predicates& predicates)
      : trace_(parse_notation("test", text)),
        signature_(M::signature(trace_)),
        tracked_(outcome(also)),
        model_(trace_, tracked_),
        question_{model_,
                  tracked_,
                  [this](explore::ObservableId id, explore::Control control) {
                    return model_.reading(id, control);
                  },
                  [this](explore::Control control) { return model_.waiting(control); },
                  [this](explore::ObservableId id, std::int64_t value) { return signature_.show(id, value); },
                  predicates([this](const std::string& name) { return value(name); })} {}
  TraceQuestion(const TraceQuestion&) = delete;
  TraceQuestion& operator=(const TraceQuestion&) = delete;

  [[nodiscard]] const Question<M>& question() const { return question_; }

 private:
  [[nodiscard]] explore::ObservableId find(std::string_view name) const {
    for (explore::ObservableId id = 0; id < signature_.observables.size(); ++id) {
      if (signature_.observables[id].name == name) return id;
    }
    throw std::out_of_range(std::string(name));
  }
  [[nodiscard]] std::vector<explore::ObservableId> outcome(std::initializer_list<const char*> also) const {
    std::vector<explore::ObservableId> ids;
    for (explore::ObservableId id = 0; id < signature_.observables.size(); ++id) {
      if (signature_.observables[id].history) ids.push_back(id);
    }
    for (const char* name : also) ids.push_back(find(name));
    return ids;
  }
  [[nodiscard]] Value value(const std::string& name) const {
    return [this, id = find(name)](explore::Control control, const explore::WideState& state) {
      return model_.reading(id, control).value(state);
    };
  }

  Trace trace_;
  explore::Signature signature_;
  std::vector<explore::ObservableId> tracked_;
  M model_;
  Question<M> question_;
};

/// Expects that the enumerator of every schedule, the oracle that merges paths, and the engine agree on each
/// question. `ask(text)` makes a TraceQuestion.
template <class M, class Ask>
void expect_every_schedule(const std::vector<std::string>& texts, Ask&& ask) {
  Engines engines;
  for (const std::string& text : texts) {
    SCOPED_TRACE(text);
    const auto asked = ask(text);
    const ModelSystem<M> system(asked->question());
    const Exploration expected = enumerate_every_schedule(system);
    EXPECT_EQ(explore_merging(system), expected);
    engines.expect_agreement(asked->question(), expected);
  }
}

/// The same without the enumerator, where there are too many schedules.
template <class M, class Ask>
void expect_every_state(const std::vector<std::string>& texts, Ask&& ask) {
  Engines engines;
  for (const std::string& text : texts) {
    SCOPED_TRACE(text);
    const auto asked = ask(text);
    engines.expect_agreement(asked->question(), explore_merging(ModelSystem<M>(asked->question())));
  }
}

}  // namespace braid::oracle
