#include "braid/checker/formula/expression_builder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace braid::formula {
namespace {

constexpr Range kTruth{0, 1};

std::int64_t saturated(bool overflow, bool negative, std::int64_t value, bool& overflowed) {
  if (!overflow) return value;
  overflowed = true;
  return negative ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

std::int64_t add_saturated(std::int64_t a, std::int64_t b, bool& overflowed) {
  std::int64_t result = 0;
  const bool overflow = __builtin_add_overflow(a, b, &result);
  return saturated(overflow, a < 0, result, overflowed);
}

std::int64_t subtract_saturated(std::int64_t a, std::int64_t b, bool& overflowed) {
  std::int64_t result = 0;
  const bool overflow = __builtin_sub_overflow(a, b, &result);
  return saturated(overflow, a < 0, result, overflowed);
}

std::int64_t multiply_saturated(std::int64_t a, std::int64_t b, bool& overflowed) {
  std::int64_t result = 0;
  const bool overflow = __builtin_mul_overflow(a, b, &result);
  return saturated(overflow, (a < 0) != (b < 0), result, overflowed);
}

}  // namespace

std::size_t ExpressionBuilder::NodeHash::operator()(const Node& node) const {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  std::uint64_t hash = static_cast<std::uint64_t>(node.operation);
  for (const std::uint64_t part :
       {std::uint64_t{node.left}, std::uint64_t{node.right}, static_cast<std::uint64_t>(node.value)}) {
    hash = (hash ^ part) * kOdd;
    hash ^= hash >> 29;
  }
  return static_cast<std::size_t>(hash);
}

NodeId ExpressionBuilder::add(Node node, Range range) {
  if (node.operation != Operator::constant && range.least == range.greatest) return constant(range.least);
  const auto [place, fresh] = known_.try_emplace(node, static_cast<NodeId>(nodes_.size()));
  if (fresh) {
    nodes_.push_back(node);
    ranges_.push_back(range);
  }
  return place->second;
}

bool ExpressionBuilder::is_constant(NodeId id, std::int64_t value) const {
  return nodes_[id].operation == Operator::constant && nodes_[id].value == value;
}

bool ExpressionBuilder::opposite(NodeId left, NodeId right) const {
  const auto negates = [this](NodeId a, NodeId b) {
    return nodes_[a].operation == Operator::negation && nodes_[a].left == b;
  };
  return negates(left, right) || negates(right, left);
}

NodeId ExpressionBuilder::constant(std::int64_t value) {
  return add({Operator::constant, 0, 0, value}, {value, value});
}

NodeId ExpressionBuilder::observable(explore::ObservableId id, Range range) {
  return add({Operator::observable, id, 0, 0}, range);
}

NodeId ExpressionBuilder::sum(NodeId left, NodeId right) {
  if (is_constant(left, 0)) return right;
  if (is_constant(right, 0)) return left;
  if (left > right) std::swap(left, right);
  const Range a = ranges_[left];
  const Range b = ranges_[right];
  return add({Operator::sum, left, right, 0}, {add_saturated(a.least, b.least, overflowed_),
                                               add_saturated(a.greatest, b.greatest, overflowed_)});
}

NodeId ExpressionBuilder::difference(NodeId left, NodeId right) {
  if (is_constant(right, 0)) return left;
  if (left == right) return constant(0);
  const Range a = ranges_[left];
  const Range b = ranges_[right];
  return add({Operator::difference, left, right, 0}, {subtract_saturated(a.least, b.greatest, overflowed_),
                                                      subtract_saturated(a.greatest, b.least, overflowed_)});
}

NodeId ExpressionBuilder::product(NodeId left, NodeId right) {
  if (is_constant(left, 1)) return right;
  if (is_constant(right, 1)) return left;
  if (left > right) std::swap(left, right);
  const Range a = ranges_[left];
  const Range b = ranges_[right];
  const auto corners = {multiply_saturated(a.least, b.least, overflowed_),
                        multiply_saturated(a.least, b.greatest, overflowed_),
                        multiply_saturated(a.greatest, b.least, overflowed_),
                        multiply_saturated(a.greatest, b.greatest, overflowed_)};
  return add({Operator::product, left, right, 0}, {std::min(corners), std::max(corners)});
}

NodeId ExpressionBuilder::equal(NodeId left, NodeId right) {
  if (left == right) return constant(1);
  const Range a = ranges_[left];
  const Range b = ranges_[right];
  if (a.greatest < b.least || b.greatest < a.least) return constant(0);
  const bool both_constant = a.least == a.greatest && b.least == b.greatest;
  if (both_constant) return constant(a.least == b.least ? 1 : 0);
  if (left > right) std::swap(left, right);
  return add({Operator::equal, left, right, 0}, kTruth);
}

NodeId ExpressionBuilder::less(NodeId left, NodeId right) {
  const Range a = ranges_[left];
  const Range b = ranges_[right];
  if (a.greatest < b.least) return constant(1);
  if (left == right || a.least >= b.greatest) return constant(0);
  return add({Operator::less, left, right, 0}, kTruth);
}

NodeId ExpressionBuilder::conjunction(NodeId left, NodeId right) {
  if (is_constant(left, 0) || is_constant(right, 0) || opposite(left, right)) return constant(0);
  if (is_constant(left, 1) || left == right) return right;
  if (is_constant(right, 1)) return left;
  if (left > right) std::swap(left, right);
  return add({Operator::conjunction, left, right, 0}, kTruth);
}

NodeId ExpressionBuilder::disjunction(NodeId left, NodeId right) {
  return negation(conjunction(negation(left), negation(right)));
}

NodeId ExpressionBuilder::negation(NodeId operand) {
  const Node& inner = nodes_[operand];
  if (inner.operation == Operator::negation) return inner.left;
  if (inner.operation == Operator::constant) return constant(inner.value ^ 1);
  return add({Operator::negation, operand, 0, 0}, kTruth);
}

NodeId ExpressionBuilder::equivalence(NodeId left, NodeId right) {
  if (is_constant(left, 1)) return right;
  if (is_constant(right, 1)) return left;
  if (is_constant(left, 0)) return negation(right);
  if (is_constant(right, 0)) return negation(left);
  if (opposite(left, right)) return constant(0);
  // not a = b is not (a = b): negations move outside, so that the comparison is one of plain fields.
  const auto stripped = [this](NodeId id, bool& odd) {
    if (nodes_[id].operation != Operator::negation) return id;
    odd = !odd;
    return nodes_[id].left;
  };
  bool odd = false;
  left = stripped(left, odd);
  right = stripped(right, odd);
  const NodeId same = equal(left, right);
  return odd ? negation(same) : same;
}

void ExpressionBuilder::clear() {
  nodes_.clear();
  ranges_.clear();
  known_.clear();
  overflowed_ = false;
}

BoundExpression ExpressionBuilder::extract(NodeId root) const {
  const auto binary = [](Operator operation) {
    return operation != Operator::constant && operation != Operator::observable &&
           operation != Operator::negation;
  };
  std::vector<bool> needed(root + 1, false);
  needed[root] = true;
  for (NodeId id = root + 1; id-- > 0;) {
    if (!needed[id]) continue;
    const Node& node = nodes_[id];
    if (binary(node.operation) || node.operation == Operator::negation) needed[node.left] = true;
    if (binary(node.operation)) needed[node.right] = true;
  }
  std::vector<NodeId> moved(root + 1);
  std::vector<Node> kept;
  for (NodeId id = 0; id <= root; ++id) {
    if (!needed[id]) continue;
    moved[id] = static_cast<NodeId>(kept.size());
    Node node = nodes_[id];
    if (binary(node.operation) || node.operation == Operator::negation) node.left = moved[node.left];
    if (binary(node.operation)) node.right = moved[node.right];
    kept.push_back(node);
  }
  return BoundExpression(std::move(kept));
}

}  // namespace braid::formula
