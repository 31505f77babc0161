#include "ordering_oracles.h"

#include <functional>
#include <optional>
#include <set>

namespace braid::history {
namespace {

using Held = std::vector<std::optional<std::string>>;  // by object; none: anything
using Before = std::function<bool(std::size_t, std::size_t)>;

bool take_effect(OperationKind kind, std::optional<std::string>& held, const std::string& value,
                 const std::string& expected) {
  switch (kind) {
    case OperationKind::read:
      if (!held) held = value;
      return *held == value;
    case OperationKind::compare_and_set:
      if (held && *held != expected) return false;
      held = value;
      return true;
    case OperationKind::append:
      held = held.value_or("") + value;
      return true;
    default:
      held = value;
      return true;
  }
}

bool take_effect(const History& history, const Operation& operation, Held& held) {
  if (operation.kind != OperationKind::transaction)
    return take_effect(operation.kind, held[operation.object], history.values[operation.value],
                       history.values[operation.expected]);
  for (std::uint32_t k = 0; k < operation.part_count; ++k) {
    const TransactionPart& part = history.parts[operation.first_part + k];
    if (!take_effect(part.kind, held[part.object], history.values[part.value], "")) return false;
  }
  return true;
}

class Orders {
 public:
  Orders(const History& history, Before before)
      : history_(history), before_(std::move(before)), taken_(history.operations.size()) {}

  bool some_explains(const Held& held) {
    bool all = true;
    for (std::size_t k = 0; k < taken_.size(); ++k) all = all && (taken_[k] || !at(k).is_known());
    if (all) return true;
    if (!tried_.emplace(taken_, held).second) return false;
    for (std::size_t k = 0; k < taken_.size(); ++k) {
      if (taken_[k] || !may_be_next(k)) continue;
      Held after = held;
      if (!take_effect(history_, at(k), after)) continue;
      taken_[k] = true;
      if (some_explains(after)) return true;
      taken_[k] = false;
    }
    return false;
  }

 private:
  const Operation& at(std::size_t k) const { return history_.operations[k]; }

  /// Nothing known that is still to come must come first, and nothing that has come must come after.
  bool may_be_next(std::size_t k) const {
    for (std::size_t other = 0; other < taken_.size(); ++other) {
      if (other == k) continue;
      if (!taken_[other] && at(other).is_known() && before_(other, k)) return false;
      if (taken_[other] && before_(k, other)) return false;
    }
    return true;
  }

  const History& history_;
  Before before_;
  std::vector<bool> taken_;
  std::set<std::pair<std::vector<bool>, Held>> tried_;
};

bool some_order_explains(const History& history, Before before) {
  Held held(history.objects.size());
  for (std::size_t k = 0; k < held.size(); ++k) {
    if (history.initial_known[k]) held[k] = history.values[kInitial];
  }
  return Orders(history, std::move(before)).some_explains(held);
}

}  // namespace

bool is_linearizable(const History& history) {
  return some_order_explains(history, [&](std::size_t a, std::size_t b) {
    return history.operations[a].before(history.operations[b]);
  });
}

bool is_sequential(const History& history) {
  return some_order_explains(history, [&](std::size_t a, std::size_t b) {
    return a < b && history.operations[a].process == history.operations[b].process;
  });
}

History prefix_until(const History& history, std::int64_t time) {
  History prefix = history;
  prefix.operations.clear();
  for (Operation operation : history.operations) {
    if (operation.start > time || (operation.kind == OperationKind::read && operation.end > time)) continue;
    if (operation.end > time) operation.end = kNever;
    prefix.operations.push_back(operation);
  }
  return prefix;
}

}  // namespace braid::history
