#include "braid/checker/history/writes.h"

#include <fmt/format.h>

namespace braid::history {
namespace {

std::uint64_t key_of(std::uint32_t object, ValueId value) {
  return std::uint64_t{object} << 32U | value;
}

}  // namespace

Writes::Writes(const History& history) : history_(history) {
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& operation = history.operations[number];
    if (operation.kind == OperationKind::write) by_value_[key_of(operation.object, operation.value)] = number;
  }
}

std::uint32_t Writes::seen_by(const Operation& read) const {
  const auto entry = by_value_.find(key_of(read.object, read.value));
  return entry == by_value_.end() ? kNone : entry->second;
}

std::int64_t Writes::end_of_seen(const Operation& read) const {
  if (read.value == kInitial) return kAlways;
  const std::uint32_t write = seen_by(read);
  return write == kNone ? kNever : history_.operations[write].end;
}

std::string value_text(const History& history, ValueId value) {
  if (value == kInitial && history.values[value].empty()) return "the initial value";
  return fmt::format("\"{}\"", history.values[value]);
}

}  // namespace braid::history
