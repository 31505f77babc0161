// The parts of ExpressionBinder that bind comparisons: of numbers, contents, truth values and members of
// sets.
#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/formula/expression_binder.h"

namespace braid::formula {

using explore::ValueType;

NodeId ExpressionBinder::compare(const Expression& expression, const Environment& environment) {
  const Operand left = bind(expression.operands[0], environment);
  const Operand right = bind(expression.operands[1], environment);
  using Kind = Operand::Kind;
  const bool ordered =
      expression.comparison != Comparison::equal && expression.comparison != Comparison::not_equal;
  if (left.kind == Kind::member || right.kind == Kind::member) {
    if (ordered) {
      throw error_at(source_, expression.position,
                     fmt::format("names have no order: `{}`", text_of(source_, expression)), "use = or !=");
    }
    return compare_members(expression, left, right);
  }
  const auto typed = [](const Operand& operand) {
    return operand.kind == Kind::value && operand.type != ValueType::integer;
  };
  const Operand& leader = left.kind == Kind::value ? left : right;
  if (leader.kind == Kind::literal) {
    wrong_type(expression.operands[0], left, "one side of a comparison must be an observable or a variable");
  }
  if (ordered && (typed(left) || typed(right))) {
    const bool truth = (typed(left) ? left : right).type == ValueType::boolean;
    throw error_at(source_, expression.position,
                   fmt::format("{} have no order: `{}`", truth ? "conditions" : "content values",
                               text_of(source_, expression)),
                   "use = or !=");
  }
  return compare_values(expression, left, right);
}

NodeId ExpressionBinder::compare_members(const Expression& expression, const Operand& left,
                                         const Operand& right) {
  using Kind = Operand::Kind;
  const bool left_leads = left.kind == Kind::member;
  const Operand& member = left_leads ? left : right;
  const Operand& other = left_leads ? right : left;
  const Expression& other_expression = expression.operands[left_leads ? 1 : 0];
  const bool name = other.kind == Kind::member || other.kind == Kind::literal || other.lone_integer;
  if (!name) {
    throw error_at(source_, other_expression.position,
                   fmt::format("`{}` is a value, which cannot be compared with a member of `{}`",
                               text_of(source_, other_expression), member.set->name),
                   "compare it with a variable or a name");
  }
  const std::vector<std::string>& members = member.set->members;
  if (other.kind != Kind::member && std::find(members.begin(), members.end(), other.text) == members.end()) {
    const std::string near = nearest_name(other.text, members);
    throw error_at(source_, other_expression.position,
                   fmt::format("`{}` is not in `{}`", other.text, member.set->name),
                   near.empty() ? fmt::format("it has {}", fmt::join(members, ", "))
                                : fmt::format("did you mean `{}`?", near));
  }
  const bool same = member.text == other.text;
  return builder_.constant(same == (expression.comparison == Comparison::equal) ? 1 : 0);
}

NodeId ExpressionBinder::content(const Expression& literal, const Operand& operand,
                                 std::string_view compared_with) {
  const auto& contents = signature_.contents;
  const auto found = std::find(contents.begin(), contents.end(), operand.text);
  if (found != contents.end()) return builder_.constant(found - contents.begin());
  const std::string near = nearest_name(operand.text, contents);
  constexpr std::size_t kShown = 8;
  const std::vector<std::string> some(
      contents.begin(), contents.begin() + static_cast<std::ptrdiff_t>(std::min(contents.size(), kShown)));
  throw error_at(
      source_, literal.position,
      fmt::format("`{}` is neither an observable nor a content value; {}", operand.text, compared_with),
      near.empty() ? fmt::format("content values are {}{}", fmt::join(some, ", "),
                                 some.size() < contents.size() ? ", ..." : "")
                   : fmt::format("did you mean `{}`?", near));
}

NodeId ExpressionBinder::compare_values(const Expression& expression, const Operand& left,
                                        const Operand& right) {
  using Kind = Operand::Kind;
  NodeId a = left.node;
  NodeId b = right.node;
  const bool left_leads = left.kind == Kind::value && !(left.lone_integer && right.kind == Kind::value);
  const Operand& leader = left_leads ? left : right;
  const Operand& other = left_leads ? right : left;
  const Expression& other_expression = expression.operands[left_leads ? 1 : 0];
  if (leader.type == ValueType::content && (other.kind == Kind::literal || other.lone_integer)) {
    const auto& contents = signature_.contents;
    const bool known = std::find(contents.begin(), contents.end(), other.text) != contents.end();
    if (!known && other.lone_integer) {  // a number that is never stored
      return builder_.constant(expression.comparison == Comparison::not_equal ? 1 : 0);
    }
    a = leader.node;
    b = content(
        other_expression, other,
        fmt::format("`{}` is compared with it", text_of(source_, expression.operands[left_leads ? 0 : 1])));
  } else if (other.kind == Kind::literal) {
    wrong_type(other_expression, other,
               leader.type == ValueType::boolean ? "a condition is needed here" : "a number is needed here");
  } else if (left.type != right.type) {
    const auto name = [](ValueType type) {
      if (type == ValueType::content) return "a content value";
      return type == ValueType::boolean ? "a condition" : "a number";
    };
    throw error_at(source_, expression.position,
                   fmt::format("`{}` compares {} with {}", text_of(source_, expression), name(left.type),
                               name(right.type)));
  }
  const bool truth = leader.type == ValueType::boolean;
  const NodeId same = truth ? builder_.equivalence(a, b) : builder_.equal(a, b);
  switch (expression.comparison) {
    case Comparison::equal:
      return same;
    case Comparison::not_equal:
      return builder_.negation(same);
    case Comparison::less:
      return builder_.less(a, b);
    case Comparison::at_most:
      return builder_.negation(builder_.less(b, a));
    case Comparison::greater:
      return builder_.less(b, a);
    case Comparison::at_least:
      return builder_.negation(builder_.less(a, b));
  }
  return same;
}

}  // namespace braid::formula
