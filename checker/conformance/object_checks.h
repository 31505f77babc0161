// Checks objects of a server, one after another, and keeps what was found.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/conformance/message_call.h"
#include "braid/checker/conformance/state_search.h"

namespace braid::conformance {

/// A reply that the model of the server does not explain.
struct Finding {
  std::string object;  ///< what of the server it is about: `the size of /f0`
  std::uint32_t call = 0;
  std::vector<RefusingState> states;  ///< all that were possible
};

/// What a call does to one object. Of a call that was not answered only its effects matter.
template <class Step>
struct ObjectCall {
  std::uint32_t call = 0;
  bool required = true;
  std::vector<Step> steps;
};

/// Something that the server may do of its own accord, in that time.
template <class Step>
struct ServerStep {
  std::int64_t start = 0;
  std::int64_t end = kNever;
  Step step;
  bool required = false;
};

/// Limits of a check.
struct CheckLimits {
  std::uint64_t most_states = 20'000;  ///< of one object at once
  std::function<bool()> stop;          ///< asked between objects; true ends the check
};

/// Not thread-safe.
class ObjectChecks {
 public:
  ObjectChecks(const MessageCalls& calls, CheckLimits limits)
      : calls_(calls), limits_(std::move(limits)), constrained_(calls.size(), false) {}

  /// Follows an object that `name` calls. `effect` gives the step that is left of a step of a call of which
  /// it is not known whether it was carried out: its effect, or nothing.
  template <class Machine, class Name, class Effect>
  void check(const Machine& machine, const Name& name,
             const std::vector<ObjectCall<typename Machine::Step>>& calls,
             const std::vector<ServerStep<typename Machine::Step>>& server_steps, const Effect& effect) {
    using Step = typename Machine::Step;
    if (stopped()) return;
    std::vector<Invocation<Step>> invocations;
    invocations.reserve(calls.size() + server_steps.size());
    for (const ObjectCall<Step>& call : calls) {
      const MessageCall& timing = calls_[call.call];
      if (timing.fate == Fate::dropped) continue;
      Invocation<Step> invocation{call.call, timing.start, timing.end, call.required, call.steps};
      if (timing.fate == Fate::unanswered || !call.required) {
        invocation.required = false;
        invocation.steps.clear();
        for (const Step& step : call.steps) {
          if (const std::optional<Step> left = effect(step)) invocation.steps.push_back(*left);
        }
      }
      if (!invocation.steps.empty()) invocations.push_back(std::move(invocation));
    }
    if (invocations.empty()) return;
    for (const ServerStep<Step>& own : server_steps)
      invocations.push_back({kNoCall, own.start, own.end, own.required, {own.step}});
    StateSearch<Machine> search(machine, invocations, limits_.most_states,
                                [this](std::uint32_t call) { return calls_.describe(call); });
    keep(search.run(), name);
  }

  /// A violation that was found otherwise.
  void add(Finding finding) { findings_.push_back(std::move(finding)); }
  void constrain(std::uint32_t call) { constrained_[call] = true; }

  [[nodiscard]] bool stopped() {
    stopped_ = stopped_ || (limits_.stop && limits_.stop());
    return stopped_;
  }
  [[nodiscard]] std::vector<Finding>& findings() { return findings_; }
  [[nodiscard]] std::uint64_t objects() const { return objects_; }
  [[nodiscard]] std::uint64_t most_states() const { return most_states_; }
  /// Objects that had too many states at once.
  [[nodiscard]] const std::vector<std::string>& lost() const { return lost_; }
  [[nodiscard]] std::uint64_t constrained() const {
    return static_cast<std::uint64_t>(std::count(constrained_.begin(), constrained_.end(), true));
  }

 private:
  template <class Name>
  void keep(SearchResult result, const Name& name) {
    ++objects_;
    most_states_ = std::max(most_states_, result.most_states);
    for (const std::uint32_t call : result.constrained) constrained_[call] = true;
    if (result.unexplained) add({name(), *result.unexplained, std::move(result.states)});
    if (result.forgotten > 0) lost_.push_back(name());
  }

  const MessageCalls& calls_;
  CheckLimits limits_;
  std::vector<bool> constrained_;
  std::vector<Finding> findings_;
  std::vector<std::string> lost_;
  std::uint64_t objects_ = 0;
  std::uint64_t most_states_ = 0;
  bool stopped_ = false;
};

}  // namespace braid::conformance
