// Expressions whose names are resolved and whose constants are folded: what is evaluated on states.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "braid/checker/explore/observable.h"

namespace braid::formula {

/// Truth is 1 and falsehood 0. Every other connective and comparison is expressed by these.
enum class Operator : std::uint8_t {
  constant,     ///< value
  observable,   ///< the observable `left`
  sum,          ///< left + right
  difference,   ///< left - right
  product,      ///< left * right
  equal,        ///< left = right
  less,         ///< left < right
  conjunction,  ///< left and right
  negation      ///< not left
};

using NodeId = std::uint32_t;

/// One operation. `left` and `right` are earlier nodes (of an observable, `left` is its ObservableId).
struct Node {
  Operator operation = Operator::constant;
  NodeId left = 0;
  NodeId right = 0;
  std::int64_t value = 0;
  friend bool operator==(const Node&, const Node&) = default;
};

/// An inclusive range of values.
struct Range {
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

/// A directed acyclic graph of nodes, operands before their users, the root last. As long as every observable
/// stays in its declared range, no operation overflows. Never empty; the default is the constant 0.
class BoundExpression {
 public:
  BoundExpression() : nodes_(1) {}
  /// REQUIRES nodes is not empty and each operand stands before its user.
  explicit BoundExpression(std::vector<Node> nodes) : nodes_(std::move(nodes)) {}

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] const Node& root() const { return nodes_.back(); }
  [[nodiscard]] bool constant() const { return root().operation == Operator::constant; }

  friend bool operator==(const BoundExpression&, const BoundExpression&) = default;

 private:
  std::vector<Node> nodes_;
};

/// The observables that `expression` reads are added to `ids`, those of the first nodes first, without
/// repetition.
void add_observables(const BoundExpression& expression, std::vector<explore::ObservableId>& ids);

/// The value of one node, given `values` of the nodes before it.
template <class Get>
[[nodiscard]] std::int64_t evaluate_node(const Node& node, const std::int64_t* values, Get& get) {
  switch (node.operation) {
    case Operator::constant:
      return node.value;
    case Operator::observable:
      return static_cast<std::int64_t>(get(explore::ObservableId{node.left}));
    case Operator::sum:
      return values[node.left] + values[node.right];
    case Operator::difference:
      return values[node.left] - values[node.right];
    case Operator::product:
      return values[node.left] * values[node.right];
    case Operator::equal:
      return values[node.left] == values[node.right] ? 1 : 0;
    case Operator::less:
      return values[node.left] < values[node.right] ? 1 : 0;
    case Operator::conjunction:
      return values[node.left] & values[node.right];
    case Operator::negation:
      return values[node.left] ^ 1;
  }
  return 0;
}

/// The expression's value in one state; `get(id)` gives the value of an observable there.
/// Linear in the nodes; allocates only for more than 64 of them.
template <class Get>
[[nodiscard]] std::int64_t evaluate(const BoundExpression& expression, Get&& get) {
  const std::vector<Node>& nodes = expression.nodes();
  const auto run = [&](std::int64_t* values) {
    for (std::size_t i = 0; i < nodes.size(); ++i) values[i] = evaluate_node(nodes[i], values, get);
    return values[nodes.size() - 1];
  };
  constexpr std::size_t kSmall = 64;
  if (nodes.size() <= kSmall) {
    std::array<std::int64_t, kSmall> values;
    return run(values.data());
  }
  std::vector<std::int64_t> values(nodes.size());
  return run(values.data());
}

}  // namespace braid::formula
