// The order that any sequential explanation of a history must keep.
#pragma once

#include <boost/dynamic_bitset.hpp>
#include <map>
#include <span>
#include <vector>

#include "braid/checker/history/history.h"

namespace braid::history {

/// Why one operation must come before another.
enum class OrderReason : std::uint8_t {
  program,      ///< the process called it first
  seen,         ///< it wrote what the other read
  overwritten,  ///< else a read would not have returned what it did
};

/// A graph of operations, with the initial values' writes as one more node, which is before all. Saturated:
/// for each read, a write of the same that must precede it precedes the write it saw; one that must follow
/// that write follows the read.
class OrderGraph {
 public:
  struct Edge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    OrderReason reason = OrderReason::program;
    std::uint32_t read = kNone;  ///< overwritten: the read that would else be wrong; `from` itself perhaps
  };

  /// A graph of the given operations but for writes of unknown outcome that nobody has seen. O(rounds * n^3 /
  /// 64) time, n^2 / 4 bytes. REQUIRES unique writes.
  OrderGraph(const History& history, std::span<const std::uint32_t> operations);

  [[nodiscard]] bool has_cycle() const { return has_cycle_; }

  /// The edges of the shortest cycle, in its order; empty: there is none. O(n * edges).
  [[nodiscard]] std::vector<Edge> shortest_cycle() const;

  /// The edges, and those that each follows from, and so on: what these are of is a contradiction alone.
  [[nodiscard]] std::vector<Edge> explained(const std::vector<Edge>& edges) const;

  /// By node: the history's number; the last node, the initial values, is none of them.
  [[nodiscard]] const std::vector<std::uint32_t>& operations() const { return operations_; }

  /// The nodes that must come before a node. REQUIRES that there is no cycle.
  [[nodiscard]] const boost::dynamic_bitset<>& before(std::uint32_t node) const { return before_[node]; }

  /// A read of what nobody wrote, if there is one; then the graph is not saturated.
  [[nodiscard]] std::uint32_t read_of_nothing() const { return read_of_nothing_; }

 private:
  void choose_operations(const History& history, std::span<const std::uint32_t> operations);
  std::uint32_t add_edge(std::uint32_t from, std::uint32_t to, OrderReason reason,
                         std::uint32_t read = kNone);
  void add_program_order(const History& history);
  void add_reads(const History& history);
  bool close();
  bool saturate(const History& history);
  [[nodiscard]] std::vector<std::uint32_t> shortest_path(std::uint32_t from, std::uint32_t to,
                                                         std::uint32_t earlier_than) const;

  std::vector<std::uint32_t> operations_;
  std::vector<Edge> edges_;                          ///< in the order in which they were found
  std::vector<std::uint32_t> round_of_;              ///< of each edge: the round of saturation that found it
  std::vector<std::vector<std::uint32_t>> leaving_;  ///< by node, edges
  std::vector<boost::dynamic_bitset<>> before_;
  std::vector<std::vector<std::uint32_t>> writes_of_;          ///< by object, nodes
  std::vector<std::pair<std::uint32_t, std::uint32_t>> seen_;  ///< reads and the writes that they saw
  std::map<std::uint32_t, std::uint32_t> write_seen_by_;       ///< the same, by read
  std::uint32_t read_of_nothing_ = kNone;
  std::uint32_t round_ = 0;
  bool has_cycle_ = false;
};

}  // namespace braid::history
