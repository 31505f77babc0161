// What is asked of a model, by the oracles and of the engine alike.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/explore/outcomes.h"

namespace braid::oracle {

/// Whether something is true of a state.
using Predicate = std::function<bool(explore::Control, const explore::WideState&)>;

/// What an observable is in a state.
using Value = std::function<std::int64_t(explore::Control, const explore::WideState&)>;

/// Makes predicates, given how an observable is read by its name.
using Predicates = std::function<std::vector<Predicate>(const std::function<Value(const std::string&)>&)>;

template <explore::Model M>
struct Question {
  const M& model;
  std::vector<explore::ObservableId> tracked;  ///< what tells outcomes apart
  explore::ReadControl read;
  explore::WaitingActors waiting;
  std::function<std::string(explore::ObservableId, std::int64_t)> show =
      [](explore::ObservableId, std::int64_t value) { return std::to_string(value); };
  std::vector<Predicate> predicates;

  [[nodiscard]] explore::OutcomeGrouping grouping() const { return {tracked, read, waiting}; }
};

}  // namespace braid::oracle
