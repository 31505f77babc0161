#include "literal_definitions.h"

#include <algorithm>

namespace braid::history {
namespace {

/// The history with words for what definitions speak of; all by number.
struct Words {
  const History& history;

  const Operation& at(std::uint32_t number) const { return history.operations[number]; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(history.operations.size()); }

  bool is_read(std::uint32_t number) const { return at(number).kind == OperationKind::read; }
  bool is_write(std::uint32_t number) const { return at(number).kind == OperationKind::write; }
  bool same_object(std::uint32_t a, std::uint32_t b) const { return at(a).object == at(b).object; }

  bool program_order(std::uint32_t a, std::uint32_t b) const {
    return a < b && at(a).process == at(b).process;
  }

  bool saw(std::uint32_t read, std::uint32_t write) const {
    return is_write(write) && same_object(read, write) && at(read).value == at(write).value;
  }

  /// What the read saw is older for certain than what the write wrote.
  bool older(std::uint32_t read, std::uint32_t write) const {
    if (at(read).value == kInitial) return true;
    for (std::uint32_t other = 0; other < count(); ++other) {
      if (saw(read, other)) return at(other).before(at(write));
    }
    return false;
  }

  bool read_your_writes(std::uint32_t read) const {
    for (std::uint32_t write = 0; write < count(); ++write) {
      if (is_write(write) && at(write).is_known() && same_object(write, read) && program_order(write, read) &&
          older(read, write))
        return true;
    }
    return false;
  }

  bool monotonic_reads(std::uint32_t read) const {
    for (std::uint32_t earlier = 0; earlier < count(); ++earlier) {
      for (std::uint32_t write = 0; write < count(); ++write) {
        if (is_read(earlier) && same_object(earlier, read) && program_order(earlier, read) &&
            saw(earlier, write) && older(read, write))
          return true;
      }
    }
    return false;
  }

  bool monotonic_writes(std::uint32_t read) const {
    for (std::uint32_t earlier = 0; earlier < count(); ++earlier) {
      for (std::uint32_t first = 0; first < count(); ++first) {
        for (std::uint32_t second = 0; second < count(); ++second) {
          if (is_read(earlier) && same_object(earlier, read) && program_order(earlier, read) &&
              saw(read, first) && saw(earlier, second) && program_order(first, second) &&
              at(first).before(at(second)))
            return true;
        }
      }
    }
    return false;
  }

  bool writes_follow_reads(std::uint32_t read) const {
    for (std::uint32_t had_read = 0; had_read < count(); ++had_read) {
      for (std::uint32_t older_write = 0; older_write < count(); ++older_write) {
        for (std::uint32_t write = 0; write < count(); ++write) {
          for (std::uint32_t earlier = 0; earlier < count(); ++earlier) {
            if (is_read(had_read) && saw(had_read, older_write) && is_write(write) &&
                program_order(had_read, write) && is_read(earlier) && saw(earlier, write) &&
                program_order(earlier, read) && same_object(had_read, read) && older(read, older_write))
              return true;
          }
        }
      }
    }
    return false;
  }

  bool wrote_itself_before(std::uint32_t read) const {
    for (std::uint32_t own = 0; own < count(); ++own) {
      if (is_write(own) && at(own).session == at(read).session && same_object(own, read) &&
          at(own).start < at(read).start)
        return true;
    }
    return false;
  }

  /// The session closed what `write` wrote before the read's session was opened, and that is newer for
  /// certain than what the read saw.
  bool close_to_open(std::uint32_t read) const {
    if (at(read).session == kNone || wrote_itself_before(read)) return false;
    const std::int64_t opened = history.sessions[at(read).session].open_start;
    for (std::uint32_t write = 0; write < count(); ++write) {
      if (!is_write(write) || !at(write).is_known() || !same_object(write, read) ||
          at(write).session == kNone || history.sessions[at(write).session].close_end >= opened)
        continue;
      if (at(read).value == kInitial) return true;
      for (std::uint32_t other = 0; other < count(); ++other) {
        if (!saw(read, other) || at(other).session == kNone) continue;
        const Session& closed = history.sessions[at(other).session];
        if (closed.close_end < history.sessions[at(write).session].open_start) return true;
        if (at(other).session == at(write).session && at(other).before(at(write))) return true;
      }
    }
    return false;
  }

  bool session(std::uint32_t read) const {
    if (at(read).session == kNone || wrote_itself_before(read)) return false;
    for (std::uint32_t earlier = read; earlier-- > 0;) {
      if (!is_read(earlier) || at(earlier).session != at(read).session || !same_object(earlier, read))
        continue;
      if (at(earlier).value == at(read).value) return false;
      for (std::uint32_t write = 0; write < count(); ++write) {
        if (saw(read, write) && at(write).client == at(read).client) return false;
      }
      return true;
    }
    return false;
  }
};

}  // namespace

bool offends(const History& history, std::string_view model, std::uint32_t read) {
  const Words words{history};
  if (!words.is_read(read)) return false;
  if (model == "read-your-writes") return words.read_your_writes(read);
  if (model == "monotonic-reads") return words.monotonic_reads(read);
  if (model == "monotonic-writes") return words.monotonic_writes(read);
  if (model == "writes-follow-reads") return words.writes_follow_reads(read);
  if (model == "close-to-open") return words.close_to_open(read);
  return words.session(read);
}

std::int64_t staleness(const History& history, std::uint32_t read) {
  const Words words{history};
  std::int64_t most = 0;
  for (std::uint32_t write = 0; write < words.count(); ++write) {
    if (words.is_read(read) && words.is_write(write) && words.same_object(read, write) &&
        words.older(read, write) && words.at(write).before(words.at(read)))
      most = std::max(most, words.at(read).start - words.at(write).end);
  }
  return most;
}

}  // namespace braid::history
