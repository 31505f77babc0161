// The slow, obvious oracle: runs every schedule of a system, one after the other, from its start to its end.
#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "exploration.h"

namespace braid::oracle {

/// A step that a state can take, and where it leads.
template <class State>
struct Successor {
  std::uint32_t actor = 0;
  std::uint32_t label = 0;
  State state;
};

/// What an oracle asks of a system:
/// - successors(state): all steps that can be taken;
/// - key(state): equal for equal states, different for different ones;
/// - outcome(state): how a schedule ends here, when there is no successor;
/// - violations(state): bit i is set if predicate i, of predicate_count(), is true of the state.
template <class S>
concept OracleSystem = requires(const S& system, const typename S::State& state) {
  { system.initial() } -> std::same_as<typename S::State>;
  { system.successors(state) } -> std::same_as<std::vector<Successor<typename S::State>>>;
  { system.key(state) } -> std::convertible_to<std::string>;
  { system.outcome(state) } -> std::same_as<OutcomeName>;
  { system.predicate_count() } -> std::convertible_to<std::size_t>;
  { system.violations(state) } -> std::convertible_to<std::uint32_t>;
};

/// Enumerates every schedule, by recursion. Probabilities are added up by denominator, and a denominator must
/// stay below 2^64.
template <OracleSystem System>
class ScheduleEnumerator {
 public:
  explicit ScheduleEnumerator(const System& system) : system_(system), best_(system.predicate_count()) {}

  [[nodiscard]] Exploration enumerate() {
    visit(system_.initial(), std::nullopt, 1);
    Exploration result;
    result.states = seen_.size();
    result.transitions = transitions_;
    for (auto& [name, ends] : ends_) {
      FoundOutcome& found = result.outcomes[name];
      for (const auto& [denominator, schedules] : ends.by_denominator) {
        found.schedules += schedules;
        found.probability += fraction(schedules, denominator);
      }
      found.witness = ends.best->labels;
    }
    for (const auto& best : best_) {
      result.counterexamples.push_back(best ? std::optional(best->labels) : std::nullopt);
    }
    return result;
  }

 private:
  using State = typename System::State;

  struct Ends {
    std::map<std::uint64_t, std::uint64_t> by_denominator;
    std::optional<RankedSchedule> best;
  };

  void visit(const State& state, std::optional<std::uint32_t> last_actor, std::uint64_t denominator) {
    const auto successors = system_.successors(state);
    const auto [known, fresh] = seen_.try_emplace(system_.key(state), 0);
    if (fresh) {
      known->second = system_.violations(state);
      transitions_ += successors.size();
    }
    for (std::size_t predicate = 0; predicate < best_.size(); ++predicate) {
      if ((known->second >> predicate & 1) != 0) improve(best_[predicate]);
    }
    if (successors.empty()) {
      Ends& ends = ends_[system_.outcome(state)];
      ++ends.by_denominator[denominator];
      improve(ends.best);
      return;
    }
    std::map<std::uint32_t, std::uint64_t> steps_of;  // by actor
    for (const auto& successor : successors) ++steps_of[successor.actor];
    for (const auto& successor : successors) {
      const bool switches = last_actor && *last_actor != successor.actor;
      path_.labels.push_back(successor.label);
      ++path_.steps;
      path_.switches += switches ? 1 : 0;
      visit(successor.state, successor.actor,
            product(denominator, steps_of.size() * steps_of[successor.actor]));
      path_.switches -= switches ? 1 : 0;
      --path_.steps;
      path_.labels.pop_back();
    }
  }

  void improve(std::optional<RankedSchedule>& best) const {
    if (!best || path_ < *best) best = path_;
  }

  static std::uint64_t product(std::uint64_t a, std::uint64_t b) {
    std::uint64_t result = 0;
    if (__builtin_mul_overflow(a, b, &result))
      throw std::overflow_error("this schedule is too long to enumerate");
    return result;
  }

  const System& system_;
  RankedSchedule path_;
  std::unordered_map<std::string, std::uint32_t> seen_;  // state to violations
  std::uint64_t transitions_ = 0;
  std::map<OutcomeName, Ends> ends_;
  std::vector<std::optional<RankedSchedule>> best_;  // by predicate
};

template <OracleSystem System>
[[nodiscard]] Exploration enumerate_every_schedule(const System& system) {
  return ScheduleEnumerator<System>(system).enumerate();
}

}  // namespace braid::oracle
