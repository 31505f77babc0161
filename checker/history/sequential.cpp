#include "braid/checker/history/sequential.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <unordered_map>

#include "braid/checker/history/linearizable.h"
#include "braid/checker/history/order_graph.h"
#include "braid/checker/history/writes.h"

namespace braid::history {
namespace {

constexpr std::size_t kMostOperations = 6000;

/// How far each process is, and what the objects hold.
struct Cut {
  std::vector<std::uint32_t> positions;
  std::vector<ValueId> values;
  auto operator<=>(const Cut&) const = default;
};

/// Looks for an order by depth first: reads that can be taken are taken at once, since that never hurts.
class CutSweep {
 public:
  CutSweep(const History& history, const OrderGraph& graph, const SweepLimits& limits)
      : history_(history), graph_(graph), limits_(limits) {
    std::map<std::uint32_t, std::size_t> processes;
    for (std::uint32_t node = 0; node < graph.operations().size(); ++node) {
      const Operation& operation = operation_of(node);
      const auto [entry, added] = processes.try_emplace(operation.process, programs_.size());
      if (added) programs_.emplace_back();
      programs_[entry->second].push_back(node);
    }
  }

  Answer run() {
    std::vector<Cut> open{{std::vector<std::uint32_t>(programs_.size(), 0),
                           std::vector<ValueId>(history_.objects.size(), kInitial)}};
    while (!open.empty()) {
      Cut cut = std::move(open.back());
      open.pop_back();
      take_reads(cut);
      if (!visited_.insert(cut).second) continue;
      if (visited_.size() > limits_.most_states) return Answer::unknown;
      if (visited_.size() % 4096 == 0 && limits_.stop && limits_.stop()) return Answer::unknown;
      if (is_final(cut)) return Answer::holds;
      add_writes(cut, open);
    }
    return Answer::violated;
  }

  [[nodiscard]] std::size_t states() const { return visited_.size(); }

 private:
  [[nodiscard]] const Operation& operation_of(std::uint32_t node) const {
    return history_.operations[graph_.operations()[node]];
  }

  [[nodiscard]] bool is_final(const Cut& cut) const {
    for (std::size_t process = 0; process < programs_.size(); ++process) {
      if (cut.positions[process] < programs_[process].size()) return false;
    }
    return true;
  }

  void take_reads(Cut& cut) const {
    for (std::size_t process = 0; process < programs_.size(); ++process) {
      std::uint32_t& position = cut.positions[process];
      while (position < programs_[process].size()) {
        const Operation& next = operation_of(programs_[process][position]);
        if (next.kind != OperationKind::read || cut.values[next.object] != next.value) break;
        ++position;
      }
    }
  }

  /// Whether all that must come before the node is behind the cut.
  [[nodiscard]] bool is_due(const Cut& cut, std::uint32_t node) const {
    for (std::size_t process = 0; process < programs_.size(); ++process) {
      const std::uint32_t position = cut.positions[process];
      if (position < programs_[process].size() && graph_.before(node)[programs_[process][position]])
        return false;
    }
    return true;
  }

  void add_writes(const Cut& cut, std::vector<Cut>& open) const {
    for (std::size_t process = programs_.size(); process-- > 0;) {
      if (cut.positions[process] == programs_[process].size()) continue;
      const std::uint32_t node = programs_[process][cut.positions[process]];
      const Operation& next = operation_of(node);
      if (next.kind != OperationKind::write || !is_due(cut, node)) continue;
      Cut after = cut;
      ++after.positions[process];
      after.values[next.object] = next.value;
      open.push_back(std::move(after));
    }
  }

  const History& history_;
  const OrderGraph& graph_;
  const SweepLimits& limits_;
  std::vector<std::vector<std::uint32_t>> programs_;  ///< nodes, by process
  std::set<Cut> visited_;
};

using Numbers = std::vector<std::uint32_t>;
using Edges = std::vector<OrderGraph::Edge>;

/// Leaves out operations as long as there still is a cycle; a write only once no read needs it.
Numbers minimal(const History& history, Numbers operations) {
  constexpr std::size_t kMost = 60;  // each costs a graph
  const Writes writes(history);
  bool fewer = operations.size() <= kMost;
  while (fewer) {
    fewer = false;
    for (std::size_t k = operations.size(); k-- > 0;) {
      Numbers others = operations;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
      const bool is_needed = std::any_of(others.begin(), others.end(), [&](std::uint32_t number) {
        const Operation& operation = history.operations[number];
        return operation.kind == OperationKind::read && writes.seen_by(operation) == operations[k];
      });
      if (is_needed || !OrderGraph(history, others).has_cycle()) continue;
      operations = std::move(others);
      fewer = true;
    }
  }
  return operations;
}

/// What the edges are of; a write of unknown outcome with a read that shows that it took effect.
Numbers operations_of(const History& history, const OrderGraph& graph, const Edges& edges) {
  std::set<std::uint32_t> numbers;
  for (const OrderGraph::Edge& edge : edges) {
    for (const std::uint32_t node : {edge.from, edge.to}) {
      if (node < graph.operations().size()) numbers.insert(graph.operations()[node]);
    }
  }
  const Writes writes(history);
  std::set<std::uint32_t> shown;
  for (const std::uint32_t number : graph.operations()) {
    const Operation& operation = history.operations[number];
    if (operation.kind != OperationKind::read) continue;
    const std::uint32_t seen = writes.seen_by(operation);
    if (numbers.count(seen) > 0 && !history.operations[seen].is_known() && shown.insert(seen).second)
      numbers.insert(number);
  }
  return {numbers.begin(), numbers.end()};
}

std::string node_text(const History& history, const OrderGraph& graph, std::uint32_t node) {
  if (node == graph.operations().size()) return "what is there at first";
  const Operation& operation = history.operations[graph.operations()[node]];
  return fmt::format("{} {} {}", describe(history, operation),
                     operation.kind == OperationKind::read ? "returning" : "writing",
                     value_text(history, operation.value));
}

std::string edge_text(const History& history, const OrderGraph& graph, const OrderGraph::Edge& edge) {
  std::string why;
  switch (edge.reason) {
    case OrderReason::program:
      why = edge.from == graph.operations().size() ? "" : ", as their process called them";
      break;
    case OrderReason::seen:
      why = ", which saw it";
      break;
    case OrderReason::overwritten:
      why = edge.read == edge.from
                ? ", which would else have replaced that"
                : fmt::format(", or {} would have returned something else",
                              describe(history, history.operations[graph.operations()[edge.read]]));
      break;
  }
  return fmt::format("{} must come before {}{}", node_text(history, graph, edge.from),
                     node_text(history, graph, edge.to), why);
}

/// The shortest cycle, and what it follows from.
Contradiction contradiction_of(const History& history, const OrderGraph& graph) {
  const Numbers operations =
      minimal(history, operations_of(history, graph, graph.explained(graph.shortest_cycle())));
  const OrderGraph small(history, operations);
  std::string sentence;
  for (const OrderGraph::Edge& edge : small.shortest_cycle())
    sentence += (sentence.empty() ? "" : "; ") + edge_text(history, small, edge);
  return {sentence, operations, history.operations[operations.front()].object};
}

Contradiction read_from_nowhere(const History& history, std::uint32_t number) {
  const Operation& read = history.operations[number];
  return {fmt::format("{} returned {}, which nobody wrote", describe(history, read),
                      value_text(history, read.value)),
          {number},
          read.object};
}

/// An object of the contradiction that may have held anything at first, also a value that is written later.
std::optional<std::uint32_t> object_of_unknown_initial(const History& history,
                                                       const Contradiction& contradiction) {
  for (std::uint32_t object = 0; object < history.objects.size(); ++object) {
    const auto& operations = contradiction.operations;
    const bool concerns =
        operations.empty() || std::any_of(operations.begin(), operations.end(), [&](std::uint32_t number) {
          return history.operations[number].object == object;
        });
    if (concerns && !history.initial_known[object]) return object;
  }
  return std::nullopt;
}

void violate(const History& history, Contradiction contradiction, Verdict& verdict) {
  if (const auto object = object_of_unknown_initial(history, contradiction)) {
    verdict.answer = Answer::unknown;
    verdict.why_unknown = fmt::format("it depends on what {} held at first, which is not known (--initial)",
                                      history.objects[*object]);
    return;
  }
  verdict.answer = Answer::violated;
  verdict.contradiction = std::move(contradiction);
}

/// Whether each operation of a process had returned before its next was called.
bool programs_are_in_time(const History& history) {
  std::unordered_map<std::uint32_t, std::int64_t> ends;
  for (const Operation& operation : history.operations) {
    const auto [last, is_first] = ends.try_emplace(operation.process, operation.end);
    if (!is_first && last->second >= operation.start) return false;
    last->second = operation.end;
  }
  return true;
}

/// Too long for the graph: an order that keeps to the real time keeps to programs, too.
void check_long(const History& history, const SweepLimits& limits, Verdict& verdict) {
  if (programs_are_in_time(history) && check_linearizable(history, limits).answer == Answer::holds) {
    verdict.answer = Answer::holds;
    verdict.measure = "linearizable";
    return;
  }
  verdict.why_unknown = fmt::format("more than {} operations, which are not linearizable", kMostOperations);
}

}  // namespace

Verdict check_sequential(const History& history, const SweepLimits& limits) {
  Verdict verdict;
  verdict.model = "sequential";
  for (const Operation& operation : history.operations)
    verdict.reads += operation.kind == OperationKind::read ? 1 : 0;
  if (history.operations.size() > kMostOperations) {
    check_long(history, limits, verdict);
    return verdict;
  }
  Numbers all(history.operations.size());
  std::iota(all.begin(), all.end(), 0U);
  const OrderGraph graph(history, all);
  if (graph.read_of_nothing() != kNone) {
    violate(history, read_from_nowhere(history, graph.read_of_nothing()), verdict);
    return verdict;
  }
  if (graph.has_cycle()) {
    violate(history, contradiction_of(history, graph), verdict);
    return verdict;
  }
  CutSweep sweep(history, graph, limits);
  verdict.answer = sweep.run();
  verdict.measure = fmt::format("{} cuts", sweep.states());
  if (verdict.answer == Answer::unknown) verdict.why_unknown = "no order was found within the limits";
  if (verdict.answer == Answer::violated) {
    violate(history,
            {"no order of all operations explains all reads, although no few of them contradict each other",
             {},
             0},
            verdict);
  }
  return verdict;
}

}  // namespace braid::history
