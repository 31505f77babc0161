#include "braid/checker/history/recorded_effects.h"

#include <algorithm>
#include <tuple>

namespace braid::history {

RecordedEffects::RecordedEffects(const History& history, std::span<const std::uint32_t> operations,
                                 const Until& until)
    : history_(history), until_(until) {
  find_values_that_are_read(operations);
  if (anything_appended_) number_text(kInitial);
  for (const std::uint32_t number : operations) add(number);
  order_moments();
  assign_slots();
}

void RecordedEffects::find_values_that_are_read(std::span<const std::uint32_t> operations) {
  const bool all_known = std::all_of(operations.begin(), operations.end(),
                                     [&](std::uint32_t number) { return is_known(number); });
  const auto look = [&](OperationKind kind, std::uint32_t object, ValueId seen) {
    if (kind == OperationKind::append) anything_appended_ = true;
    const bool sees = kind == OperationKind::read || kind == OperationKind::compare_and_set;
    if (sees && !all_known) seen_.emplace(object, seen);
  };
  for (const std::uint32_t number : operations) {
    const Operation& operation = history_.operations[number];
    const bool compares = operation.kind == OperationKind::compare_and_set;
    look(operation.kind, operation.object, compares ? operation.expected : operation.value);
    for (std::uint32_t k = 0; k < operation.part_count; ++k) {
      const TransactionPart& part = history_.parts[operation.first_part + k];
      look(part.kind, part.object, part.value);
    }
  }
}

bool RecordedEffects::can_matter(std::uint32_t number) const {
  const Operation& operation = history_.operations[number];
  if (is_known(number) || operation.kind == OperationKind::transaction) return true;
  if (operation.kind == OperationKind::read) return false;
  if (!anything_appended_) return seen_.count({operation.object, operation.value}) > 0;
  // What is read may be a text that was written, and then appended to.
  const std::string& text = history_.values[operation.value];
  return std::any_of(seen_.begin(), seen_.end(), [&](const auto& seen) {
    return seen.first == operation.object && history_.values[seen.second].find(text) != std::string::npos;
  });
}

std::uint32_t RecordedEffects::place_of(std::uint32_t object) {
  const auto [entry, added] = places_.try_emplace(object, static_cast<std::uint32_t>(object_at_.size()));
  if (added) {
    object_at_.push_back(object);
    appended_to_.push_back(false);
  }
  return entry->second;
}

void RecordedEffects::add(std::uint32_t number) {
  const Operation& operation = history_.operations[number];
  if (!can_matter(number)) return;
  Effect effect;
  effect.kind = operation.kind;
  effect.value = operation.value;
  effect.expected = operation.expected;
  effect.operation = number;
  if (operation.kind == OperationKind::transaction) {
    transactions_ = true;
  } else {
    effect.place = place_of(operation.object);
    if (operation.kind == OperationKind::append) appended_to_[effect.place] = true;
  }
  for (std::uint32_t k = 0; k < operation.part_count; ++k) {
    const TransactionPart& part = history_.parts[operation.first_part + k];
    const std::uint32_t place = place_of(part.object);
    if (part.kind == OperationKind::append) appended_to_[place] = true;
  }
  effects_.push_back(effect);
  if (!anything_appended_) return;
  number_text(operation.value);
  number_text(operation.expected);
  for (std::uint32_t k = 0; k < operation.part_count; ++k)
    number_text(history_.parts[operation.first_part + k].value);
}

void RecordedEffects::number_text(ValueId value) {
  numbers_.try_emplace(history_.values[value], value);
}

void RecordedEffects::order_moments() {
  std::vector<std::tuple<std::int64_t, bool, std::uint32_t>> times;
  times.reserve(2 * effects_.size());
  for (std::uint32_t number = 0; number < effects_.size(); ++number) {
    const Operation& operation = history_.operations[effects_[number].operation];
    times.emplace_back(operation.start, false, number);
    if (is_known(effects_[number].operation)) times.emplace_back(operation.end, true, number);
  }
  std::sort(times.begin(), times.end());
  moments_.reserve(times.size());
  for (const auto& [time, is_return, effect] : times) {
    const auto moment = static_cast<std::uint32_t>(moments_.size());
    (is_return ? effects_[effect].returned : effects_[effect].called) = moment;
    moments_.push_back({effect, is_return});
  }
}

void RecordedEffects::assign_slots() {
  std::vector<std::uint32_t> free;
  for (const Moment& moment : moments_) {
    Effect& effect = effects_[moment.effect];
    if (moment.is_return) {
      free.push_back(effect.slot);
      continue;
    }
    if (free.empty()) {
      effect.slot = static_cast<std::uint32_t>(slots_++);
    } else {
      effect.slot = free.back();
      free.pop_back();
    }
  }
}

ValueId RecordedEffects::appended(ValueId held, ValueId value) {
  const auto known = appends_.find({held, value});
  if (known != appends_.end()) return known->second;
  std::string text = (held == kAnything ? std::string() : this->text(held)) + this->text(value);
  auto entry = numbers_.find(text);
  if (entry == numbers_.end()) {
    const auto number = static_cast<ValueId>(history_.values.size() + made_.size());
    made_.push_back(std::move(text));
    entry = numbers_.emplace(made_.back(), number).first;
  }
  return appends_[{held, value}] = entry->second;
}

}  // namespace braid::history
