// The order that any sequential explanation of a history must keep.
#pragma once

#include <boost/dynamic_bitset.hpp>
#include <vector>

#include "braid/checker/history/history.h"

namespace braid::history {

/// Why one operation must come before another.
enum class OrderReason : std::uint8_t {
  program,      ///< the process called it first
  seen,         ///< it wrote what the other read
  overwritten,  ///< it read, or wrote, what the other replaced
};

/// A graph of operations, with the initial values' writes as one more node, which is before all. Saturated:
/// for each read, a write of the same that must precede it precedes the write it saw; one that must follow
/// that write follows the read.
class OrderGraph {
 public:
  struct Edge {
    std::uint32_t to = 0;
    OrderReason reason = OrderReason::program;
  };

  /// The operations of the history but for writes of unknown outcome that nobody has seen. O(rounds * n^3 /
  /// 64) time, n^2 / 4 bytes. REQUIRES unique writes.
  explicit OrderGraph(const History& history);

  /// Operations of the shortest cycle, in its order; empty: there is none.
  [[nodiscard]] std::vector<std::uint32_t> shortest_cycle() const;

  /// By node: the history's number; the last node is the initial values.
  [[nodiscard]] const std::vector<std::uint32_t>& operations() const { return operations_; }

  /// The nodes that must come before a node. REQUIRES that there is no cycle.
  [[nodiscard]] const boost::dynamic_bitset<>& before(std::uint32_t node) const { return before_[node]; }

  /// A read of what nobody wrote, if there is one.
  [[nodiscard]] std::uint32_t read_of_nothing() const { return read_of_nothing_; }

 private:
  void add_edge(std::uint32_t from, std::uint32_t to, OrderReason reason);
  void add_program_order(const History& history);
  void add_reads(const History& history);
  bool close();
  bool saturate(const History& history);

  std::vector<std::uint32_t> operations_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<boost::dynamic_bitset<>> before_;
  std::vector<std::vector<std::uint32_t>> writes_of_;          ///< by object, nodes
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen_;  ///< reads and the writes that they saw
  std::uint32_t read_of_nothing_ = kNone;
};

}  // namespace braid::history
