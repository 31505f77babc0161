#include "braid/checker/formula/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "braid/checker/formula/expression_binder.h"

namespace braid::formula {
namespace {

using explore::ObservableId;

/// Walks from the statement to the smallest part that explains its value.
class Explainer {
 public:
  Explainer(const BoundFormula& formula, const explore::Signature& signature, const ValueSource& value_of)
      : formula_(formula),
        signature_(signature),
        value_of_(value_of),
        binder_(signature, *formula.source, formula.property, formula.remembered) {}

  Explanation run(std::size_t index) {
    environment_ = formula_.instances[index].assignment;
    Explanation explanation;
    explanation.property = formula_.property;
    const Expression* part = formula_.statement.get();
    explanation.truth = holds(*part, environment_);
    while (const Expression* smaller =
               explanation.truth ? part_of_truth(*part) : part_of_falsehood(*part, explanation)) {
      part = smaller;
    }
    explanation.part = text_of(*formula_.source, *part);
    explanation.instance = text_of(signature_, Instance{environment_, {}});
    add_values(*part);
    for (const ObservableId id : shown_) {
      explanation.values.push_back({signature_.observables[id].name, signature_.show(id, value_of_(id))});
    }
    return explanation;
  }

 private:
  bool holds(const Expression& expression, const Environment& environment) {
    return evaluate(binder_.condition(expression, environment), value_of_) != 0;
  }

  const Expression* operand_with(const Expression& expression, bool truth) {
    const auto found =
        std::find_if(expression.operands.begin(), expression.operands.end(),
                     [&](const Expression& part) { return holds(part, environment_) == truth; });
    return found == expression.operands.end() ? nullptr : &*found;
  }

  /// The body of a quantifier, with the first choice for which it has the value `truth`.
  const Expression* choice_with(const Expression& expression, bool truth) {
    for (Environment& choice : binder_.choices(expression.binders, environment_)) {
      if (holds(expression.operands[0], choice) != truth) continue;
      environment_ = std::move(choice);
      return &expression.operands[0];
    }
    return nullptr;
  }

  const Expression* part_of_falsehood(const Expression& expression, Explanation& explanation) {
    switch (expression.kind) {
      case ExpressionKind::conjunction:
        return operand_with(expression, false);
      case ExpressionKind::universal:
        return choice_with(expression, false);
      case ExpressionKind::implication:
        explanation.premises.push_back(text_of(*formula_.source, expression.operands[0]));
        add_values(expression.operands[0]);
        return &expression.operands[1];
      default:
        return nullptr;
    }
  }

  const Expression* part_of_truth(const Expression& expression) {
    switch (expression.kind) {
      case ExpressionKind::disjunction:
        return operand_with(expression, true);
      case ExpressionKind::existential:
        return choice_with(expression, true);
      default:
        return nullptr;
    }
  }

  void add_values(const Expression& expression) {
    add_observables(binder_.condition(expression, environment_), shown_);
  }

  const BoundFormula& formula_;
  const explore::Signature& signature_;
  const ValueSource& value_of_;
  ExpressionBinder binder_;
  Environment environment_;
  std::vector<ObservableId> shown_;
};

std::string joined(const std::vector<ShownValue>& values) {
  std::string text;
  for (const ShownValue& value : values) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", value.name, value.value);
  }
  return text;
}

}  // namespace

Explanation explain(const BoundFormula& formula, std::size_t index, const explore::Signature& signature,
                    const ValueSource& value_of) {
  return Explainer(formula, signature, value_of).run(index);
}

std::size_t deciding_instance(const BoundFormula& formula, const ValueSource& value_of) {
  const bool truth = decided_by_truth(formula.kind);
  const auto found = std::find_if(
      formula.instances.begin(), formula.instances.end(),
      [&](const Instance& instance) { return (evaluate(instance.expression, value_of) != 0) == truth; });
  return static_cast<std::size_t>(found - formula.instances.begin());
}

std::string to_text(const Explanation& explanation) {
  std::string text =
      fmt::format("{} {}", explanation.property.empty() ? "the condition" : explanation.property,
                  explanation.truth ? "is met" : "fails");
  if (!explanation.instance.empty()) text += fmt::format(" for {}", explanation.instance);
  text += fmt::format(": {} is {}", explanation.part, explanation.truth);
  for (const std::string& premise : explanation.premises) text += fmt::format(", although {}", premise);
  if (!explanation.values.empty()) text += fmt::format(", with {}", joined(explanation.values));
  return text + '.';
}

}  // namespace braid::formula
