#include "braid/tracer/recording/summary.h"

#include <algorithm>
#include <unordered_map>

#include "braid/tracer/recording/access.h"
#include "braid/tracer/recording/file_run.h"
#include "braid/tracer/recording/name_numbers.h"

namespace braid::recording {
namespace {

constexpr Time kRunGap = seconds(30);

/// An actor, by its number among the names.
using Actor = std::uint32_t;

/// Two numbers as one.
std::uint64_t pair_of(std::uint32_t high, std::uint32_t low) {
  return std::uint64_t{high} << 32U | low;
}

/// How often a file is open now.
struct Opens {
  std::uint64_t for_reading = 0;
  std::uint64_t for_writing = 0;

  [[nodiscard]] std::uint64_t& of(bool writing) { return writing ? for_writing : for_reading; }
};

/// What one client did to one file.
struct Touch {
  Opens opens;
  bool opened = false;             ///< ever
  std::optional<Time> last_close;  ///< nothing where it was never closed
  FileRun run;                     ///< of transfers that belong to no open
};

/// A file as all clients see it.
struct FileState {
  std::uint64_t clients = 0;  ///< that touched it
  bool written = false;
  Opens opens;
  std::uint64_t size = 0;  ///< the furthest byte that was seen
  bool concurrently_write_shared = false;
};

struct Session {
  std::uint32_t file = 0;
  bool for_writing = false;
  std::optional<Time> since;
  FileRun run;
};

/// Which open an event belongs to.
struct SessionKey {
  Actor actor = 0;
  std::uint64_t process = 0;
  std::uint64_t descriptor = 0;
  friend bool operator==(const SessionKey&, const SessionKey&) = default;
};

struct SessionHash {
  std::size_t operator()(const SessionKey& key) const {
    constexpr std::size_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 divided by the golden ratio
    return ((key.actor * kOdd + key.process) * kOdd + key.descriptor) * kOdd;
  }
};

using Sessions = std::unordered_map<SessionKey, Session, SessionHash>;

/// An event, and what is looked up of it once.
struct Event {
  const Record& record;
  Actor actor = 0;
  bool failed = false;
};

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
  NameNumbers actor_names;
  std::vector<ActorSummary> actors;  ///< by their numbers
  NameNumbers operation_names;
  std::vector<Access> accesses;                            ///< by the operations' numbers
  std::unordered_map<std::uint64_t, std::uint64_t> calls;  ///< by operation and actor, how many
  NameNumbers file_names;
  std::vector<FileState> files;
  std::unordered_map<std::uint64_t, Touch> touches;  ///< by file and actor
  Sessions sessions;

  Actor actor_of(const Record& record) {
    const Actor actor = actor_names.number_of(record.actor);
    if (actor == actors.size()) actors.emplace_back();
    return actor;
  }

  std::uint32_t operation_of(const Record& record) {
    const std::uint32_t number = operation_names.number_of(record.operation);
    if (number == accesses.size()) accesses.push_back(access_of(record));
    return number;
  }

  /// REQUIRES that the event names a file.
  std::uint32_t file_of(const Record& record) {
    const std::uint32_t number = file_names.number_of(record.object);
    if (number == files.size()) files.emplace_back();
    return number;
  }

  Touch& touch_of(std::uint32_t file, Actor actor) {
    const auto [at, is_new] = touches.try_emplace(pair_of(file, actor));
    if (is_new) ++files[file].clients;
    return at->second;
  }

  void count_run(const FileRun& run, const FileState& file) {
    if (!run.begun) {
      ++summary.runs_without_transfer;
      return;
    }
    const auto use = static_cast<std::size_t>(use_of(run));
    RunCount& count = summary.runs[use][static_cast<std::size_t>(shape_of(run, file.size))];
    ++count.runs;
    count.bytes += run.bytes;
  }

  static SessionKey key_of(const Event& event, std::optional<std::uint64_t> descriptor) {
    return {event.actor, event.record.process.value_or(0), descriptor.value_or(0)};
  }

  static std::optional<std::uint64_t> descriptor_of(const Record& record) {
    const auto given = natural_field(record.arguments, "descriptor");
    return given ? given : natural_field(record.result, "value");
  }

  void open(const Event& event) {
    const Record& record = event.record;
    if (record.object.empty() || event.failed) return;
    const SessionKey key = key_of(event, descriptor_of(record));
    if (const auto old = sessions.find(key); old != sessions.end()) end_session(old, std::nullopt);
    const std::uint32_t file = file_of(record);
    const bool writing = opens_for_writing(record);
    Touch& touch = touch_of(file, event.actor);
    reopen(touch, record);
    ++touch.opens.of(writing);
    ++files[file].opens.of(writing);
    note_sharing(files[file], touch);
    sessions[key] = {file, writing, record.end ? record.end : record.start, {}};
  }

  void reopen(Touch& touch, const Record& record) {
    if (!touch.opened) {
      touch.opened = true;
      return;
    }
    ++summary.reopens;
    if (touch.last_close && record.start && *record.start >= *touch.last_close)
      summary.reopen_times.nanoseconds.push_back((*record.start - *touch.last_close).nanoseconds);
  }

  void note_sharing(FileState& file, const Touch& mine) {
    const bool others_read = file.opens.for_reading > mine.opens.for_reading;
    const bool others_write = file.opens.for_writing > mine.opens.for_writing;
    if (!others_write && !(mine.opens.for_writing > 0 && others_read)) return;
    file.concurrently_write_shared = true;
    ++summary.opens_concurrently_write_shared;
  }

  void close(const Event& event) {
    const Record& record = event.record;
    const auto session = sessions.find(key_of(event, natural_field(record.arguments, "descriptor")));
    if (session != sessions.end()) end_session(session, record.start ? record.start : record.end);
  }

  void end_session(Sessions::iterator at, std::optional<Time> closed) {
    const Session& session = at->second;
    FileState& file = files[session.file];
    Touch& touch = touch_of(session.file, at->first.actor);
    --touch.opens.of(session.for_writing);
    --file.opens.of(session.for_writing);
    if (closed) {
      touch.last_close = closed;
      if (session.since && *closed >= *session.since)
        summary.open_times.nanoseconds.push_back((*closed - *session.since).nanoseconds);
    } else {
      ++summary.never_closed;
    }
    count_run(session.run, file);
    sessions.erase(at);
  }

  void transfer(const Event& event, bool writes) {
    const Record& record = event.record;
    const std::uint64_t bytes = event.failed ? 0 : bytes_moved(record);
    ActorSummary& actor = actors[event.actor];
    (writes ? actor.bytes_written : actor.bytes_read) += bytes;
    if (record.object.empty()) return;
    const std::uint32_t number = file_of(record);
    FileState& file = files[number];
    file.written |= writes;
    Touch& touch = touch_of(number, event.actor);
    if (event.failed) return;
    if (!sessions.empty()) {
      const auto session = sessions.find(key_of(event, natural_field(record.arguments, "descriptor")));
      if (session != sessions.end() && session->second.file == number)
        return extend(session->second.run, record, writes, bytes, file.size);
    }
    FileRun& run = touch.run;
    if (const auto moment = when_it_was(record); run.begun && moment && run.last + kRunGap < *moment) {
      count_run(run, file);
      run = {};
    }
    extend(run, record, writes, bytes, file.size);
  }

  void count_files() {
    for (const auto& [file_and_actor, touch] : touches) {
      if (touch.run.begun) count_run(touch.run, files[file_and_actor >> 32U]);
    }
    summary.files = files.size();
    for (const FileState& file : files) {
      if (file.clients <= 1) {
        ++summary.files_of_one;
        continue;
      }
      ++summary.files_shared;
      if (file.written) ++summary.files_write_shared;
      if (file.concurrently_write_shared) ++summary.files_concurrently_write_shared;
    }
  }

  void name_all() {
    for (Actor actor = 0; actor < actors.size(); ++actor)
      summary.actors.emplace(actor_names.name_of(actor), actors[actor]);
    for (const auto& [operation_and_actor, count] : calls) {
      const auto operation = static_cast<std::uint32_t>(operation_and_actor >> 32U);
      const auto actor = static_cast<Actor>(operation_and_actor);
      summary.operations[operation_names.name_of(operation)].emplace(actor_names.name_of(actor), count);
    }
  }
};

Summariser::Summariser() : state_(std::make_unique<State>()) {}
Summariser::~Summariser() = default;

void Summariser::add(const Record& record) {
  State& state = *state_;
  Summary& summary = state.summary;
  ++summary.events;
  const Event event{record, state.actor_of(record), has_failed(record)};
  ActorSummary& actor = state.actors[event.actor];
  ++actor.operations;
  if (event.failed) ++actor.failed;
  if (has_unknown_outcome(record)) ++actor.unknown;
  const std::uint32_t operation = state.operation_of(record);
  ++state.calls[pair_of(operation, event.actor)];
  if (record.start && (!summary.first || *record.start < *summary.first)) summary.first = record.start;
  const std::optional<Time> last = record.end ? record.end : record.start;
  if (last && (!summary.last || *summary.last < *last)) summary.last = last;
  switch (state.accesses[operation]) {
    case Access::open:
      state.open(event);
      break;
    case Access::close:
      state.close(event);
      break;
    case Access::read:
      return state.transfer(event, false);
    case Access::write:
      return state.transfer(event, true);
    case Access::none:
      break;
  }
  if (!record.object.empty()) state.touch_of(state.file_of(record), event.actor);
}

Summary Summariser::finish() {
  State& state = *state_;
  while (!state.sessions.empty()) state.end_session(state.sessions.begin(), std::nullopt);
  state.count_files();
  state.name_all();
  sort(state.summary.open_times);
  sort(state.summary.reopen_times);
  return std::move(state.summary);
}

}  // namespace braid::recording
