#include "braid/tracer/recording/summary.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "braid/tracer/recording/access.h"

namespace braid::recording {
namespace {

constexpr Time kRunGap = seconds(30);

/// Transfers of one client on one file, between an open and its close or between two pauses.
struct Run {
  std::uint64_t next = 0;  ///< the offset behind the last transfer
  std::uint64_t bytes = 0;
  bool begun = false;
  bool from_start = false;
  bool sequential = true;
  bool saw_end = false;  ///< a read returned less than was asked
  bool read = false;
  bool wrote = false;
  Time last;
};

/// A file as all clients see it.
struct FileState {
  std::set<std::string> readers;
  std::set<std::string> writers;
  std::set<std::string> others;  ///< clients that touched it otherwise
  std::map<std::string, std::uint64_t> open_for_reading;
  std::map<std::string, std::uint64_t> open_for_writing;
  std::map<std::string, std::optional<Time>> last_close;  ///< of clients that have opened it
  std::uint64_t size = 0;                                 ///< the furthest byte that was seen
  bool concurrently_write_shared = false;
};

struct Session {
  std::string file;
  bool for_writing = false;
  std::optional<Time> since;
  Run run;
};

/// Which open an event belongs to.
using SessionKey = std::tuple<std::string, std::uint64_t, std::uint64_t>;

std::optional<Time> moment(const Record& record) {
  return record.start ? record.start : record.end;
}

void extend(Run& run, FileState& file, const Record& record, bool writes, std::uint64_t bytes) {
  const std::uint64_t offset = natural_field(record.arguments, "offset").value_or(run.next);
  if (!run.begun) run.from_start = offset == 0;
  if (run.begun && offset != run.next) run.sequential = false;
  run.begun = true;
  run.next = offset + bytes;
  run.bytes += bytes;
  (writes ? run.wrote : run.read) = true;
  file.size = std::max(file.size, run.next);
  const auto asked = natural_field(record.arguments, "length");
  run.saw_end = !writes && asked && bytes < *asked;
  if (const auto time = moment(record)) run.last = *time;
}

RunShape shape_of(const Run& run, const FileState& file) {
  if (!run.sequential) return RunShape::random;
  return run.from_start && (run.saw_end || run.next >= file.size) ? RunShape::whole_file : RunShape::partial;
}

RunUse use_of(const Run& run) {
  if (run.read && run.wrote) return RunUse::both;
  return run.wrote ? RunUse::write : RunUse::read;
}

void sort(Durations& durations) {
  std::sort(durations.nanoseconds.begin(), durations.nanoseconds.end());
}

}  // namespace

Time Durations::at(unsigned percent) const {
  const std::size_t count = nanoseconds.size();
  const std::size_t rank = std::max<std::size_t>(1, (count * percent + 99) / 100);
  return {nanoseconds[rank - 1], 9};
}

struct Summariser::State {
  Summary summary;
  std::unordered_map<std::string, FileState> files;
  std::map<SessionKey, Session> sessions;
  std::map<std::pair<std::string, std::string>, Run> runs;  ///< client and file, where there are no opens

  void count_run(const Run& run, const FileState& file) {
    if (!run.begun) {
      ++summary.runs_without_transfer;
      return;
    }
    RunCount& count =
        summary.runs[static_cast<std::size_t>(use_of(run))][static_cast<std::size_t>(shape_of(run, file))];
    ++count.runs;
    count.bytes += run.bytes;
  }

  static SessionKey key_of(const Record& record, std::optional<std::uint64_t> descriptor) {
    return {record.actor, record.process.value_or(0), descriptor.value_or(0)};
  }

  static std::optional<std::uint64_t> descriptor_of(const Record& record) {
    const auto given = natural_field(record.arguments, "descriptor");
    return given ? given : natural_field(record.result, "value");
  }

  void open(const Record& record) {
    if (record.object.empty() || has_failed(record)) return;
    const SessionKey key = key_of(record, descriptor_of(record));
    if (const auto old = sessions.find(key); old != sessions.end()) end_session(old, std::nullopt);
    FileState& file = files[record.object];
    const bool writing = opens_for_writing(record);
    reopen(file, record);
    ++(writing ? file.open_for_writing : file.open_for_reading)[record.actor];
    note_sharing(file, record.actor);
    sessions[key] = {record.object, writing, record.end ? record.end : record.start, {}};
  }

  void reopen(FileState& file, const Record& record) {
    const auto before = file.last_close.find(record.actor);
    if (before == file.last_close.end()) {
      file.last_close.emplace(record.actor, std::nullopt);
      return;
    }
    ++summary.reopens;
    if (before->second && record.start && *record.start >= *before->second)
      summary.reopen_times.nanoseconds.push_back((*record.start - *before->second).nanoseconds);
  }

  void note_sharing(FileState& file, const std::string& actor) {
    const auto others = [&](const std::map<std::string, std::uint64_t>& open) {
      return std::any_of(open.begin(), open.end(), [&](const auto& entry) { return entry.first != actor; });
    };
    const bool mine_writes = file.open_for_writing.count(actor) > 0;
    if (!others(file.open_for_writing) && !(mine_writes && others(file.open_for_reading))) return;
    file.concurrently_write_shared = true;
    ++summary.opens_concurrently_write_shared;
  }

  void close(const Record& record) {
    auto session = sessions.find(key_of(record, natural_field(record.arguments, "descriptor")));
    if (session != sessions.end()) end_session(session, record.start ? record.start : record.end);
  }

  void end_session(std::map<SessionKey, Session>::iterator at, std::optional<Time> closed) {
    const Session& session = at->second;
    const std::string& actor = std::get<0>(at->first);
    FileState& file = files[session.file];
    auto& open = session.for_writing ? file.open_for_writing : file.open_for_reading;
    if (const auto entry = open.find(actor); entry != open.end() && --entry->second == 0) open.erase(entry);
    if (closed) {
      file.last_close[actor] = closed;
      if (session.since && *closed >= *session.since)
        summary.open_times.nanoseconds.push_back((*closed - *session.since).nanoseconds);
    } else {
      ++summary.never_closed;
    }
    count_run(session.run, file);
    sessions.erase(at);
  }

  void transfer(const Record& record, bool writes) {
    const std::uint64_t bytes = bytes_moved(record);
    ActorSummary& actor = summary.actors[record.actor];
    (writes ? actor.bytes_written : actor.bytes_read) += bytes;
    if (record.object.empty()) return;
    FileState& file = files[record.object];
    (writes ? file.writers : file.readers).insert(record.actor);
    if (has_failed(record)) return;
    const auto session = sessions.find(key_of(record, natural_field(record.arguments, "descriptor")));
    if (session != sessions.end() && session->second.file == record.object) {
      extend(session->second.run, file, record, writes, bytes);
      return;
    }
    Run& run = runs[{record.actor, record.object}];
    if (run.begun && moment(record) && run.last + kRunGap < *moment(record)) {
      count_run(run, file);
      run = {};
    }
    extend(run, file, record, writes, bytes);
  }
};

Summariser::Summariser() : state_(std::make_unique<State>()) {}
Summariser::~Summariser() = default;

void Summariser::add(const Record& record) {
  Summary& summary = state_->summary;
  ++summary.events;
  ActorSummary& actor = summary.actors[record.actor];
  ++actor.operations;
  if (has_failed(record)) ++actor.failed;
  if (has_unknown_outcome(record)) ++actor.unknown;
  ++summary.operations[record.operation][record.actor];
  if (record.start && (!summary.first || *record.start < *summary.first)) summary.first = record.start;
  const std::optional<Time> last = record.end ? record.end : record.start;
  if (last && (!summary.last || *summary.last < *last)) summary.last = last;
  switch (access_of(record)) {
    case Access::open:
      state_->open(record);
      break;
    case Access::close:
      state_->close(record);
      break;
    case Access::read:
      state_->transfer(record, false);
      return;
    case Access::write:
      state_->transfer(record, true);
      return;
    case Access::none:
      break;
  }
  if (!record.object.empty()) state_->files[record.object].others.insert(record.actor);
}

Summary Summariser::finish() {
  State& state = *state_;
  while (!state.sessions.empty()) state.end_session(state.sessions.begin(), std::nullopt);
  for (const auto& [key, run] : state.runs) state.count_run(run, state.files[key.second]);
  Summary& summary = state.summary;
  summary.files = state.files.size();
  for (auto& [name, file] : state.files) {
    std::set<std::string> clients = file.others;
    clients.insert(file.readers.begin(), file.readers.end());
    clients.insert(file.writers.begin(), file.writers.end());
    if (clients.size() <= 1) {
      ++summary.files_of_one;
      continue;
    }
    ++summary.files_shared;
    if (!file.writers.empty()) ++summary.files_write_shared;
    if (file.concurrently_write_shared) ++summary.files_concurrently_write_shared;
  }
  sort(summary.open_times);
  sort(summary.reopen_times);
  return std::move(summary);
}

}  // namespace braid::recording
