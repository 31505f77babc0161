#include "braid/checker/history/process_guarantees.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "braid/checker/history/writes.h"
#include "braid/tracer/recording/time.h"

namespace braid::history {
namespace {

/// The newest value that a process must not fall behind, of one object.
struct Floor {
  std::int64_t start = kAlways;  ///< of its write
  std::uint32_t write = kNone;
  std::uint32_t because = kNone;      ///< the operation that set it
  std::uint32_t later_write = kNone;  ///< writes-follow-reads: what its process wrote then
  std::uint32_t seen_by = kNone;      ///< and the read that saw that
};

using Floors = std::map<std::uint32_t, Floor>;  // by object

void raise(Floors& floors, std::uint32_t object, const Floor& floor) {
  Floor& held = floors[object];
  if (floor.start > held.start) held = floor;
}

/// Walks the history in the order of starts and keeps floors for each process.
class Guarantee {
 public:
  Guarantee(const History& history, std::string model) : history_(history), writes_(history) {
    verdict_.model = std::move(model);
  }

  [[nodiscard]] const Operation& at(std::uint32_t number) const { return history_.operations[number]; }
  [[nodiscard]] const Writes& writes() const { return writes_; }
  Floors& floors(std::uint32_t process) { return floors_[process]; }

  /// The floor of a write, because of an operation.
  [[nodiscard]] Floor floor_of(std::uint32_t write, std::uint32_t because) const {
    return {at(write).start, write, because, kNone, kNone};
  }

  /// Counts the read, and whether it falls below its process's floor.
  void check(std::uint32_t number, std::string_view why) {
    const Operation& read = at(number);
    ++verdict_.reads;
    const auto entry = floors_[read.process].find(read.object);
    if (entry == floors_[read.process].end() || entry->second.write == kNone) return;
    const Floor& floor = entry->second;
    if (writes_.end_of_seen(read) >= floor.start) return;
    ++verdict_.offending_reads;
    if (verdict_.contradiction) return;
    std::set<std::uint32_t> operations{number,        floor.write,          floor.because, floor.later_write,
                                       floor.seen_by, writes_.seen_by(read)};
    operations.erase(kNone);
    verdict_.contradiction =
        Contradiction{fmt::format("{} returned {}, which is older than {}, {}", describe(history_, read),
                                  value_text(history_, read.value),
                                  value_text(history_, at(floor.write).value), why_text(why, floor)),
                      {operations.begin(), operations.end()},
                      read.object};
  }

  Verdict finish() {
    verdict_.answer = verdict_.contradiction ? Answer::violated : Answer::holds;
    return verdict_;
  }

 private:
  [[nodiscard]] std::string why_text(std::string_view why, const Floor& floor) const {
    std::string text = fmt::format("{} {}", why, describe(history_, at(floor.because)));
    if (floor.later_write == kNone) return text;
    return text + fmt::format(", then {}, and {} had returned what that wrote",
                              describe(history_, at(floor.later_write)),
                              describe(history_, at(floor.seen_by)));
  }

  const History& history_;
  Writes writes_;
  std::map<std::uint32_t, Floors> floors_;
  Verdict verdict_;
};

}  // namespace

Verdict check_read_your_writes(const History& history) {
  Guarantee guarantee(history, "read-your-writes");
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& operation = history.operations[number];
    if (operation.kind == OperationKind::read) {
      guarantee.check(number, "which the process itself had written:");
    } else if (operation.is_known()) {
      raise(guarantee.floors(operation.process), operation.object, guarantee.floor_of(number, number));
    }
  }
  return guarantee.finish();
}

Verdict check_monotonic_reads(const History& history) {
  Guarantee guarantee(history, "monotonic-reads");
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& operation = history.operations[number];
    if (operation.kind != OperationKind::read) continue;
    guarantee.check(number, "which the process had read before:");
    if (const std::uint32_t seen = guarantee.writes().seen_by(operation); seen != kNone)
      raise(guarantee.floors(operation.process), operation.object, guarantee.floor_of(seen, number));
  }
  return guarantee.finish();
}

Verdict check_monotonic_writes(const History& history) {
  Verdict verdict;
  verdict.model = "monotonic-writes";
  const Writes writes(history);
  // Of (reader, object, writer): the last in the writer's order that the reader has seen, and where.
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::pair<std::uint32_t, std::uint32_t>>
      seen_last;
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& read = history.operations[number];
    if (read.kind != OperationKind::read) continue;
    ++verdict.reads;
    const std::uint32_t seen = writes.seen_by(read);
    if (seen == kNone) continue;
    const auto key = std::tuple(read.process, read.object, history.operations[seen].process);
    const auto [entry, first] = seen_last.try_emplace(key, seen, number);
    if (first) continue;
    const Operation& later = history.operations[entry->second.first];
    if (!history.operations[seen].before(later)) {
      if (history.operations[seen].start > later.start) entry->second = {seen, number};
      continue;
    }
    ++verdict.offending_reads;
    if (verdict.contradiction) continue;
    verdict.contradiction = Contradiction{
        fmt::format("{} returned {}, after {} had returned {}, which {} had written later than that",
                    describe(history, read), value_text(history, read.value),
                    describe(history, history.operations[entry->second.second]),
                    value_text(history, later.value), history.clients[later.client]),
        {seen, entry->second.first, entry->second.second, number},
        read.object};
    std::sort(verdict.contradiction->operations.begin(), verdict.contradiction->operations.end());
  }
  verdict.answer = verdict.contradiction ? Answer::violated : Answer::holds;
  return verdict;
}

namespace {

/// What the writer of each write had read before it.
std::unordered_map<std::uint32_t, Floors> floors_of_writes(const History& history,
                                                           const Guarantee& guarantee) {
  std::map<std::uint32_t, Floors> has_read;  // by process
  std::unordered_map<std::uint32_t, Floors> had_read;
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& operation = history.operations[number];
    if (operation.kind == OperationKind::write) {
      had_read[number] = has_read[operation.process];
    } else if (const std::uint32_t seen = guarantee.writes().seen_by(operation); seen != kNone) {
      raise(has_read[operation.process], operation.object, guarantee.floor_of(seen, number));
    }
  }
  return had_read;
}

}  // namespace

Verdict check_writes_follow_reads(const History& history) {
  Guarantee guarantee(history, "writes-follow-reads");
  const auto had_read = floors_of_writes(history, guarantee);
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& read = history.operations[number];
    if (read.kind != OperationKind::read) continue;
    guarantee.check(number, "which the writer of something it has seen had read:");
    const std::uint32_t seen = guarantee.writes().seen_by(read);
    if (seen == kNone) continue;
    for (const auto& [object, floor] : had_read.at(seen)) {
      Floor through = floor;
      through.later_write = seen;
      through.seen_by = number;
      raise(guarantee.floors(read.process), object, through);
    }
  }
  return guarantee.finish();
}

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
