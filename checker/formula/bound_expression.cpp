#include "braid/checker/formula/bound_expression.h"

#include <unordered_set>

namespace braid::formula {

void add_observables(const BoundExpression& expression, std::vector<explore::ObservableId>& ids) {
  std::unordered_set<explore::ObservableId> known(ids.begin(), ids.end());
  for (const Node& node : expression.nodes()) {
    if (node.operation == Operator::observable && known.insert(node.left).second) ids.push_back(node.left);
  }
}

}  // namespace braid::formula
