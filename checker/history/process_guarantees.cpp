#include "braid/checker/history/process_guarantees.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "braid/checker/history/writes.h"

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

  /// The process's floor of the read's object; one without a write, where there is none.
  [[nodiscard]] Floor floor_below(const Operation& read) {
    const Floors& floors = floors_[read.process];
    const auto entry = floors.find(read.object);
    return entry == floors.end() ? Floor{} : entry->second;
  }

  /// The floor of a write, because of an operation.
  [[nodiscard]] Floor floor_of(std::uint32_t write, std::uint32_t because) const {
    return {at(write).start, write, because, kNone, kNone};
  }

  /// Counts the read, and whether it falls below the floor. True for the first that does: explain() it.
  bool check(const Operation& read, const Floor& floor) {
    ++verdict_.reads;
    if (floor.write == kNone || writes_.end_of_seen(read) >= floor.start) return false;
    return ++verdict_.offending_reads == 1;
  }

  void explain(std::uint32_t number, const Floor& floor, std::string_view why) {
    const Operation& read = at(number);
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

  /// Both, by the process's own floor.
  void check(std::uint32_t number, std::string_view why) {
    const Floor floor = floor_below(at(number));
    if (check(at(number), floor)) explain(number, floor, why);
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

/// What processes had read, and whose writes they have seen since.
class ReadsBeforeWrites {
 public:
  explicit ReadsBeforeWrites(const Guarantee& guarantee) : guarantee_(guarantee) {}

  /// A read of a process saw a write.
  void has_read(std::uint32_t read, std::uint32_t seen) {
    const Operation& operation = guarantee_.at(read);
    std::vector<Floor>& floors = floors_[operation.object][operation.process];
    const Floor floor = guarantee_.floor_of(seen, read);
    if (floors.empty() || floor.start > floors.back().start) floors.push_back(floor);
  }

  /// From now on the read's process must not fall behind what the writer had read.
  void has_seen(std::uint32_t read, std::uint32_t seen) {
    std::vector<Sighting>& sightings = sightings_[{guarantee_.at(read).process, guarantee_.at(seen).process}];
    if (sightings.empty() || seen > sightings.back().write) sightings.push_back({seen, read});
  }

  /// The newest value of the read's object that the writer of something its process has seen had read.
  [[nodiscard]] Floor floor_below(const Operation& read) const {
    Floor newest;
    const auto readers = floors_.find(read.object);
    if (readers == floors_.end()) return newest;
    for (const auto& [writer, floors] : readers->second) {
      const auto entry = sightings_.find({read.process, writer});
      if (entry == sightings_.end()) continue;
      // Numbers are in the writer's order.
      const auto behind =
          std::lower_bound(floors.begin(), floors.end(), entry->second.back().write,
                           [](const Floor& floor, std::uint32_t write) { return floor.because < write; });
      if (behind == floors.begin() || std::prev(behind)->start <= newest.start) continue;
      newest = *std::prev(behind);
    }
    return newest;
  }

  /// With what the writer wrote after it, and by which read the process saw that.
  [[nodiscard]] Floor explained(Floor floor, const Operation& read) const {
    const auto& sightings = sightings_.at({read.process, guarantee_.at(floor.because).process});
    const auto first = std::upper_bound(
        sightings.begin(), sightings.end(), floor.because,
        [](std::uint32_t because, const Sighting& sighting) { return because < sighting.write; });
    floor.later_write = first->write;
    floor.seen_by = first->read;
    return floor;
  }

 private:
  struct Sighting {
    std::uint32_t write = 0;
    std::uint32_t read = 0;
  };

  const Guarantee& guarantee_;
  /// By object and process, in its order: each newer than those before.
  std::unordered_map<std::uint32_t, std::map<std::uint32_t, std::vector<Floor>>> floors_;
  /// Of (reader, writer): each later than those before.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Sighting>> sightings_;
};

}  // namespace

Verdict check_writes_follow_reads(const History& history) {
  Guarantee guarantee(history, "writes-follow-reads");
  ReadsBeforeWrites before(guarantee);
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& operation = history.operations[number];
    if (operation.kind != OperationKind::read) continue;
    if (const std::uint32_t seen = guarantee.writes().seen_by(operation); seen != kNone)
      before.has_read(number, seen);
  }
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& read = history.operations[number];
    if (read.kind != OperationKind::read) continue;
    const Floor floor = before.floor_below(read);
    if (guarantee.check(read, floor))
      guarantee.explain(number, before.explained(floor, read),
                        "which the writer of something it has seen had read:");
    if (const std::uint32_t seen = guarantee.writes().seen_by(read); seen != kNone)
      before.has_seen(number, seen);
  }
  return guarantee.finish();
}

}  // namespace braid::history
