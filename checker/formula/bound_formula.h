// What binding makes of formulas: claims in instances, and the updates of remembered values.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_expression.h"
#include "braid/checker/formula/syntax.h"
#include "braid/tracer/trace.h"

namespace braid::formula {

/// A variable and the member of its set that it stands for.
struct Assignment {
  std::string variable;
  std::uint32_t set = 0;     ///< index into Signature::sets
  std::uint32_t member = 0;  ///< index into its members
};

/// A formula for one choice of the statement's variables.
struct Instance {
  std::vector<Assignment> assignment;
  BoundExpression expression;  ///< boolean
};

/// One claim. always: every instance is true in every state; forall: in every final outcome; never: no
/// instance is true in any final outcome; exists: the one instance is true in some final outcome.
struct BoundFormula {
  ConditionKind kind = ConditionKind::always;
  std::vector<Instance> instances;

  // What explanations are made from.
  std::string property;  ///< whose formula it is; "" for a condition
  std::vector<std::string> remembered;
  std::shared_ptr<const Expression> statement;
  std::shared_ptr<const SourceText> source;
};

/// Whether a state in which an instance is true decides the claim (exists: it holds; never: it fails); if
/// not, one in which an instance is false does (always, forall: it fails).
[[nodiscard]] constexpr bool decided_by_truth(ConditionKind kind) {
  return kind == ConditionKind::exists || kind == ConditionKind::never;
}

/// A remembered value: an observable that the explorer keeps.
struct RememberedValue {
  explore::ObservableId id = 0;
  std::uint32_t name = 0;              ///< numbers the names after `remember`
  std::vector<Assignment> parameters;  ///< what it is remembered for
  BoundExpression
      initial;  ///< its value at first, evaluated in the model's initial state; reads no remembered value
};

/// On a step that is `event`, `target` takes the value of `value` if `condition` is true. Both are evaluated
/// in the state after the step, save that remembered values, theirs included, are those of before. All
/// updates of a step happen at once; of several whose conditions hold for one target, the last in the list
/// counts.
struct Update {
  explore::EventInstance event;
  explore::ObservableId target = 0;
  BoundExpression value;
  BoundExpression condition;
};

/// A property in terms of one signature. It holds if all its claims do (one, but for `exists for ...`, which
/// has one for each choice).
struct BoundProperty {
  std::string name;
  std::vector<BoundFormula> claims;
  std::vector<RememberedValue> remembered;
  std::vector<Update> updates;
};

/// All observables that must be known in each state to decide `formula`, ascending.
[[nodiscard]] std::vector<explore::ObservableId> observables_used(const BoundFormula& formula);

/// The same for a property: what its claims read, the remembered values among them, and what the initial
/// values and the updates of these read, and so on. An update whose target is not among them need not be
/// done. Ascending.
[[nodiscard]] std::vector<explore::ObservableId> observables_used(const BoundProperty& property);

/// `c=c1, f=a`; "" for a formula without variables.
[[nodiscard]] std::string text_of(const explore::Signature& signature, const Instance& instance);

}  // namespace braid::formula
