// Compiles an expression for the states of one cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_expression.h"
#include "braid/checker/formula/columns.h"
#include "braid/checker/formula/expression_builder.h"

namespace braid::formula {

/// A compiled condition: conjoins it with register 0.
struct Fragment {
  bool constant = false;  ///< it has the value `truth` in every state, and `program` is empty
  bool truth = false;
  std::vector<Instruction> program;
  std::size_t registers = 1;  ///< register 0 included
};

/// Turns boolean expressions into instructions. What the readings make constant is folded; literals over one
/// word of the state become one masked comparison.
class Specializer {
 public:
  /// Compiles `expression`, or its negation. `reading_of(id)` is an observable's explore::Reading in the
  /// cell.
  template <class ReadingOf>
  [[nodiscard]] Fragment compile(const BoundExpression& expression, bool negated, ReadingOf&& reading_of) {
    begin();
    for (const Node& node : expression.nodes()) {
      if (node.operation == Operator::observable) {
        map_observable(reading_of(explore::ObservableId{node.left}));
      } else {
        map(node);
      }
    }
    return finish(negated);
  }

 private:
  /// A node and the value that it should have.
  struct Literal {
    NodeId node = 0;
    bool truth = true;
  };
  /// Literals over one word of the state: all hold where (word & mask) = value.
  struct Match {
    std::uint32_t word = 0;
    std::uint64_t mask = 0;
    std::uint64_t value = 0;
  };

  void begin();
  void map_observable(const explore::Reading& reading);
  void map(const Node& node);
  [[nodiscard]] Fragment finish(bool negated);

  void emit_conjunction(Literal whole, std::uint32_t target, bool started);
  [[nodiscard]] std::vector<Literal> flattened(Literal whole) const;
  [[nodiscard]] bool as_match(Literal literal, Match& match) const;
  void emit_test(Literal literal, std::uint32_t target, bool& started);
  void emit_equal(const Node& node, bool truth, std::uint32_t target, bool& started);
  bool emit_field_comparison(const Node& node, bool truth, std::uint32_t target, bool& started);
  void emit_less(const Node& node, bool truth, std::uint32_t target, bool& started);
  void emit_value(NodeId id, std::uint32_t target);
  void emit_binary_value(const Node& node, std::uint32_t target);
  void emit_truth(Instruction instruction, bool truth, std::uint32_t target, bool& started);
  [[nodiscard]] std::uint32_t push_register();
  void pop_register() { --depth_; }
  [[nodiscard]] const explore::Reading& reading(const Node& node) const { return readings_[node.left]; }
  [[nodiscard]] bool is_condition(NodeId id) const;

  ExpressionBuilder builder_;
  std::vector<NodeId> mapped_;              ///< the builder's node for each of the expression's
  std::vector<explore::Reading> readings_;  ///< the builder's observable i is read so
  std::vector<Instruction> program_;
  std::uint32_t depth_ = 1;
  std::uint32_t deepest_ = 1;
};

}  // namespace braid::formula
