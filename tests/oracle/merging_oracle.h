// An oracle for larger systems: states and their weights in plain maps, merged where paths meet, rank by
// rank.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "schedule_enumerator.h"

namespace braid::oracle {

/// Explores a system that has, besides what OracleSystem asks, `rank(state)`, which grows along every step.
template <OracleSystem System>
class MergingOracle {
 public:
  explicit MergingOracle(const System& system) : system_(system), best_(system.predicate_count()) {}

  [[nodiscard]] Exploration explore() {
    Node first{system_.initial(), 1, 1, {{kNobody, RankedSchedule{}}}};
    fronts_[system_.rank(first.state)].emplace(system_.key(first.state), std::move(first));
    while (!fronts_.empty()) {
      const auto front = fronts_.extract(fronts_.begin());
      for (const auto& [key, node] : front.mapped()) visit(key, node, front.key());
    }
    for (const auto& best : best_) {
      result_.counterexamples.push_back(best ? std::optional(best->labels) : std::nullopt);
    }
    return std::move(result_);
  }

 private:
  using State = typename System::State;
  static constexpr std::int64_t kNobody = -1;

  struct Node {
    State state;
    BigInteger schedules = 0;
    BigRational probability = 0;
    std::map<std::int64_t, RankedSchedule> best;  // by last actor: the canonical one of those
  };
  using Front = std::map<std::string, Node>;

  void visit(const std::string& key, const Node& node, std::int64_t rank) {
    if (!seen_.insert(key).second) throw std::logic_error("a state has two ranks");
    ++result_.states;
    const std::uint32_t violations = system_.violations(node.state);
    for (std::size_t predicate = 0; predicate < best_.size(); ++predicate) {
      if ((violations >> predicate & 1) != 0) improve(best_[predicate], canonical(node));
    }
    const auto successors = system_.successors(node.state);
    result_.transitions += successors.size();
    if (successors.empty()) return end(node);
    std::map<std::uint32_t, std::uint64_t> steps_of;  // by actor
    for (const auto& successor : successors) ++steps_of[successor.actor];
    for (const auto& successor : successors) {
      const std::int64_t target_rank = system_.rank(successor.state);
      if (target_rank <= rank) throw std::logic_error("a rank does not grow");
      Node& target = fronts_[target_rank]
                         .try_emplace(system_.key(successor.state), Node{successor.state, 0, 0, {}})
                         .first->second;
      target.schedules += node.schedules;
      target.probability += node.probability * fraction(1, steps_of.size() * steps_of[successor.actor]);
      extend(node, successor.actor, successor.label, target);
    }
  }

  static void extend(const Node& node, std::uint32_t actor, std::uint32_t label, Node& target) {
    for (const auto& [last, schedule] : node.best) {
      RankedSchedule longer = schedule;
      ++longer.steps;
      if (last != kNobody && last != std::int64_t{actor}) ++longer.switches;
      longer.labels.push_back(label);
      const auto [known, fresh] = target.best.try_emplace(actor, longer);
      if (!fresh && longer < known->second) known->second = longer;
    }
  }

  void end(const Node& node) {
    const OutcomeName name = system_.outcome(node.state);
    FoundOutcome& found = result_.outcomes[name];
    found.schedules += node.schedules;
    found.probability += node.probability;
    std::optional<RankedSchedule>& witness = witnesses_[name];
    improve(witness, canonical(node));
    found.witness = witness->labels;
  }

  [[nodiscard]] static RankedSchedule canonical(const Node& node) {
    RankedSchedule best = node.best.begin()->second;
    for (const auto& [last, schedule] : node.best) best = std::min(best, schedule);
    return best;
  }
  static void improve(std::optional<RankedSchedule>& best, const RankedSchedule& candidate) {
    if (!best || candidate < *best) best = candidate;
  }

  const System& system_;
  Exploration result_;
  std::map<std::int64_t, Front> fronts_;
  std::set<std::string> seen_;
  std::map<OutcomeName, std::optional<RankedSchedule>> witnesses_;
  std::vector<std::optional<RankedSchedule>> best_;  // by predicate
};

template <OracleSystem System>
[[nodiscard]] Exploration explore_merging(const System& system) {
  return MergingOracle<System>(system).explore();
}

}  // namespace braid::oracle
