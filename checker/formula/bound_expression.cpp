#include "braid/checker/formula/bound_expression.h"

#include <algorithm>

namespace braid::formula {

void add_observables(const BoundExpression& expression, std::vector<explore::ObservableId>& ids) {
  for (const Node& node : expression.nodes()) {
    if (node.operation != Operator::observable) continue;
    if (std::find(ids.begin(), ids.end(), node.left) == ids.end()) ids.push_back(node.left);
  }
}

}  // namespace braid::formula
