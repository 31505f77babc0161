#include "braid/checker/formula/bound_formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace braid::formula {
namespace {

using explore::ObservableId;

/// Whatever `expression` reads and `used` lacks is added to both.
bool add_all(const BoundExpression& expression, std::set<ObservableId>& used) {
  bool grown = false;
  for (const Node& node : expression.nodes()) {
    if (node.operation == Operator::observable) grown = used.insert(node.left).second || grown;
  }
  return grown;
}

void add_all(const BoundFormula& formula, std::set<ObservableId>& used) {
  for (const Instance& instance : formula.instances) add_all(instance.expression, used);
}

}  // namespace

std::vector<ObservableId> observables_used(const BoundFormula& formula) {
  std::set<ObservableId> used;
  add_all(formula, used);
  return {used.begin(), used.end()};
}

std::vector<ObservableId> observables_used(const BoundProperty& property) {
  std::set<ObservableId> used;
  for (const BoundFormula& claim : property.claims) add_all(claim, used);
  for (bool grown = true; grown;) {
    grown = false;
    for (const Update& update : property.updates) {
      if (!used.contains(update.target)) continue;
      grown = add_all(update.value, used) || grown;
      grown = add_all(update.condition, used) || grown;
    }
  }
  for (const RememberedValue& value : property.remembered) {
    if (used.contains(value.id)) add_all(value.initial, used);
  }
  return {used.begin(), used.end()};
}

std::string text_of(const explore::Signature& signature, const Instance& instance) {
  std::string text;
  for (const Assignment& assignment : instance.assignment) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", assignment.variable,
                        signature.sets[assignment.set].members[assignment.member]);
  }
  return text;
}

}  // namespace braid::formula
