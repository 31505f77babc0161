#include "braid/checker/history/initial_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace braid::history {
namespace {

/// Visits (kind, object, value) of all operations, and of the parts of transactions.
template <class Visit>
void for_each_effect(History& history, Visit visit) {
  for (Operation& operation : history.operations) {
    if (operation.kind != OperationKind::transaction)
      visit(operation.kind, operation.object, operation.value);
    for (std::uint32_t k = 0; k < operation.part_count; ++k) {
      TransactionPart& part = history.parts[operation.first_part + k];
      visit(part.kind, part.object, part.value);
    }
  }
}

using InitialValues = std::vector<std::optional<ValueId>>;  // by object

/// Adds what is read first of what nobody writes; returns the texts.
std::set<std::string> assume_initial_values(History& history, InitialValues& initial) {
  std::vector<std::set<ValueId>> written(history.objects.size());
  for_each_effect(history, [&](OperationKind kind, std::uint32_t object, ValueId& value) {
    if (kind != OperationKind::read) written[object].insert(value);
  });
  std::set<std::string> assumed;
  for_each_effect(history, [&](OperationKind kind, std::uint32_t object, ValueId& value) {
    if (kind != OperationKind::read || initial[object] || written[object].count(value) > 0) return;
    initial[object] = value;
    assumed.insert(history.values[value]);
  });
  return assumed;
}

void number_initial_values(History& history, const InitialValues& initial) {
  for_each_effect(history, [&](OperationKind kind, std::uint32_t object, ValueId& value) {
    // What is appended is no whole value.
    if (kind != OperationKind::append && initial[object] == value) value = kInitial;
  });
  for (Operation& operation : history.operations) {
    if (operation.kind == OperationKind::compare_and_set && initial[operation.object] == operation.expected)
      operation.expected = kInitial;
  }
}

bool has_appends(History& history) {
  bool appends = false;
  for_each_effect(history, [&](OperationKind kind, std::uint32_t, ValueId&) {
    appends = appends || kind == OperationKind::append;
  });
  return appends;
}

}  // namespace

void settle_initial_values(History& history, const std::optional<std::string>& given) {
  // A text that appends made is no initial one.
  const std::optional<std::string> known = !given && has_appends(history) ? std::string() : given;
  InitialValues initial(history.objects.size());
  if (known) {
    const auto entry = std::find(history.values.begin() + 1, history.values.end(), *known);
    std::fill(initial.begin(), initial.end(), static_cast<ValueId>(entry - history.values.begin()));
  }
  const std::set<std::string> assumed = assume_initial_values(history, initial);
  number_initial_values(history, initial);
  for (const auto& value : initial) history.initial_known.push_back(value.has_value());
  if (given) history.values[kInitial] = *given;
  // Of several, sentences only say that it is the initial one.
  if (assumed.size() == 1) history.values[kInitial] = *assumed.begin();
  for (const std::string& value : assumed) {
    history.assumptions.push_back(
        fmt::format("\"{}\", which is read but never written, is what objects hold at first", value));
  }
}

bool has_unique_writes(const History& history) {
  std::set<std::pair<std::uint32_t, ValueId>> written;
  return std::all_of(history.operations.begin(), history.operations.end(), [&](const Operation& operation) {
    if (operation.kind == OperationKind::read) return true;
    return operation.kind == OperationKind::write && operation.value != kInitial &&
           written.emplace(operation.object, operation.value).second;
  });
}

}  // namespace braid::history
