#include "braid/checker/history/bounded_staleness.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/history/writes.h"
#include "braid/tracer/recording/time.h"

namespace braid::history {
namespace {

/// Without zeros at the end.
std::string duration_text(const History& history, std::int64_t nanoseconds) {
  std::uint8_t decimals = 9;
  for (std::int64_t rest = nanoseconds; decimals > 0 && rest % 10 == 0; rest /= 10) --decimals;
  return fmt::format("{} {}", to_string(recording::Time{nanoseconds, decimals}),
                     history.clock == recording::Clock::seconds ? "s" : "lines");
}

}  // namespace

Verdict check_bounded_staleness(const History& history, std::optional<std::int64_t> bound) {
  Verdict verdict;
  verdict.model = "bounded-staleness";
  const Writes writes(history);
  // By object, writes by start, each with the write that ends first from there on.
  std::vector<std::vector<std::uint32_t>> by_start(history.objects.size());
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    if (history.operations[number].kind == OperationKind::write)
      by_start[history.operations[number].object].push_back(number);
  }
  std::vector<std::vector<std::uint32_t>> first_to_end = by_start;
  for (auto& numbers : first_to_end) {
    for (std::size_t k = numbers.size(); k-- > 1;) {
      if (history.operations[numbers[k]].end < history.operations[numbers[k - 1]].end)
        numbers[k - 1] = numbers[k];
    }
  }
  std::int64_t most = 0;
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& read = history.operations[number];
    if (read.kind != OperationKind::read) continue;
    ++verdict.reads;
    const auto& starts = by_start[read.object];
    const std::int64_t written = writes.end_of_seen(read);
    const auto later = std::upper_bound(
        starts.begin(), starts.end(), written,
        [&](std::int64_t time, std::uint32_t w) { return time < history.operations[w].start; });
    if (later == starts.end()) continue;
    const std::uint32_t newer = first_to_end[read.object][static_cast<std::size_t>(later - starts.begin())];
    const std::int64_t end = history.operations[newer].end;
    if (end >= read.start) continue;
    const std::int64_t staleness = read.start - end;
    if (bound && staleness > *bound) ++verdict.offending_reads;
    if (staleness <= most) continue;
    most = staleness;
    if (!bound || staleness <= *bound) continue;
    std::vector<std::uint32_t> operations{newer, number};
    if (const std::uint32_t seen = writes.seen_by(read); seen != kNone) operations.push_back(seen);
    std::sort(operations.begin(), operations.end());
    verdict.contradiction =
        Contradiction{fmt::format("{} returned {}, {} after {} had returned", describe(history, read),
                                  value_text(history, read.value), duration_text(history, staleness),
                                  describe(history, history.operations[newer])),
                      operations, read.object};
  }
  verdict.measure = fmt::format("at most {} stale", duration_text(history, most));
  verdict.answer = verdict.contradiction ? Answer::violated : Answer::holds;
  return verdict;
}

}  // namespace braid::history
