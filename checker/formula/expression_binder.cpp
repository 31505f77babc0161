#include "braid/checker/formula/expression_binder.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace braid::formula {

using explore::ObservableId;
using explore::Signature;
using explore::ValueType;

ExpressionBinder::ExpressionBinder(const Signature& signature, const SourceText& source, std::string property,
                                   std::vector<std::string> remembered)
    : signature_(signature),
      source_(source),
      property_(std::move(property)),
      remembered_(std::move(remembered)) {
  ranges_.reserve(signature.observables.size());
  for (const explore::Observable& observable : signature.observables) {
    ids_.try_emplace(observable.name, static_cast<ObservableId>(ranges_.size()));
    ranges_.push_back({observable.least, observable.greatest});
  }
}

BoundExpression ExpressionBinder::condition(const Expression& expression, const Environment& environment) {
  builder_.clear();
  return builder_.extract(boolean(expression, environment));
}

BoundExpression ExpressionBinder::value(const Expression& expression, const Environment& environment,
                                        ValueType type, Range* range) {
  builder_.clear();
  NodeId node = 0;
  if (type == ValueType::boolean) {
    node = boolean(expression, environment);
  } else if (type == ValueType::integer) {
    node = integer(expression, environment);
  } else {
    const Operand operand = bind(expression, environment);
    if (operand.kind == Operand::Kind::value && operand.type == ValueType::content) {
      node = operand.node;
    } else if (operand.kind == Operand::Kind::literal || operand.lone_integer) {
      node = content(expression, operand, "a content value is needed here");
    } else {
      wrong_type(expression, operand, "a content value is needed here");
    }
  }
  if (range != nullptr) *range = builder_.range(node);
  return builder_.extract(node);
}

ExpressionBinder::Operand ExpressionBinder::bind(const Expression& expression,
                                                 const Environment& environment) {
  Operand operand;
  switch (expression.kind) {
    case ExpressionKind::integer:
      operand.node = builder_.constant(expression.value);
      operand.text = expression.text;
      operand.lone_integer = true;
      return operand;
    case ExpressionKind::quoted:
      operand.kind = Operand::Kind::literal;
      operand.text = expression.text;
      operand.quoted = true;
      return operand;
    case ExpressionKind::path:
      return bind_path(expression, environment);
    case ExpressionKind::sum:
    case ExpressionKind::product:
    case ExpressionKind::negative:
      operand.node = arithmetic(expression, environment);
      return operand;
    default:
      operand.type = ValueType::boolean;
  }
  switch (expression.kind) {
    case ExpressionKind::boolean:
      operand.node = builder_.constant(expression.value);
      break;
    case ExpressionKind::comparison:
      operand.node = compare(expression, environment);
      break;
    case ExpressionKind::negation:
      operand.node = builder_.negation(boolean(expression.operands[0], environment));
      break;
    case ExpressionKind::implication: {
      const NodeId premise = boolean(expression.operands[0], environment);
      operand.node =
          builder_.disjunction(builder_.negation(premise), boolean(expression.operands[1], environment));
      break;
    }
    case ExpressionKind::conjunction:
    case ExpressionKind::disjunction: {
      const bool all = expression.kind == ExpressionKind::conjunction;
      operand.node = builder_.constant(all ? 1 : 0);
      for (const Expression& part : expression.operands) {
        const NodeId node = boolean(part, environment);
        operand.node =
            all ? builder_.conjunction(operand.node, node) : builder_.disjunction(operand.node, node);
      }
      break;
    }
    default:
      operand.node = quantified(expression, environment);
  }
  return operand;
}

NodeId ExpressionBinder::quantified(const Expression& expression, const Environment& environment) {
  const bool all = expression.kind == ExpressionKind::universal;
  check_size(unrolled_size(expression), expression.position);
  NodeId node = builder_.constant(all ? 1 : 0);
  for (const Environment& choice : choices(expression.binders, environment)) {
    const NodeId part = boolean(expression.operands[0], choice);
    node = all ? builder_.conjunction(node, part) : builder_.disjunction(node, part);
  }
  return node;
}

NodeId ExpressionBinder::arithmetic(const Expression& expression, const Environment& environment) {
  std::vector<Term> terms;
  if (expression.kind == ExpressionKind::negative) {
    terms.push_back({integer(expression.operands[0], environment), true});
  } else {
    for (const Expression& part : expression.operands) {
      const bool negative = part.kind == ExpressionKind::negative;
      terms.push_back({integer(negative ? part.operands[0] : part, environment), negative});
    }
  }
  // Neighbours are joined first, so that the depth grows with the logarithm of the terms only.
  const bool product = expression.kind == ExpressionKind::product;
  while (terms.size() > 1) {
    std::vector<Term> joined;
    for (std::size_t i = 0; i < terms.size(); i += 2) {
      joined.push_back(i + 1 == terms.size() ? terms[i] : join(terms[i], terms[i + 1], product));
      checked(joined.back().node, expression);
    }
    terms = std::move(joined);
  }
  if (!terms[0].negative) return terms[0].node;
  return checked(builder_.difference(builder_.constant(0), terms[0].node), expression);
}

ExpressionBinder::Term ExpressionBinder::join(Term left, Term right, bool product) {
  if (product) return {builder_.product(left.node, right.node), left.negative != right.negative};
  if (left.negative == right.negative) return {builder_.sum(left.node, right.node), left.negative};
  if (left.negative) std::swap(left, right);
  return {builder_.difference(left.node, right.node), false};
}

NodeId ExpressionBinder::checked(NodeId node, const Expression& expression) {
  if (builder_.overflowed()) {
    throw error_at(source_, expression.position,
                   fmt::format("`{}` can leave the range of 64-bit integers", text_of(source_, expression)));
  }
  return node;
}

NodeId ExpressionBinder::boolean(const Expression& expression, const Environment& environment) {
  const Operand operand = bind(expression, environment);
  if (operand.kind != Operand::Kind::value || operand.type != ValueType::boolean) {
    wrong_type(expression, operand, "a condition is needed here: compare it with something");
  }
  return operand.node;
}

NodeId ExpressionBinder::integer(const Expression& expression, const Environment& environment) {
  const Operand operand = bind(expression, environment);
  if (operand.kind != Operand::Kind::value || operand.type != ValueType::integer) {
    wrong_type(expression, operand, "a number is needed here");
  }
  return operand.node;
}

const Assignment* ExpressionBinder::variable(const PathPart& part, const Environment& environment) const {
  if (!part.variable_possible) return nullptr;
  const auto same = [&](const Assignment& assignment) { return assignment.variable == part.name; };
  const auto found = std::find_if(environment.rbegin(), environment.rend(), same);
  return found == environment.rend() ? nullptr : &*found;
}

bool ExpressionBinder::names_remembered(const Expression& path, const Environment& environment) const {
  const PathPart& head = path.path.front();
  return variable(head, environment) == nullptr &&
         std::find(remembered_.begin(), remembered_.end(), head.name) != remembered_.end();
}

std::string ExpressionBinder::full_name(const Expression& path, const Environment& environment) const {
  std::string name = names_remembered(path, environment) ? property_ : std::string();
  for (const PathPart& part : path.path) {
    if (!name.empty()) name += '.';
    const Assignment* assignment = variable(part, environment);
    name += assignment == nullptr ? part.name : signature_.sets[assignment->set].members[assignment->member];
  }
  return name;
}

std::optional<ObservableId> ExpressionBinder::find(const std::string& name) const {
  const auto found = ids_.find(name);
  if (found == ids_.end()) return std::nullopt;
  return found->second;
}

ExpressionBinder::Operand ExpressionBinder::bind_path(const Expression& expression,
                                                      const Environment& environment) {
  Operand operand;
  const PathPart& head = expression.path.front();
  if (expression.path.size() == 1) {
    if (const Assignment* assignment = variable(head, environment)) {
      operand.kind = Operand::Kind::member;
      operand.set = &signature_.sets[assignment->set];
      operand.text = operand.set->members[assignment->member];
      return operand;
    }
  }
  const std::string name = full_name(expression, environment);
  if (const auto id = find(name)) {
    operand.type = signature_.observables[*id].type;
    operand.node = builder_.observable(*id, ranges_[*id]);
    return operand;
  }
  if (expression.path.size() > 1 || names_remembered(expression, environment)) {
    unknown_name(expression, name, environment);
  }
  operand.kind = Operand::Kind::literal;
  operand.text = head.name;
  return operand;
}

ExpressionBinder::TypeGuess ExpressionBinder::guess_type(
    const Expression& expression, const Environment& environment,
    const std::unordered_map<std::string, ValueType>& types) const {
  switch (expression.kind) {
    case ExpressionKind::integer:
      return {ValueType::integer, true};
    case ExpressionKind::quoted:
      return {ValueType::content, true};
    case ExpressionKind::sum:
    case ExpressionKind::product:
    case ExpressionKind::negative:
      return {ValueType::integer, false};
    case ExpressionKind::path:
      break;
    default:
      return {ValueType::boolean, false};
  }
  if (names_remembered(expression, environment)) {
    const auto found = types.find(expression.path.front().name);
    if (found == types.end()) return {};
    return {found->second, false};
  }
  if (const auto id = find(full_name(expression, environment))) {
    return {signature_.observables[*id].type, false};
  }
  return {ValueType::content, true};
}

}  // namespace braid::formula
