// A slow oracle: whether some order of hidden steps explains all calls, by trying every one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <vector>

#include "braid/checker/conformance/invocation.h"

namespace braid::conformance {

/// Tries every order of steps that keeps to program order within calls and to real time between them, and
/// for calls that may not have been carried out every number of their steps. A Server has
///   State, Step             values; states are ordered
///   successors(s, step, v)  appends the states that the step leads to; none: s refuses it
///   repeats(step)           it may happen any number of times as long as its call is outstanding
template <class Server>
class LiteralSearch {
 public:
  using State = typename Server::State;
  using Call = Invocation<typename Server::Step>;

  /// Borrows all.
  LiteralSearch(const Server& server, std::span<const State> initial, std::span<const Call> calls)
      : server_(server), initial_(initial), calls_(calls) {}

  /// The first call, by the order of ends, up to which the calls cannot be explained; nothing where all can.
  std::optional<std::uint32_t> first_unexplained() {
    std::vector<std::uint32_t> ends(calls_.size());
    std::iota(ends.begin(), ends.end(), 0U);
    std::erase_if(ends, [&](std::uint32_t k) { return calls_[k].end == kNever || !calls_[k].required; });
    std::sort(ends.begin(), ends.end(),
              [&](std::uint32_t a, std::uint32_t b) { return calls_[a].end < calls_[b].end; });
    for (const std::uint32_t last : ends) {
      until_ = calls_[last].end;
      taken_.assign(calls_.size(), 0);
      tried_.clear();
      const bool explained = std::any_of(initial_.begin(), initial_.end(),
                                         [&](const State& state) { return explain(state, 0); });
      if (!explained) return calls_[last].call;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool must_end(std::size_t k) const { return calls_[k].required && calls_[k].end <= until_; }

  /// Whether the rest can be carried out from `now` on, the time of the last step that was taken.
  bool explain(const State& state, std::int64_t now) {
    bool done = true;
    for (std::size_t k = 0; k < calls_.size(); ++k)
      done = done && (!must_end(k) || taken_[k] == calls_[k].steps.size());
    if (done) return true;
    if (!tried_.insert({state, taken_, now}).second) return false;
    for (std::size_t k = 0; k < calls_.size(); ++k) {
      const Call& call = calls_[k];
      const std::int64_t time = std::max(now, call.start);
      if (taken_[k] == call.steps.size() || time > std::min(call.end, until_)) continue;
      const std::size_t step = taken_[k];
      std::vector<State> next;
      server_.successors(state, call.steps[step], next);
      if (!server_.repeats(call.steps[step])) ++taken_[k];
      for (const State& successor : next) {
        if (explain(successor, time)) return true;
      }
      taken_[k] = step;
    }
    return false;
  }

  const Server& server_;
  std::span<const State> initial_;
  std::span<const Call> calls_;
  std::int64_t until_ = 0;
  std::vector<std::size_t> taken_;
  std::set<std::tuple<State, std::vector<std::size_t>, std::int64_t>> tried_;  ///< in vain
};

}  // namespace braid::conformance
