#include "braid/checker/history/linearization_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>

namespace braid::history {
namespace {

constexpr std::size_t kMostInProgress = 256;
using InProgress = std::bitset<kMostInProgress>;
/// What an object holds of which nobody knows the initial value: the first to read it settles that.
constexpr ValueId kAnything = kNone;

/// What the objects hold, and which operations in progress have taken effect.
struct State {
  std::vector<ValueId> values;
  InProgress done;
  friend bool operator==(const State&, const State&) = default;
};

struct Hash {
  std::size_t operator()(const State& state) const {
    std::size_t hash = std::hash<InProgress>()(state.done);
    for (const ValueId value : state.values) hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 29U);
  }
};

/// Of states that are equal but for operations of unknown outcome, those that have used a least set of them.
class LeastStates {
 public:
  explicit LeastStates(const InProgress& unknown) : unknown_(unknown) {}

  /// Whether no state that was admitted is as good.
  [[nodiscard]] bool admit(const State& state) {
    const InProgress mine = state.done & unknown_;
    std::vector<InProgress>& least = used_[{state.values, state.done & ~unknown_}];
    const auto includes = [](const InProgress& more, const InProgress& less) {
      return (more & less) == less;
    };
    if (std::any_of(least.begin(), least.end(),
                    [&](const InProgress& other) { return includes(mine, other); }))
      return false;
    std::erase_if(least, [&](const InProgress& other) { return includes(other, mine); });
    least.push_back(mine);
    return true;
  }

  [[nodiscard]] std::vector<State> all() const {
    std::vector<State> states;
    for (const auto& [known, least] : used_) {
      for (const InProgress& mine : least) states.push_back({known.values, known.done | mine});
    }
    return states;
  }

 private:
  InProgress unknown_;
  std::unordered_map<State, std::vector<InProgress>, Hash> used_;
};

struct LimitMet {
  std::string why;
};

/// A call or return.
struct Moment {
  std::int64_t time = 0;
  bool is_return = false;
  std::uint32_t operation = 0;
};

class Sweep {
 public:
  Sweep(const History& history, std::span<const std::uint32_t> operations, const SweepLimits& limits)
      : history_(history), limits_(limits), values_(history.values) {
    for (std::size_t k = 0; k < values_.size(); ++k) numbers_.emplace(values_[k], static_cast<ValueId>(k));
    find_values_that_are_read(operations);
    for (const std::uint32_t number : operations) add(number);
    std::sort(moments_.begin(), moments_.end(), [](const Moment& a, const Moment& b) {
      return std::tie(a.time, a.is_return, a.operation) < std::tie(b.time, b.is_return, b.operation);
    });
  }

  SweepResult run() {
    SweepResult result;
    State first{std::vector<ValueId>(objects_.size(), kInitial), {}};
    for (const auto& [object, place] : objects_) {
      if (!history_.initial_known[object]) first.values[place] = kAnything;
    }
    front_.push_back(std::move(first));
    try {
      for (const Moment& moment : moments_) {
        if (!moment.is_return) {
          call(moment.operation);
        } else if (!complete(moment.operation)) {
          result.answer = Answer::violated;
          result.failed_at = moment.operation;
          break;
        }
      }
      if (result.answer == Answer::unknown) result.answer = Answer::holds;
    } catch (const LimitMet& limit) {
      result.why_unknown = limit.why;
    }
    result.states = states_;
    return result;
  }

 private:
  /// A write of unknown outcome that nobody can have seen need never take effect.
  void find_values_that_are_read(std::span<const std::uint32_t> operations) {
    const auto see = [&](std::uint32_t object, ValueId value) { seen_.emplace(object, value); };
    for (const std::uint32_t number : operations) {
      const Operation& operation = history_.operations[number];
      if (operation.kind == OperationKind::append) appended_to_ = true;
      if (operation.kind == OperationKind::read) see(operation.object, operation.value);
      if (operation.kind == OperationKind::compare_and_set) see(operation.object, operation.expected);
      for (std::uint32_t k = 0; k < operation.part_count; ++k) {
        const TransactionPart& part = history_.parts[operation.first_part + k];
        if (part.kind == OperationKind::append) appended_to_ = true;
        if (part.kind == OperationKind::read) see(part.object, part.value);
      }
    }
  }

  bool can_matter(const Operation& operation) const {
    if (operation.is_known() || operation.kind == OperationKind::transaction) return true;
    if (operation.kind == OperationKind::read) return false;
    if (!appended_to_) return seen_.count({operation.object, operation.value}) > 0;
    // What is read may be a text that was written, and then appended to.
    const std::string& text = history_.values[operation.value];
    return std::any_of(seen_.begin(), seen_.end(), [&](const auto& seen) {
      return seen.first == operation.object && history_.values[seen.second].find(text) != std::string::npos;
    });
  }

  void add(std::uint32_t number) {
    const Operation& operation = history_.operations[number];
    if (!can_matter(operation)) return;
    const auto number_object = [&](std::uint32_t object) {
      objects_.try_emplace(object, static_cast<std::uint32_t>(objects_.size()));
    };
    if (operation.kind != OperationKind::transaction) number_object(operation.object);
    for (std::uint32_t k = 0; k < operation.part_count; ++k)
      number_object(history_.parts[operation.first_part + k].object);
    moments_.push_back({operation.start, false, number});
    if (operation.is_known()) moments_.push_back({operation.end, true, number});
  }

  void call(std::uint32_t number) {
    std::size_t slot = 0;
    while (slot < kMostInProgress && in_use_[slot]) ++slot;
    if (slot == kMostInProgress)
      throw LimitMet{fmt::format("more than {} operations are in progress at once", kMostInProgress)};
    in_use_.set(slot);
    unknown_.set(slot, !history_.operations[number].is_known());
    slots_[number] = slot;
    operation_in_[slot] = number;
  }

  /// The states after the operation's return; false if there are none.
  bool complete(std::uint32_t number) {
    const std::size_t slot = slots_.at(number);
    LeastStates visited(unknown_);
    LeastStates after(unknown_);
    // By how many operations have taken effect: what uses fewest unknown ones comes first.
    std::vector<std::vector<State>> open(kMostInProgress + 1);
    for (State& state : front_) {
      if (visited.admit(state)) open[state.done.count()].push_back(std::move(state));
    }
    for (std::size_t level = 0; level < open.size(); ++level) {
      for (std::size_t k = 0; k < open[level].size(); ++k) {
        State state = std::move(open[level][k]);
        count_state();
        if (state.done[slot]) {
          state.done.reset(slot);
          static_cast<void>(after.admit(state));
        } else {
          let_one_more_take_effect(state, visited, open);
        }
      }
      open[level].clear();
    }
    in_use_.reset(slot);
    front_ = after.all();
    return !front_.empty();
  }

  void let_one_more_take_effect(const State& state, LeastStates& visited,
                                std::vector<std::vector<State>>& open) {
    for (std::size_t other = 0; other < kMostInProgress; ++other) {
      if (!in_use_[other] || state.done[other]) continue;
      State next = state;
      if (!apply(history_.operations[operation_in_[other]], next.values)) continue;
      next.done.set(other);
      if (visited.admit(next)) open[next.done.count()].push_back(std::move(next));
    }
  }

  void count_state() {
    constexpr std::uint64_t kBetweenQuestions = 4096;
    if (++states_ > limits_.most_states)
      throw LimitMet{fmt::format("more than {} states are needed", limits_.most_states)};
    if (states_ % kBetweenQuestions == 0 && limits_.stop && limits_.stop())
      throw LimitMet{"it was stopped by a limit of time or memory"};
  }

  bool apply(const Operation& operation, std::vector<ValueId>& values) {
    if (operation.kind != OperationKind::transaction)
      return apply(operation.kind, operation.object, operation.value, operation.expected, values);
    for (std::uint32_t k = 0; k < operation.part_count; ++k) {
      const TransactionPart& part = history_.parts[operation.first_part + k];
      if (!apply(part.kind, part.object, part.value, kInitial, values)) return false;
    }
    return true;
  }

  bool apply(OperationKind kind, std::uint32_t object, ValueId value, ValueId expected,
             std::vector<ValueId>& values) {
    ValueId& held = values[objects_.at(object)];
    switch (kind) {
      case OperationKind::read:
        if (held == kAnything) held = value;
        return held == value;
      case OperationKind::compare_and_set:
        if (held != expected && held != kAnything) return false;
        held = value;
        return true;
      case OperationKind::append:
        held = appended(held, value);
        return true;
      default:
        held = value;
        return true;
    }
  }

  ValueId appended(ValueId held, ValueId value) {
    const auto known = appends_.find({held, value});
    if (known != appends_.end()) return known->second;
    const std::string text = (held == kAnything ? std::string() : values_[held]) + values_[value];
    const auto [entry, added] = numbers_.try_emplace(text, static_cast<ValueId>(values_.size()));
    if (added) values_.push_back(text);
    return appends_[{held, value}] = entry->second;
  }

  const History& history_;
  const SweepLimits& limits_;
  std::vector<std::string> values_;  ///< the history's, and those that appends make
  std::unordered_map<std::string, ValueId> numbers_;
  std::map<std::pair<ValueId, ValueId>, ValueId> appends_;
  std::set<std::pair<std::uint32_t, ValueId>> seen_;
  bool appended_to_ = false;
  std::unordered_map<std::uint32_t, std::uint32_t> objects_;
  std::vector<Moment> moments_;
  std::unordered_map<std::uint32_t, std::size_t> slots_;
  std::array<std::uint32_t, kMostInProgress> operation_in_{};
  InProgress in_use_;
  InProgress unknown_;
  std::vector<State> front_;
  std::uint64_t states_ = 0;
};

}  // namespace

SweepResult sweep_linearizations(const History& history, std::span<const std::uint32_t> operations,
                                 const SweepLimits& limits) {
  return Sweep(history, operations, limits).run();
}

}  // namespace braid::history
