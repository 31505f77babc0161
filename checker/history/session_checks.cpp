#include "braid/checker/history/session_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "braid/checker/history/writes.h"

namespace braid::history {
namespace {

/// Dirty sessions of one object, by when they were opened; of those from there on, the first to be closed.
class DirtySessions {
 public:
  void add(std::uint32_t session) { sessions_.insert(session); }

  void sort(const History& history) {
    for (const std::uint32_t number : sessions_) {
      const Session& session = history.sessions[number];
      if (session.close_end != kNever) by_open_.push_back({session.open_start, number});
    }
    std::sort(by_open_.begin(), by_open_.end());
    first_closed_.resize(by_open_.size());
    for (std::size_t k = by_open_.size(); k-- > 0;) {
      first_closed_[k] = by_open_[k].second;
      if (k + 1 < by_open_.size() &&
          history.sessions[first_closed_[k + 1]].close_end < history.sessions[first_closed_[k]].close_end)
        first_closed_[k] = first_closed_[k + 1];
    }
  }

  /// Of the sessions that were opened after `time`, the one that was closed first; kNone where there is none.
  [[nodiscard]] std::uint32_t first_closed_opened_after(std::int64_t time) const {
    const auto later = std::upper_bound(by_open_.begin(), by_open_.end(), std::pair(time, kNone));
    return later == by_open_.end() ? kNone
                                   : first_closed_[static_cast<std::size_t>(later - by_open_.begin())];
  }

 private:
  std::set<std::uint32_t> sessions_;
  std::vector<std::pair<std::int64_t, std::uint32_t>> by_open_;
  std::vector<std::uint32_t> first_closed_;
};

/// What sessions wrote, in the order of the writes' starts.
class SessionWrites {
 public:
  explicit SessionWrites(const History& history) : history_(history) {
    for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
      const Operation& operation = history.operations[number];
      if (operation.kind != OperationKind::write || operation.session == kNone) continue;
      OfObject& writes = writes_[{operation.session, operation.object}];
      if (writes.first == kNone) writes.first = number;
      if (operation.is_known()) writes.known.push_back(number);
    }
  }

  /// Whether the session had begun to write to the object before the read.
  [[nodiscard]] bool begun_before(const Operation& read) const {
    const auto entry = writes_.find({read.session, read.object});
    return entry != writes_.end() && history_.operations[entry->second.first].start < read.start;
  }

  /// The first known write of the session to the object that began after that time; kNone if there is none.
  [[nodiscard]] std::uint32_t first_after(std::uint32_t session, std::uint32_t object,
                                          std::int64_t time) const {
    const auto entry = writes_.find({session, object});
    if (entry == writes_.end()) return kNone;
    const std::vector<std::uint32_t>& known = entry->second.known;
    const auto later = std::upper_bound(
        known.begin(), known.end(), time,
        [&](std::int64_t t, std::uint32_t number) { return t < history_.operations[number].start; });
    return later == known.end() ? kNone : *later;
  }

 private:
  struct OfObject {
    std::uint32_t first = kNone;
    std::vector<std::uint32_t> known;
  };

  const History& history_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, OfObject> writes_;
};

std::string session_text(const History& history, std::uint32_t number) {
  const Session& session = history.sessions[number];
  if (session.open_line == 0) return fmt::format("{}'s session", history.clients[session.client]);
  if (session.close_line == 0)
    return fmt::format("{}'s session (from line {})", history.clients[session.client], session.open_line);
  return fmt::format("{}'s session (lines {} to {})", history.clients[session.client], session.open_line,
                     session.close_line);
}

class CloseToOpen {
 public:
  explicit CloseToOpen(const History& history)
      : history_(history), writes_(history), session_writes_(history) {
    dirty_.resize(history.objects.size());
    for (const Operation& operation : history.operations) {
      // A write that failed may have written nothing.
      if (operation.kind == OperationKind::write && operation.session != kNone && operation.is_known())
        dirty_[operation.object].add(operation.session);
    }
    for (DirtySessions& dirty : dirty_) dirty.sort(history);
  }

  Verdict check() {
    verdict_.model = "close-to-open";
    for (std::uint32_t number = 0; number < history_.operations.size(); ++number) {
      const Operation& operation = history_.operations[number];
      if (operation.kind == OperationKind::read && operation.session != kNone) check_read(number, operation);
    }
    verdict_.answer = verdict_.contradiction ? Answer::violated : Answer::holds;
    return verdict_;
  }

 private:
  void check_read(std::uint32_t number, const Operation& read) {
    if (session_writes_.begun_before(read)) return;
    ++verdict_.reads;
    const std::uint32_t seen = writes_.seen_by(read);
    std::int64_t closed = kAlways;
    if (read.value != kInitial) {
      if (seen == kNone || history_.operations[seen].session == kNone) return;
      closed = history_.sessions[history_.operations[seen].session].close_end;
    }
    const std::int64_t opened = history_.sessions[read.session].open_start;
    if (seen != kNone && closed < opened && overwritten_in_its_session(number, read, seen)) return;
    const std::uint32_t newer = dirty_[read.object].first_closed_opened_after(closed);
    if (newer == kNone || newer == read.session || history_.sessions[newer].close_end >= opened) return;
    offend({number}, seen, newer,
           fmt::format("{} returned {}, although {} had written since and was closed before {} began",
                       describe(history_, read), value_text(history_, read.value),
                       session_text(history_, newer), session_text(history_, read.session)));
  }

  bool overwritten_in_its_session(std::uint32_t number, const Operation& read, std::uint32_t seen) {
    const Operation& write = history_.operations[seen];
    const std::uint32_t later = session_writes_.first_after(write.session, write.object, write.end);
    if (later == kNone || write.session == read.session) return false;
    offend({number, later}, seen, kNone,
           fmt::format("{} returned {}, which {} had overwritten before {} began", describe(history_, read),
                       value_text(history_, read.value), session_text(history_, write.session),
                       session_text(history_, read.session)));
    return true;
  }

  void offend(std::vector<std::uint32_t> operations, std::uint32_t seen, std::uint32_t newer,
              std::string sentence) {
    ++verdict_.offending_reads;
    if (verdict_.contradiction) return;
    const std::uint32_t object = history_.operations[operations.front()].object;
    if (seen != kNone) operations.push_back(seen);
    if (newer != kNone) operations.push_back(session_writes_.first_after(newer, object, kAlways));
    std::sort(operations.begin(), operations.end());
    verdict_.contradiction = Contradiction{std::move(sentence), std::move(operations), object};
  }

  const History& history_;
  Writes writes_;
  SessionWrites session_writes_;
  std::vector<DirtySessions> dirty_;
  Verdict verdict_;
};

}  // namespace

Verdict check_close_to_open(const History& history) {
  return CloseToOpen(history).check();
}

Verdict check_session(const History& history) {
  Verdict verdict;
  verdict.model = "session";
  const Writes writes(history);
  const SessionWrites session_writes(history);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t>
      last;  // the last read of (session, object)
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    const Operation& read = history.operations[number];
    if (read.kind != OperationKind::read || read.session == kNone) continue;
    if (session_writes.begun_before(read)) continue;
    ++verdict.reads;
    const auto [entry, first] = last.try_emplace({read.session, read.object}, number);
    const Operation& before = history.operations[entry->second];
    if (!first && before.value != read.value) {
      const std::uint32_t seen = writes.seen_by(read);
      if (seen == kNone || history.operations[seen].client != read.client) {
        ++verdict.offending_reads;
        if (!verdict.contradiction) {
          std::vector<std::uint32_t> operations{entry->second, number};
          if (seen != kNone) operations.push_back(seen);
          std::sort(operations.begin(), operations.end());
          verdict.contradiction =
              Contradiction{fmt::format("{} returned {}, but {} in the same session returned {}",
                                        describe(history, before), value_text(history, before.value),
                                        describe(history, read), value_text(history, read.value)),
                            operations, read.object};
        }
      }
    }
    entry->second = number;
  }
  verdict.answer = verdict.contradiction ? Answer::violated : Answer::holds;
  return verdict;
}

}  // namespace braid::history
