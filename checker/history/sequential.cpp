#include "braid/checker/history/sequential.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

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

std::string cycle_text(const History& history, const std::vector<std::uint32_t>& cycle) {
  std::string text;
  for (const std::uint32_t number : cycle) {
    const Operation& operation = history.operations[number];
    text += fmt::format("{} {} {} must come before ", describe(history, operation),
                        operation.kind == OperationKind::read ? "returning" : "writing",
                        value_text(history, operation.value));
  }
  return text + "the first of these";
}

}  // namespace

Verdict check_sequential(const History& history, const SweepLimits& limits) {
  Verdict verdict;
  verdict.model = "sequential";
  for (const Operation& operation : history.operations)
    verdict.reads += operation.kind == OperationKind::read ? 1 : 0;
  if (history.operations.size() > kMostOperations) {
    verdict.why_unknown = fmt::format("more than {} operations", kMostOperations);
    return verdict;
  }
  const OrderGraph graph(history);
  if (graph.read_of_nothing() != kNone) {
    const Operation& read = history.operations[graph.read_of_nothing()];
    verdict.answer = Answer::violated;
    verdict.contradiction =
        Contradiction{fmt::format("{} returned {}, which nobody wrote", describe(history, read),
                                  value_text(history, read.value)),
                      {graph.read_of_nothing()},
                      read.object};
    return verdict;
  }
  const std::vector<std::uint32_t> cycle = graph.shortest_cycle();
  if (!cycle.empty()) {
    verdict.answer = Answer::violated;
    verdict.contradiction =
        Contradiction{cycle_text(history, cycle), cycle, history.operations[cycle.front()].object};
    return verdict;
  }
  CutSweep sweep(history, graph, limits);
  verdict.answer = sweep.run();
  verdict.measure = fmt::format("{} cuts", sweep.states());
  if (verdict.answer == Answer::unknown) verdict.why_unknown = "no order was found within the limits";
  if (verdict.answer == Answer::violated) {
    verdict.contradiction = Contradiction{
        "no order of all operations explains all reads, although no few of them contradict each other",
        {},
        0};
  }
  return verdict;
}

}  // namespace braid::history
