#include "braid/checker/history/order_graph.h"

#include <algorithm>
#include <set>

#include "braid/checker/history/writes.h"

namespace braid::history {

OrderGraph::OrderGraph(const History& history, std::span<const std::uint32_t> operations) {
  choose_operations(history, operations);
  leaving_.resize(operations_.size() + 1);
  writes_of_.resize(history.objects.size());
  add_program_order(history);
  add_reads(history);
  if (read_of_nothing_ != kNone) return;
  do {
    ++round_;
    has_cycle_ = !close();
  } while (!has_cycle_ && saturate(history));
}

void OrderGraph::choose_operations(const History& history, std::span<const std::uint32_t> operations) {
  const Writes writes(history);
  std::set<std::uint32_t> seen;
  for (const std::uint32_t number : operations) {
    if (history.operations[number].kind == OperationKind::read)
      seen.insert(writes.seen_by(history.operations[number]));
  }
  for (const std::uint32_t number : operations) {
    if (history.operations[number].is_known() || seen.count(number) > 0) operations_.push_back(number);
  }
}

std::uint32_t OrderGraph::add_edge(std::uint32_t from, std::uint32_t to, OrderReason reason,
                                   std::uint32_t read) {
  const auto number = static_cast<std::uint32_t>(edges_.size());
  edges_.push_back({from, to, reason, read});
  round_of_.push_back(round_);
  leaving_[from].push_back(number);
  return number;
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
  std::map<std::uint32_t, std::uint32_t> node_of;
  for (std::uint32_t node = 0; node < operations_.size(); ++node) node_of[operations_[node]] = node;
  const auto initial = static_cast<std::uint32_t>(operations_.size());
  for (std::uint32_t node = 0; node < operations_.size(); ++node) {
    const Operation& operation = history.operations[operations_[node]];
    if (operation.kind != OperationKind::read) continue;
    std::uint32_t write = initial;
    if (operation.value != kInitial) {
      const auto entry = node_of.find(writes.seen_by(operation));
      if (entry == node_of.end()) {
        read_of_nothing_ = operations_[node];
        return;
      }
      write = entry->second;
    }
    add_edge(write, node, OrderReason::seen);
    seen_.emplace_back(node, write);
    write_seen_by_[node] = write;
  }
}

/// Computes what precedes each node; false where there is a cycle.
bool OrderGraph::close() {
  std::vector<std::size_t> entering(leaving_.size(), 0);
  for (const Edge& edge : edges_) ++entering[edge.to];
  std::vector<std::uint32_t> open;
  for (std::uint32_t node = 0; node < leaving_.size(); ++node) {
    if (entering[node] == 0) open.push_back(node);
  }
  before_.assign(leaving_.size(), boost::dynamic_bitset<>(leaving_.size()));
  std::size_t closed = 0;
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    ++closed;
    for (const std::uint32_t number : leaving_[node]) {
      const std::uint32_t to = edges_[number].to;
      before_[to] |= before_[node];
      before_[to].set(node);
      if (--entering[to] == 0) open.push_back(to);
    }
  }
  return closed == leaving_.size();
}

/// Adds what follows; whether anything did.
bool OrderGraph::saturate(const History& history) {
  const std::size_t known = edges_.size();
  for (const auto& [read, write] : seen_) {
    for (const std::uint32_t other : writes_of_[history.operations[operations_[read]].object]) {
      if (other == write) continue;
      if (before_[read][other] && !before_[write][other])
        add_edge(other, write, OrderReason::overwritten, read);
      if (before_[other][write] && !before_[other][read])
        add_edge(read, other, OrderReason::overwritten, read);
    }
  }
  return edges_.size() > known;
}

/// Edges from one node to another, in their order, by breadth first; none of that round or a later one. From
/// a node to itself: a cycle.
std::vector<std::uint32_t> OrderGraph::shortest_path(std::uint32_t from, std::uint32_t to,
                                                     std::uint32_t earlier_than) const {
  std::vector<std::uint32_t> reached_by(leaving_.size(), kNone);
  std::vector<std::uint32_t> queue{from};
  for (std::size_t k = 0; k < queue.size() && reached_by[to] == kNone; ++k) {
    for (const std::uint32_t number : leaving_[queue[k]]) {
      const std::uint32_t next = edges_[number].to;
      if (round_of_[number] >= earlier_than || reached_by[next] != kNone) continue;
      reached_by[next] = number;
      queue.push_back(next);
    }
  }
  std::vector<std::uint32_t> path;
  if (reached_by[to] == kNone) return path;
  do {
    path.push_back(reached_by[path.empty() ? to : edges_[path.back()].from]);
  } while (edges_[path.back()].from != from);
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<OrderGraph::Edge> OrderGraph::shortest_cycle() const {
  std::vector<std::uint32_t> shortest;
  for (std::uint32_t node = 0; has_cycle_ && node < operations_.size() && shortest.size() != 2; ++node) {
    auto cycle = shortest_path(node, node, kNone);
    if (!cycle.empty() && (shortest.empty() || cycle.size() < shortest.size())) shortest = std::move(cycle);
  }
  std::vector<Edge> cycle;
  for (const std::uint32_t number : shortest) cycle.push_back(edges_[number]);
  return cycle;
}

std::vector<OrderGraph::Edge> OrderGraph::explained(const std::vector<Edge>& edges) const {
  std::vector<Edge> all;
  std::set<std::pair<std::uint32_t, std::uint32_t>> told;
  std::vector<Edge> open = edges;
  while (!open.empty()) {
    const Edge edge = open.back();
    open.pop_back();
    if (!told.emplace(edge.from, edge.to).second) continue;
    all.push_back(edge);
    if (edge.reason != OrderReason::overwritten) continue;
    const auto itself = std::find_if(leaving_[edge.from].begin(), leaving_[edge.from].end(),
                                     [&](std::uint32_t number) { return edges_[number].to == edge.to; });
    // The read follows the other write, or the other write follows what was read.
    const std::uint32_t write = write_seen_by_.at(edge.read);
    const bool follows = edge.from == edge.read;
    const auto path = follows ? shortest_path(write, edge.to, round_of_[*itself])
                              : shortest_path(edge.from, edge.read, round_of_[*itself]);
    for (const std::uint32_t number : path) open.push_back(edges_[number]);
    open.push_back({write, edge.read, OrderReason::seen, kNone});
  }
  return all;
}

}  // namespace braid::history
