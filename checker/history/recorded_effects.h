// The operations of a history that a sweep goes through: what each does to which object, and when it was
// called and returned.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "braid/checker/history/history.h"

namespace braid::history {

/// What an object holds of which nobody knows the initial value: the first to read it settles that.
inline constexpr ValueId kAnything = kNone;
/// What an object holds that nobody will see, whatever is appended to it.
inline constexpr ValueId kUnseen = kNone - 1;

/// What one operation does. Objects are numbered densely: places. Moments are the calls and returns in the
/// order of their times.
struct Effect {
  OperationKind kind = OperationKind::read;
  std::uint32_t place = 0;
  ValueId value = kInitial;
  ValueId expected = kInitial;
  std::uint32_t operation = 0;  ///< its number in the history
  std::uint32_t called = 0;     ///< a moment
  std::uint32_t returned = kNone;
  std::uint32_t slot = 0;
  [[nodiscard]] bool is_known() const { return returned != kNone; }
};

/// A call or return of an effect.
struct Moment {
  std::uint32_t effect = 0;
  bool is_return = false;
};

/// A return: the time, and the operation, of those that returned at once.
struct Until {
  std::int64_t time = kNever;
  std::uint32_t operation = kNone;
};

/// The effects of given operations, by their calls. Those of unknown outcome that nobody can have seen are
/// left out, since they need never take effect.
class RecordedEffects {
 public:
  /// What returned behind `until` is of unknown outcome, as if the recording had ended there.
  RecordedEffects(const History& history, std::span<const std::uint32_t> operations, const Until& until);

  [[nodiscard]] std::span<const Effect> effects() const { return effects_; }
  [[nodiscard]] std::span<const Moment> moments() const { return moments_; }
  [[nodiscard]] std::size_t places() const { return places_.size(); }
  /// How many operations are in progress at most, those of unknown outcome from their calls on.
  [[nodiscard]] std::size_t slots() const { return slots_; }
  [[nodiscard]] bool initial_known(std::size_t place) const {
    return history_.initial_known[object_at_[place]];
  }
  [[nodiscard]] bool has_transactions() const { return transactions_; }
  /// Whether something is appended to the object there.
  [[nodiscard]] bool appended_to(std::size_t place) const { return appended_to_[place]; }

  /// Changes the values, one a place, as the effect does: false if it cannot take place there. `get` and
  /// `set` reach a place's value.
  template <class Get, class Set>
  [[nodiscard]] bool apply(const Effect& effect, Get&& get, Set&& set) {
    if (effect.kind != OperationKind::transaction)
      return apply_one(effect.kind, effect.place, effect.value, effect.expected, get, set);
    const Operation& operation = history_.operations[effect.operation];
    for (std::uint32_t k = 0; k < operation.part_count; ++k) {
      const TransactionPart& part = history_.parts[operation.first_part + k];
      if (!apply_one(part.kind, places_.at(part.object), part.value, kInitial, get, set)) return false;
    }
    return true;
  }

  [[nodiscard]] const std::string& text(ValueId value) const {
    const std::size_t recorded = history_.values.size();
    return value < recorded ? history_.values[value] : made_[value - recorded];
  }

 private:
  [[nodiscard]] bool is_known(std::uint32_t number) const {
    const std::int64_t end = history_.operations[number].end;
    return end < until_.time || (end == until_.time && end != kNever && number <= until_.operation);
  }
  void find_values_that_are_read(std::span<const std::uint32_t> operations);
  [[nodiscard]] bool can_matter(std::uint32_t number) const;
  void add(std::uint32_t number);
  void number_text(ValueId value);
  void order_moments();
  void assign_slots();
  std::uint32_t place_of(std::uint32_t object);
  [[nodiscard]] ValueId appended(ValueId held, ValueId value);

  template <class Get, class Set>
  [[nodiscard]] bool apply_one(OperationKind kind, std::uint32_t place, ValueId value, ValueId expected,
                               Get& get, Set& set) {
    const ValueId held = get(place);
    switch (kind) {
      case OperationKind::read:
        if (held == kAnything) set(place, value);
        return held == kAnything || held == value;
      case OperationKind::compare_and_set:
        if (held != expected && held != kAnything) return false;
        set(place, value);
        return true;
      case OperationKind::append:
        if (held != kUnseen) set(place, appended(held, value));
        return true;
      default:
        set(place, value);
        return true;
    }
  }

  struct PairHash {
    std::size_t operator()(const std::pair<ValueId, ValueId>& pair) const {
      return (std::uint64_t{pair.first} << 32U | pair.second) * 0x9E3779B97F4A7C15U >> 16U;
    }
  };

  const History& history_;
  Until until_;
  std::deque<std::string> made_;  // texts that appends make, if they are none of the operations'
  std::unordered_map<std::string_view, ValueId> numbers_;  // of texts, where something is appended
  std::unordered_map<std::pair<ValueId, ValueId>, ValueId, PairHash> appends_;
  std::set<std::pair<std::uint32_t, ValueId>> seen_;  // object and value
  bool anything_appended_ = false;
  bool transactions_ = false;
  std::unordered_map<std::uint32_t, std::uint32_t> places_;
  std::vector<std::uint32_t> object_at_;
  std::vector<bool> appended_to_;
  std::vector<Effect> effects_;
  std::vector<Moment> moments_;
  std::size_t slots_ = 0;
};

}  // namespace braid::history
