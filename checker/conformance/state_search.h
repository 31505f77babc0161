// Follows all states that one object of a server can be in while calls are answered one after another.
//
// A call is carried out step by step between its start and its end, and what it does to the object, and what
// it tells of it, are its steps there. The states that are possible between two events are found by subset
// construction: when a call is answered, all orders of hidden steps of outstanding calls that lead to its
// last step are tried, and what its reply contradicts is left out. Steps are taken no sooner than some reply
// needs them, which loses nothing (Lowe, "Testing for linearizability", 2017, just-in-time linearization).
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/conformance/invocation.h"

namespace braid::conformance {

/// A Machine is what objects of one kind do:
///   State, Step             values; states are ordered
///   initial()               nothing is known
///   successors(s, step, v)  appends the states that the step leads to; none: s refuses it
///   harmless(s, step, new)  the step leaves s as it is and nothing is gained by waiting with it
///                           (`new`: s came about while the call was outstanding)
///   hopeless(s, step)       s, and all that can come of it, will refuse the step
///   helps(s, other, goal)   whether to try another call's step before `goal`, the next step of the call that
///                           is being answered
///   lingers(step)           whether it matters though no reply needs it, if the call need not be carried
///                           out
///   repeats(step)           it may happen again as long as the call is outstanding
///   compares(s, step)       the step tells something that s knows already
///   tell(s), refusal(s, step), accepted(s, step)   for people
template <class Machine>
class StateSearch {
 public:
  using State = typename Machine::State;
  using Step = typename Machine::Step;
  /// An object that has too many states so often is not followed any further.
  static constexpr std::uint64_t kMostForgotten = 16;

  /// `describe` names a call. More than `most_states` are not held. All are borrowed.
  StateSearch(const Machine& machine, std::span<const Invocation<Step>> invocations,
              std::uint64_t most_states, std::function<std::string(std::uint32_t)> describe)
      : machine_(machine),
        invocations_(invocations),
        most_states_(most_states),
        describe_(std::move(describe)) {}

  /// Up to the first reply that no state explains. Time: linear in the invocations, times the states that
  /// are possible at once. Deterministic.
  [[nodiscard]] SearchResult run() {
    SearchResult result = follow(true);
    if (!result.unexplained || !pruned_) return result;
    // What has no future is not wrong yet: which event is the first, only a search tells that keeps it.
    SearchResult exact = follow(false);
    return exact.unexplained && exact.forgotten == 0 ? exact : result;
  }

 private:
  struct Configuration {
    State state;
    std::vector<std::uint8_t> taken;  ///< steps, of each outstanding invocation
    friend auto operator<=>(const Configuration&, const Configuration&) = default;
    friend bool operator==(const Configuration&, const Configuration&) = default;
  };
  using Configurations = std::set<Configuration>;

  struct Event {
    std::int64_t time = 0;
    bool is_end = false;
    std::uint32_t invocation = 0;
    friend auto operator<=>(const Event&, const Event&) = default;
  };

  struct Outstanding {
    std::uint32_t invocation = 0;
    bool required = true;
  };

  SearchResult follow(bool prunes) {
    prunes_ = prunes;
    result_ = {};
    outstanding_.clear();
    forget();
    for (const Event& event : events()) {
      if (!event.is_end) {
        begin(event.invocation);
      } else if (!answer(event.invocation)) {
        result_.unexplained = invocations_[event.invocation].call;
        break;
      }
      if (result_.forgotten == kMostForgotten) break;
    }
    std::sort(result_.constrained.begin(), result_.constrained.end());
    const auto last = std::unique(result_.constrained.begin(), result_.constrained.end());
    result_.constrained.erase(last, result_.constrained.end());
    return std::move(result_);
  }

  [[nodiscard]] std::vector<Event> events() const {
    std::vector<Event> events;
    events.reserve(2 * invocations_.size());
    for (std::uint32_t k = 0; k < invocations_.size(); ++k) {
      events.push_back({invocations_[k].start, false, k});
      if (invocations_[k].end != kNever) events.push_back({invocations_[k].end, true, k});
    }
    std::sort(events.begin(), events.end());
    return events;
  }

  [[nodiscard]] const std::vector<Step>& steps_of(std::size_t slot) const {
    return invocations_[outstanding_[slot].invocation].steps;
  }

  /// Everything is possible again. What is outstanding may have been carried out, or not.
  void forget() {
    current_.clear();
    for (Outstanding& call : outstanding_) call.required = false;
    current_.insert({machine_.initial(), std::vector<std::uint8_t>(outstanding_.size(), 0)});
  }

  void begin(std::uint32_t invocation) {
    outstanding_.push_back({invocation, invocations_[invocation].required});
    Configurations next;
    while (!current_.empty()) {
      Configuration configuration = std::move(current_.extract(current_.begin()).value());
      configuration.taken.push_back(0);
      take_harmless(configuration, outstanding_.size() - 1, false);
      next.insert(std::move(configuration));
    }
    current_ = std::move(next);
  }

  void take_harmless(Configuration& configuration, std::size_t slot, bool is_new) {
    const std::vector<Step>& steps = steps_of(slot);
    std::uint8_t& taken = configuration.taken[slot];
    while (taken < steps.size() && machine_.harmless(configuration.state, steps[taken], is_new)) {
      note(configuration.state, slot, steps[taken]);
      ++taken;
    }
  }

  /// Takes steps at once where that is harmless. False where a call that is outstanding has no future.
  bool complete(Configuration& configuration) {
    for (std::size_t slot = 0; slot < outstanding_.size(); ++slot) {
      take_harmless(configuration, slot, true);
      if (!prunes_ || !outstanding_[slot].required) continue;
      const std::vector<Step>& steps = steps_of(slot);
      for (std::size_t k = configuration.taken[slot]; k < steps.size(); ++k) {
        if (machine_.hopeless(configuration.state, steps[k])) {
          pruned_ = true;
          return false;
        }
      }
    }
    return true;
  }

  void note(const State& state, std::size_t slot, const Step& step) {
    const std::uint32_t call = invocations_[outstanding_[slot].invocation].call;
    if (call != kNoCall && machine_.compares(state, step) &&
        (result_.constrained.empty() || result_.constrained.back() != call))
      result_.constrained.push_back(call);
  }

  /// False where no state explains it.
  bool answer(std::uint32_t invocation) {
    const auto place = std::find_if(outstanding_.begin(), outstanding_.end(),
                                    [&](const Outstanding& call) { return call.invocation == invocation; });
    const auto slot = static_cast<std::size_t>(place - outstanding_.begin());
    if (!place->required) {
      perhaps(slot);
    } else {
      Configurations reached = answered_from(slot);
      if (too_many_) {
        forget_too_many();
      } else if (reached.empty()) {
        tell_refusals(slot);
        return false;
      } else {
        current_ = std::move(reached);
      }
    }
    remove(slot);
    result_.most_states = std::max<std::uint64_t>(result_.most_states, current_.size());
    return true;
  }

  void forget_too_many() {
    ++result_.forgotten;
    too_many_ = false;
    forget();
  }

  /// A call is over that may have been carried out, or not.
  void perhaps(std::size_t slot) {
    const std::vector<Step>& steps = steps_of(slot);
    if (std::none_of(steps.begin(), steps.end(), [&](const Step& step) { return machine_.lingers(step); }))
      return;
    Configurations reached = answered_from(slot, true);
    current_.merge(reached);
    if (too_many_ || current_.size() > most_states_) forget_too_many();
  }

  /// All configurations in which the call of the slot is over; with `in_part`, or has begun.
  Configurations answered_from(std::size_t slot, bool in_part = false) {
    refused_.clear();
    Configurations reached;
    Configurations seen = current_;
    std::vector<const Configuration*> left;
    for (const Configuration& configuration : seen) left.push_back(&configuration);
    while (!left.empty()) {
      const Configuration& configuration = *left.back();
      left.pop_back();
      const bool is_over = configuration.taken[slot] == steps_of(slot).size();
      if (is_over || (in_part && configuration.taken[slot] > 0)) reached.insert(configuration);
      if (is_over) continue;
      expand(configuration, slot, seen, left, reached);
      if (seen.size() > most_states_) {
        too_many_ = true;
        break;
      }
    }
    return reached;
  }

  /// What a step of the goal leads to that may happen again goes to `reached` as well: it is never over.
  void expand(const Configuration& from, std::size_t goal, Configurations& seen,
              std::vector<const Configuration*>& left, Configurations& reached) {
    const Step& wanted = steps_of(goal)[from.taken[goal]];
    for (std::size_t slot = 0; slot < outstanding_.size(); ++slot) {
      const std::vector<Step>& steps = steps_of(slot);
      const std::size_t taken = from.taken[slot];
      if (taken == steps.size()) continue;
      if (slot != goal && !machine_.helps(from.state, steps[taken], wanted)) continue;
      successors_.clear();
      machine_.successors(from.state, steps[taken], successors_);
      note(from.state, slot, steps[taken]);
      if (successors_.empty() && slot == goal) refused_.push_back({from, taken});
      for (const State& state : successors_) {
        Configuration next{state, from.taken};
        const bool repeats = machine_.repeats(steps[taken]);
        if (!repeats) ++next.taken[slot];
        const Configuration* inserted = insert_new(seen, std::move(next), left);
        if (repeats && slot == goal && inserted != nullptr && state != from.state) reached.insert(*inserted);
      }
    }
  }

  /// Where it is now; null for one without a future.
  const Configuration* insert_new(Configurations& seen, Configuration next,
                                  std::vector<const Configuration*>& left) {
    if (!complete(next)) return nullptr;
    const auto [place, added] = seen.insert(std::move(next));
    if (added) left.push_back(&*place);
    return &*place;
  }

  void remove(std::size_t slot) {
    outstanding_.erase(outstanding_.begin() + static_cast<std::ptrdiff_t>(slot));
    Configurations next;
    while (!current_.empty()) {
      Configuration configuration = std::move(current_.extract(current_.begin()).value());
      configuration.taken.erase(configuration.taken.begin() + static_cast<std::ptrdiff_t>(slot));
      next.insert(std::move(configuration));
    }
    current_ = std::move(next);
  }

  void tell_refusals(std::size_t goal) {
    std::set<RefusingState> told;
    for (const Refused& refused : refused_) {
      const Step& step = steps_of(goal)[refused.step];
      RefusingState state;
      state.state = machine_.tell(refused.configuration.state);
      for (std::size_t slot = 0; slot < outstanding_.size(); ++slot) {
        if (slot == goal || refused.configuration.taken[slot] == 0) continue;
        state.executed += (state.executed.empty() ? "" : ", ") +
                          describe_(invocations_[outstanding_[slot].invocation].call);
      }
      state.refusal = machine_.refusal(refused.configuration.state, step);
      state.accepted = machine_.accepted(refused.configuration.state, step);
      told.insert(std::move(state));
    }
    result_.states.assign(told.begin(), told.end());
  }

  struct Refused {
    Configuration configuration;
    std::size_t step = 0;
  };

  const Machine& machine_;
  std::span<const Invocation<Step>> invocations_;
  std::uint64_t most_states_;
  std::function<std::string(std::uint32_t)> describe_;
  std::vector<Outstanding> outstanding_;
  Configurations current_;
  std::vector<State> successors_;
  std::vector<Refused> refused_;
  bool too_many_ = false;
  bool prunes_ = true;
  bool pruned_ = false;
  SearchResult result_;
};

}  // namespace braid::conformance
