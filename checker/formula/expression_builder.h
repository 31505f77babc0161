// Builds expressions: folds what is known, shares what is equal.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "braid/checker/formula/bound_expression.h"

namespace braid::formula {

/// Nodes under construction, each with the range of its values. Whatever the ranges decide is folded to a
/// constant. Ranges saturate at the limits of 64 bits; `overflowed` tells that an operation could leave them.
class ExpressionBuilder {
 public:
  NodeId constant(std::int64_t value);
  NodeId observable(explore::ObservableId id, Range range);
  NodeId sum(NodeId left, NodeId right);
  NodeId difference(NodeId left, NodeId right);
  NodeId product(NodeId left, NodeId right);
  NodeId equal(NodeId left, NodeId right);
  NodeId less(NodeId left, NodeId right);
  NodeId conjunction(NodeId left, NodeId right);
  NodeId disjunction(NodeId left, NodeId right);
  NodeId negation(NodeId operand);
  /// left = right for two truth values.
  NodeId equivalence(NodeId left, NodeId right);

  [[nodiscard]] const Node& node(NodeId id) const { return nodes_[id]; }
  [[nodiscard]] Range range(NodeId id) const { return ranges_[id]; }
  [[nodiscard]] bool overflowed() const { return overflowed_; }
  void clear();

  /// The expression with root `root` and no node that it does not need. O(nodes so far).
  [[nodiscard]] BoundExpression extract(NodeId root) const;

 private:
  struct NodeHash {
    std::size_t operator()(const Node& node) const;
  };

  NodeId add(Node node, Range range);
  [[nodiscard]] bool is_constant(NodeId id, std::int64_t value) const;
  [[nodiscard]] bool opposite(NodeId left, NodeId right) const;

  std::vector<Node> nodes_;
  std::vector<Range> ranges_;
  std::unordered_map<Node, NodeId, NodeHash> known_;
  bool overflowed_ = false;
};

}  // namespace braid::formula
