#include "braid/checker/history/order_graph.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/topological_sort.hpp>
#include <boost/graph/visitors.hpp>
#include <map>

#include "braid/checker/history/writes.h"

namespace braid::history {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

Graph boost_graph(const std::vector<std::vector<OrderGraph::Edge>>& edges) {
  Graph graph(edges.size());
  for (std::size_t from = 0; from < edges.size(); ++from) {
    for (const OrderGraph::Edge& edge : edges[from]) boost::add_edge(from, edge.to, graph);
  }
  return graph;
}

}  // namespace

OrderGraph::OrderGraph(const History& history) {
  const Writes writes(history);
  std::vector<bool> wanted(history.operations.size());
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& operation = history.operations[number];
    wanted[number] = wanted[number] || operation.is_known();
    if (operation.kind != OperationKind::read) continue;
    if (const std::uint32_t seen = writes.seen_by(operation); seen != kNone) wanted[seen] = true;
  }
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    if (wanted[number]) operations_.push_back(number);
  }
  edges_.resize(operations_.size() + 1);
  writes_of_.resize(history.objects.size());
  add_program_order(history);
  add_reads(history);
  if (read_of_nothing_ != kNone) return;
  while (close() && saturate(history)) {
  }
}

void OrderGraph::add_edge(std::uint32_t from, std::uint32_t to, OrderReason reason) {
  const auto known =
      std::any_of(edges_[from].begin(), edges_[from].end(), [&](const Edge& edge) { return edge.to == to; });
  if (!known) edges_[from].push_back({to, reason});
}

void OrderGraph::add_program_order(const History& history) {
  std::map<std::uint32_t, std::uint32_t> last;  // by process
  const auto initial = static_cast<std::uint32_t>(operations_.size());
  for (std::uint32_t node = 0; node < operations_.size(); ++node) {
    const Operation& operation = history.operations[operations_[node]];
    const auto [entry, first] = last.try_emplace(operation.process, node);
    add_edge(first ? initial : entry->second, node, OrderReason::program);
    entry->second = node;
    if (operation.kind == OperationKind::write) writes_of_[operation.object].push_back(node);
  }
}

void OrderGraph::add_reads(const History& history) {
  const Writes writes(history);
  std::vector<std::uint32_t> node_of(history.operations.size(), kNone);
  for (std::uint32_t node = 0; node < operations_.size(); ++node) node_of[operations_[node]] = node;
  const auto initial = static_cast<std::uint32_t>(operations_.size());
  for (std::uint32_t node = 0; node < operations_.size(); ++node) {
    const Operation& operation = history.operations[operations_[node]];
    if (operation.kind != OperationKind::read) continue;
    const std::uint32_t seen = writes.seen_by(operation);
    if (operation.value != kInitial && seen == kNone) {
      read_of_nothing_ = operations_[node];
      return;
    }
    const std::uint32_t write = seen == kNone ? initial : node_of[seen];
    add_edge(write, node, OrderReason::seen);
    seen_.emplace_back(node, write);
  }
}

/// Computes what precedes each node; false where there is a cycle.
bool OrderGraph::close() {
  const Graph graph = boost_graph(edges_);
  std::vector<std::size_t> reversed;
  try {
    boost::topological_sort(graph, std::back_inserter(reversed));
  } catch (const boost::not_a_dag&) {
    return false;
  }
  before_.assign(edges_.size(), boost::dynamic_bitset<>(edges_.size()));
  for (auto node = reversed.rbegin(); node != reversed.rend(); ++node) {
    for (const Edge& edge : edges_[*node]) {
      before_[edge.to] |= before_[*node];
      before_[edge.to].set(*node);
    }
  }
  return true;
}

/// Adds what follows; whether anything did.
bool OrderGraph::saturate(const History& history) {
  bool added = false;
  for (const auto& [read, write] : seen_) {
    for (const std::uint32_t other : writes_of_[history.operations[operations_[read]].object]) {
      if (other == write) continue;
      if (before_[read][other] && !before_[write][other]) {
        add_edge(other, write, OrderReason::overwritten);
        added = true;
      }
      if (before_[other][write] && !before_[other][read]) {
        add_edge(read, other, OrderReason::overwritten);
        added = true;
      }
    }
  }
  return added;
}

std::vector<std::uint32_t> OrderGraph::shortest_cycle() const {
  const Graph graph = boost_graph(edges_);
  std::vector<std::uint32_t> shortest;
  std::size_t least = edges_.size() + 1;
  std::vector<std::size_t> parent(edges_.size());
  std::vector<std::size_t> distance(edges_.size());
  for (std::size_t from = 0; from < operations_.size(); ++from) {
    std::fill(distance.begin(), distance.end(), 0);
    for (std::size_t node = 0; node < parent.size(); ++node) parent[node] = node;
    boost::breadth_first_search(graph, from,
                                boost::visitor(boost::make_bfs_visitor(std::pair(
                                    boost::record_distances(distance.data(), boost::on_tree_edge()),
                                    boost::record_predecessors(parent.data(), boost::on_tree_edge())))));
    for (std::size_t node = 0; node < edges_.size(); ++node) {
      const bool closes = std::any_of(edges_[node].begin(), edges_[node].end(),
                                      [&](const Edge& edge) { return edge.to == from; });
      const bool reached = node != from && distance[node] > 0;
      if (!closes || !reached || distance[node] + 1 >= least) continue;
      least = distance[node] + 1;
      shortest.clear();
      for (std::size_t at = node; at != from; at = parent[at]) {
        if (at < operations_.size())
          shortest.push_back(operations_[at]);  // the initial values are no operation
      }
      shortest.push_back(operations_[from]);
      std::reverse(shortest.begin(), shortest.end());
    }
    if (least == 2) break;
  }
  return shortest;
}

}  // namespace braid::history
