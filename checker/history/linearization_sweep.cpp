#include "braid/checker/history/linearization_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/history/coming_reads.h"
#include "braid/checker/history/recorded_effects.h"
#include "braid/checker/history/sweep_states.h"

namespace braid::history {
namespace {

constexpr std::size_t kMostInProgress = 256;

struct LimitMet {
  std::string why;
};

class Sweep {
 public:
  Sweep(const History& history, std::span<const std::uint32_t> operations, const Until& until,
        const SweepLimits& limits, std::uint64_t& states)
      : limits_(limits),
        states_(states),
        effects_(history, operations, until),
        coming_(effects_),
        shape_(effects_.places(), effects_.slots()),
        visited_(shape_),
        before_(shape_),
        after_(shape_),
        unknown_(shape_.words() - shape_.value_words(), 0),
        state_(shape_.words()),
        next_(shape_.words()),
        open_(effects_.slots() + 1) {}

  /// Throws LimitMet.
  [[nodiscard]] Answer run() {
    if (effects_.slots() > kMostInProgress)
      throw LimitMet{fmt::format("more than {} operations are in progress at once", kMostInProgress)};
    start();
    for (std::uint32_t moment = 0; moment < effects_.moments().size(); ++moment) {
      const Moment& now = effects_.moments()[moment];
      const Effect& effect = effects_.effects()[now.effect];
      coming_.advance(moment);
      if (!now.is_return) {
        in_progress_.push_back(now.effect);
        if (!effect.is_known()) unknown_[effect.slot / 64] |= std::uint64_t{1} << effect.slot % 64;
      } else if (!complete(now.effect)) {
        ended_at_ = effect.operation;
        return Answer::violated;
      }
    }
    return Answer::holds;
  }

  /// At whose return there was no way on; what shows that may return later.
  [[nodiscard]] std::uint32_t ended_at() const { return ended_at_; }

 private:
  void start() {
    for (std::size_t place = 0; place < effects_.places(); ++place)
      StateShape::set_value(state_.data(), place, effects_.initial_known(place) ? kInitial : kAnything);
    before_.clear(unknown_);
    static_cast<void>(before_.admit(state_.data()));
  }

  /// Goes on to the states after the operation's return; false if there are none.
  bool complete(std::uint32_t number) {
    const std::size_t slot = effects_.effects()[number].slot;
    visited_.clear(unknown_);
    after_.clear(unknown_);
    for (std::uint32_t k = 0; k < before_.size(); ++k) {
      if (!before_.live(k)) continue;
      next_.assign(before_.at(k), before_.at(k) + shape_.words());
      forget_unseen();
      visit(next_.data());
    }
    // By how many operations have taken effect: what uses fewest unknown ones comes first.
    for (std::vector<std::uint32_t>& level : open_) {
      for (std::size_t k = 0; k < level.size(); ++k) {
        if (!visited_.live(level[k])) continue;
        state_.assign(visited_.at(level[k]), visited_.at(level[k]) + shape_.words());
        count_state();
        if (shape_.done(state_.data(), slot)) {
          shape_.reset_done(state_.data(), slot);
          static_cast<void>(after_.admit(state_.data()));
        } else {
          let_one_more_take_effect();
        }
      }
      level.clear();
    }
    std::erase(in_progress_, number);
    std::swap(before_, after_);
    return before_.size() > 0;
  }

  void visit(const std::uint64_t* state) {
    if (visited_.admit(state)) open_[shape_.count_done(state)].push_back(visited_.size() - 1);
  }

  /// In `next_`: values that were seen for the last time.
  void forget_unseen() {
    for (std::uint32_t place = 0; place < effects_.places(); ++place) {
      const ValueId held = StateShape::value(next_.data(), place);
      const ValueId seen = coming_.as_seen(place, held);
      if (seen != held) StateShape::set_value(next_.data(), place, seen);
    }
  }

  /// In each way that `state_` allows.
  void let_one_more_take_effect() {
    const auto done = [&](const Effect& effect) { return shape_.done(next_.data(), effect.slot); };
    for (const std::uint32_t number : in_progress_) {
      const Effect& effect = effects_.effects()[number];
      if (shape_.done(state_.data(), effect.slot)) continue;
      next_ = state_;
      bool changed = false;
      const bool applied = effects_.apply(
          effect, [&](std::size_t place) { return StateShape::value(next_.data(), place); },
          [&](std::size_t place, ValueId value) {
            changed = true;
            StateShape::set_value(next_.data(), place, value);
          });
      if (!applied) continue;
      shape_.set_done(next_.data(), effect.slot);
      if (changed) {
        const ValueId held = coming_.as_seen(effect.place, StateShape::value(next_.data(), effect.place));
        if (!coming_.possible(effect.place, held, done)) continue;
        StateShape::set_value(next_.data(), effect.place, held);
      }
      visit(next_.data());
    }
  }

  void count_state() {
    constexpr std::uint64_t kBetweenQuestions = 4096;
    if (++states_ > limits_.most_states)
      throw LimitMet{fmt::format("more than {} states are needed", limits_.most_states)};
    if (states_ % kBetweenQuestions == 0 && limits_.stop && limits_.stop())
      throw LimitMet{"it was stopped by a limit of time or memory"};
  }

  const SweepLimits& limits_;
  std::uint64_t& states_;
  RecordedEffects effects_;
  ComingReads coming_;
  StateShape shape_;
  LeastStates visited_;
  LeastStates before_;
  LeastStates after_;
  std::vector<std::uint64_t> unknown_;  // slots of effects in progress of unknown outcome
  std::vector<std::uint64_t> state_;
  std::vector<std::uint64_t> next_;
  std::vector<std::vector<std::uint32_t>> open_;  // by how many have taken effect: numbers in visited_
  std::vector<std::uint32_t> in_progress_;
  std::uint32_t ended_at_ = kNone;
};

/// The return up to which the operations are not linearizable, but up to the one before it are. REQUIRES that
/// they are not, and that they are up to what returned before `moment`. Prefixes are monotone.
class FirstUnexplained {
 public:
  FirstUnexplained(const History& history, std::span<const std::uint32_t> operations, std::uint32_t ended_at,
                   const SweepLimits& limits, std::uint64_t& states)
      : history_(history), operations_(operations), limits_(limits), states_(states) {
    for (const std::uint32_t number : operations) {
      if (history.operations[number].is_known()) returns_.push_back(number);
    }
    std::sort(returns_.begin(), returns_.end(),
              [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    const auto found = std::lower_bound(returns_.begin(), returns_.end(), ended_at,
                                        [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    good_ = static_cast<std::size_t>(found - returns_.begin());
    bad_ = returns_.size();
  }

  /// The sweep ended where it saw that there was no way on: what shows it mostly comes soon.
  [[nodiscard]] std::uint32_t find() {
    for (std::size_t step = 1; good_ + step < bad_; step *= 2) {
      if (!try_until(good_ + step)) break;
    }
    while (good_ + 1 < bad_) {
      if (!try_until(good_ + (bad_ - good_) / 2) && stopped_) break;
    }
    return returns_[bad_ - 1];
  }

 private:
  [[nodiscard]] std::pair<std::int64_t, std::uint32_t> key(std::uint32_t number) const {
    return {history_.operations[number].end, number};
  }

  /// Whether the first so many returns are explained.
  bool try_until(std::size_t count) {
    const Answer answer = linearizable_until(history_, operations_, returns_[count - 1], limits_, states_);
    stopped_ = answer == Answer::unknown;
    if (answer == Answer::holds) good_ = count;
    if (answer == Answer::violated) bad_ = count;
    return answer == Answer::holds;
  }

  const History& history_;
  std::span<const std::uint32_t> operations_;
  const SweepLimits& limits_;
  std::uint64_t& states_;
  std::vector<std::uint32_t> returns_;
  std::size_t good_ = 0;  // so many returns are explained
  std::size_t bad_ = 0;
  bool stopped_ = false;
};

}  // namespace

SweepResult sweep_linearizations(const History& history, std::span<const std::uint32_t> operations,
                                 const SweepLimits& limits) {
  SweepResult result;
  try {
    Sweep sweep(history, operations, {}, limits, result.states);
    result.answer = sweep.run();
    result.ended_at = sweep.ended_at();
  } catch (const LimitMet& limit) {
    result.answer = Answer::unknown;
    result.why_unknown = limit.why;
  }
  return result;
}

std::uint32_t first_unexplained(const History& history, std::span<const std::uint32_t> operations,
                                std::uint32_t ended_at, const SweepLimits& limits, std::uint64_t& states) {
  return FirstUnexplained(history, operations, ended_at, limits, states).find();
}

Answer linearizable_until(const History& history, std::span<const std::uint32_t> operations,
                          std::uint32_t last, const SweepLimits& limits, std::uint64_t& states) {
  try {
    return Sweep(history, operations, {history.operations[last].end, last}, limits, states).run();
  } catch (const LimitMet&) {
    return Answer::unknown;
  }
}

}  // namespace braid::history
