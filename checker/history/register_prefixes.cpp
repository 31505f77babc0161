#include "braid/checker/history/register_prefixes.h"

#include <algorithm>
#include <numeric>

#include "braid/checker/history/register_zones.h"

namespace braid::history {
namespace {

/// How many returns have to be known to see the contradiction, at most.
std::size_t place_of(const std::vector<std::int64_t>& ends, const Contradiction& contradiction,
                     const History& history) {
  std::int64_t last = kAlways;
  for (const std::uint32_t number : contradiction.operations) {
    const Operation& operation = history.operations[number];
    // Of what has not returned the call is seen.
    last = std::max(last, operation.end == kNever ? operation.start : operation.end);
  }
  const auto place = std::lower_bound(ends.begin(), ends.end(), last);
  return static_cast<std::size_t>(place - ends.begin()) + 1;
}

}  // namespace

/// Once: names for sentences, and when operations returned.
void RegisterPrefixes::prepare() {
  if (!returns_.empty()) return;
  for (const Operation& operation : history_.operations) returns_.push_back(operation.end);
  std::sort(returns_.begin(), returns_.end());
  prefix_.clients = history_.clients;
  prefix_.objects = history_.objects;
  prefix_.values = history_.values;
}

void RegisterPrefixes::take_until(const std::vector<Operation>& whole, std::int64_t until) {
  prefix_.operations.clear();
  for (Operation operation : whole) {
    if (operation.start > until || (operation.kind == OperationKind::read && operation.end > until)) continue;
    if (operation.end > until) operation.end = kNever;
    prefix_.operations.push_back(operation);
  }
}

std::uint64_t RegisterPrefixes::of(std::span<const std::uint32_t> operations,
                                   const Contradiction& contradiction) {
  prepare();
  std::vector<Operation> whole;
  std::vector<std::int64_t> ends;
  for (const std::uint32_t number : operations) {
    whole.push_back(history_.operations[number]);
    ends.push_back(whole.back().end);
  }
  std::sort(ends.begin(), ends.end());
  std::size_t good = 0;
  std::size_t bad = place_of(ends, contradiction, history_);
  // Often the contradiction that was found is the first.
  std::size_t next = bad - 1;
  while (good + 1 < bad) {
    take_until(whole, ends[next - 1]);
    std::vector<std::uint32_t> all(prefix_.operations.size());
    std::iota(all.begin(), all.end(), 0U);
    const RegisterFindings findings = check_register(prefix_, all);
    if (findings.contradiction) {
      bad = std::min(next, place_of(ends, *findings.contradiction, prefix_));
    } else {
      good = next;
    }
    next = good + (bad - good) / 2;
  }
  const auto behind = std::lower_bound(returns_.begin(), returns_.end(), ends[bad - 1]);
  return static_cast<std::uint64_t>(behind - returns_.begin());
}

}  // namespace braid::history
