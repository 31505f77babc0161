#include "afs_history.h"

#include <utility>

namespace braid::oracle {
namespace {

class HistorySearch {
 public:
  HistorySearch(const Trace& trace, const std::vector<HistoryClaim>& claims)
      : trace_(trace), claims_(claims), oracle_(trace), history_(oracle_.initial()) {
    findings_.decided.resize(claims.size());
  }

  [[nodiscard]] HistoryFindings run() {
    visit();
    return std::move(findings_);
  }

 private:
  void visit() {
    const auto successors = oracle_.successors(history_.now());
    const bool ended = successors.empty();
    if (ended && oracle_.outcome(history_.now()).ending == Ending::error) return improve(findings_.error);
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      const ConditionKind kind = claims_[i].kind;
      if (kind != ConditionKind::always && !ended) continue;
      const bool by_truth = kind == ConditionKind::exists || kind == ConditionKind::never;
      if (claims_[i].truth(history_) == by_truth) improve(findings_.decided[i]);
    }
    for (const auto& successor : successors) take(successor);
  }

  void take(const Successor<AfsOracle::State>& successor) {
    const std::uint32_t client = successor.actor;
    const Event& event = trace_.actors[client].events[history_.now().clients[client].done];
    const bool switches = !history_.steps().empty() && history_.steps().back().client != client;
    path_.labels.push_back(successor.label);
    ++path_.steps;
    path_.switches += switches ? 1 : 0;
    history_.push({client, event, successor.state});
    visit();
    history_.pop();
    path_.switches -= switches ? 1 : 0;
    --path_.steps;
    path_.labels.pop_back();
  }

  void improve(std::optional<RankedSchedule>& best) const {
    if (!best || path_ < *best) best = path_;
  }

  const Trace& trace_;
  const std::vector<HistoryClaim>& claims_;
  AfsOracle oracle_;
  AfsHistory history_;
  RankedSchedule path_;
  HistoryFindings findings_;
};

}  // namespace

HistoryFindings search_every_schedule(const Trace& trace, const std::vector<HistoryClaim>& claims) {
  return HistorySearch(trace, claims).run();
}

}  // namespace braid::oracle
