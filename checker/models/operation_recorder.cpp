#include "braid/checker/models/operation_recorder.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/tracer/diagnostic.h"

namespace braid::models {

using explore::EventInstance;
using explore::Position;
using history::OperationKind;

namespace {

std::uint32_t index_in(const std::vector<std::string>& names, std::string_view name) {
  return static_cast<std::uint32_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

explore::ObservableId observable_called(const explore::Signature& signature, std::string_view name) {
  const auto found =
      std::find_if(signature.observables.begin(), signature.observables.end(),
                   [&](const explore::Observable& observable) { return observable.name == name; });
  return static_cast<explore::ObservableId>(found - signature.observables.begin());
}

std::optional<std::uint32_t> event_called(const explore::Signature& signature, std::string_view name) {
  for (std::uint32_t kind = 0; kind < signature.events.size(); ++kind) {
    if (signature.events[kind].name == name) return kind;
  }
  return std::nullopt;
}

/// Whether the operation leaves contents of files as they are, or is a read, or a write.
bool fits_history(Operation operation) {
  switch (operation) {
    case Operation::open:
    case Operation::read:
    case Operation::write:
    case Operation::close:
    case Operation::stat:
    case Operation::flush:
    case Operation::fsync:
    case Operation::lock:
    case Operation::unlock:
      return true;
    default:
      return false;
  }
}

/// Why a trace makes no histories of reads and writes.
struct Refusal {
  SourcePosition position;
  std::string cause;
  std::string accepted;
};

/// The contents that an actor's writes have, as traces name them.
bool is_written(const Trace& trace, std::string_view contents) {
  return std::any_of(trace.actors.begin(), trace.actors.end(), [&](const Actor& actor) {
    return contents.substr(0, actor.name.size() + 1) == actor.name + "#";
  });
}

std::optional<Refusal> refusal_of(const Trace& trace) {
  if (trace.machine) return Refusal{{}, "only clients of files have histories", "a `client`"};
  if (trace.values != Values::writer) {
    return Refusal{{}, "a history needs writes of which no two write the same value", "`values writer`"};
  }
  for (const File& file : trace.files) {
    if (file.absent || file.blocks != 1 || is_written(trace, file.contents)) {
      return Refusal{file.position,
                     "histories are of files of one block, which hold at first what nobody writes",
                     "`file a = 0`"};
    }
  }
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) {
      if (event.truncates)
        return Refusal{event.position, "a history has no opens that empty a file", "leave `truncate` out"};
      if (fits_history(event.operation)) continue;
      return Refusal{event.position, fmt::format("a history has no {}", name_of(event.operation)),
                     "opens, reads, writes, closes, stat, flush, fsync and locks"};
    }
  }
  return std::nullopt;
}

/// What a client's name for a file stands for.
std::uint32_t mounted(const Trace& trace, std::string_view client, std::uint32_t file) {
  for (const Mount& mount : trace.mounts) {
    if (mount.client == client && mount.path == file) return mount.file;
  }
  return file;
}

}  // namespace

bool makes_histories(const Trace& trace) {
  return !refusal_of(trace).has_value();
}

OperationRecorder::OperationRecorder(const Trace& trace, const explore::Signature& signature)
    : contents_(signature.contents), source_(trace.source) {
  if (const auto refusal = refusal_of(trace))
    throw InputError(trace.source, refusal->position, refusal->cause, refusal->accepted, trace.text);
  for (const File& file : trace.files) {
    files_.push_back(file.name);
    initial_.push_back(index_in(contents_, file.contents));
  }
  crash_ = event_called(signature, "crash");
  refused_ = event_called(signature, "refused");
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process)
    add_process(trace, signature, process);
}

void OperationRecorder::add_process(const Trace& trace, const explore::Signature& signature,
                                    std::uint32_t process) {
  const Actor& actor = trace.actors[process];
  const std::vector<std::string> clients = trace.clients();
  starts_.push_back(static_cast<std::uint32_t>(operations_.size()));
  clients_.push_back(index_in(clients, client_of(actor)));
  names_.push_back(actor.name);
  std::uint32_t reads = 0;
  std::uint32_t writes = 0;
  for (Position number = 0; number < actor.events.size(); ++number) {
    const Event& event = actor.events[number];
    if (event.operation != Operation::read && event.operation != Operation::write) continue;
    Recorded recorded;
    recorded.kind = event.operation == Operation::read ? OperationKind::read : OperationKind::write;
    recorded.process = process;
    recorded.event = number;
    recorded.file = mounted(trace, client_of(actor), event.file);
    if (recorded.kind == OperationKind::read) {
      recorded.observed = observable_called(signature, fmt::format("{}.read{}", actor.name, ++reads));
    } else {
      recorded.content = index_in(contents_, fmt::format("{}#{}", actor.name, ++writes));
    }
    operations_.push_back(std::move(recorded));
  }
}

std::vector<explore::ObservableId> OperationRecorder::tracked() const {
  std::vector<explore::ObservableId> tracked;
  for (const Recorded& operation : operations_) {
    if (operation.kind == OperationKind::read) tracked.push_back(operation.observed);
  }
  return tracked;
}

void OperationRecorder::add_fields(explore::Layout& layout) {
  for (Recorded& operation : operations_) {
    operation.called = layout.add(1);
    // A read that has not returned tells nothing.
    operation.lost = layout.add(operation.kind == OperationKind::write ? 1 : 0);
    for (std::uint32_t other = 0; other < starts_.size(); ++other) {
      if (other == operation.process) continue;
      operation.counts.push_back(layout.add(explore::bits_for(last_of(other) - first_of(other))));
    }
  }
}

std::uint32_t OperationRecorder::passed(std::uint32_t process, Position event) const {
  std::uint32_t passed = 0;
  for (std::uint32_t number = first_of(process); number < last_of(process); ++number) {
    if (operations_[number].event < event) ++passed;
  }
  return passed;
}

const OperationRecorder::Recorded* OperationRecorder::at(std::uint32_t process, Position event) const {
  for (std::uint32_t number = first_of(process); number < last_of(process); ++number) {
    if (operations_[number].event == event) return &operations_[number];
  }
  return nullptr;
}

bool OperationRecorder::loses(std::uint32_t process, const std::vector<EventInstance>& events) const {
  return std::any_of(events.begin(), events.end(), [&](const EventInstance& event) {
    return (event.kind == crash_ || event.kind == refused_) && !event.arguments.empty() &&
           event.arguments.front() == clients_[process];
  });
}

std::vector<OperationRecorder::Mark> OperationRecorder::marks(
    std::span<const Position> before, std::span<const Position> after, std::uint32_t actor,
    const std::vector<EventInstance>& events) const {
  std::vector<Mark> marks;
  for (std::uint32_t process = 0; process < starts_.size(); ++process) {
    const bool moves = after[process] != before[process];
    if (process != actor && !moves) continue;
    const Recorded* operation = at(process, before[process]);
    if (operation == nullptr) continue;
    const bool lost = moves && loses(process, events);
    // Who is stopped by somebody else has not called anything by that.
    if (process == actor || !lost) {
      Mark call{Mark::Kind::call, operation->called, operation->lost, {}};
      std::size_t place = 0;
      for (std::uint32_t other = 0; other < starts_.size(); ++other) {
        if (other != process)
          call.counts.emplace_back(operation->counts[place++], passed(other, before[other]));
      }
      marks.push_back(std::move(call));
    }
    if (lost && operation->kind == OperationKind::write)
      marks.push_back({Mark::Kind::lose, operation->called, operation->lost, {}});
  }
  return marks;
}

history::ValueId OperationRecorder::value_of(std::uint32_t file, std::uint32_t content) const {
  return content == initial_[file] ? history::kInitial : content + 1;
}

/// Puts the calls and returns of a key into one order that they can have come in.
class OperationRecorder::Ordering {
 public:
  Ordering(const OperationRecorder& recorder, const HistoryKey& key) : recorder_(recorder) {
    const std::size_t processes = recorder.starts_.size();
    passed_.assign(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(processes));
    std::size_t place = processes;
    for (const Recorded& operation : recorder.operations_) {
      Told told;
      told.state = key[place++];
      if (told.state != 0) {
        for (std::uint32_t other = 0; other < processes; ++other)
          told.counts.push_back(other == operation.process ? 0 : key[place++]);
        if (operation.kind == OperationKind::read) told.value = key[place++];
      }
      told_.push_back(std::move(told));
    }
    returned_.assign(processes, 0);
  }

  std::vector<history::Operation> run() {
    bool moved = true;
    while (moved) {
      moved = false;
      for (std::uint32_t process = 0; process < returned_.size(); ++process) {
        while (advance(process)) moved = true;
      }
    }
    std::vector<history::Operation> operations;
    for (std::size_t number = 0; number < told_.size(); ++number) {
      if (told_[number].state != 0) add(number, operations);
    }
    std::sort(operations.begin(), operations.end(),
              [](const history::Operation& a, const history::Operation& b) { return a.start < b.start; });
    return operations;
  }

 private:
  struct Told {
    std::uint32_t state = 0;
    std::vector<std::uint32_t> counts;  ///< by process
    std::uint32_t value = 0;
    std::int64_t start = 0;
    std::int64_t end = history::kNever;
  };

  /// The process's next call or return, if what must come before it has.
  bool advance(std::uint32_t process) {
    const std::uint32_t number = recorder_.first_of(process) + returned_[process];
    if (number >= recorder_.last_of(process)) return false;
    Told& next = told_[number];
    if (next.state != 0 && next.start == 0) {
      for (std::uint32_t other = 0; other < returned_.size(); ++other) {
        if (other != process && returned_[other] < next.counts[other]) return false;
      }
      next.start = ++time_;
      return true;
    }
    if (returned_[process] >= passed_[process] || awaited(process)) return false;
    if (next.state == 1) next.end = ++time_;
    ++returned_[process];
    return true;
  }

  /// Whether some operation was called before the process's next return, and its call is still to come.
  [[nodiscard]] bool awaited(std::uint32_t process) const {
    for (std::size_t number = 0; number < told_.size(); ++number) {
      const Told& told = told_[number];
      if (told.state == 0 || told.start != 0 || recorder_.operations_[number].process == process) continue;
      if (told.counts[process] <= returned_[process]) return true;
    }
    return false;
  }

  void add(std::size_t number, std::vector<history::Operation>& operations) const {
    const Recorded& recorded = recorder_.operations_[number];
    const Told& told = told_[number];
    history::Operation operation;
    operation.kind = recorded.kind;
    operation.object = recorded.file;
    operation.client = recorded.process;
    operation.process = recorded.process;
    operation.start = told.start;
    operation.end = told.end;
    if (recorded.kind == OperationKind::read) {
      // Until a read has returned, and if it returned nothing, it says nothing.
      if (told.end == history::kNever || told.value < 2) return;
      operation.value = recorder_.value_of(recorded.file, told.value - 2);
    } else {
      operation.value = recorder_.value_of(recorded.file, recorded.content);
    }
    operations.push_back(operation);
  }

  const OperationRecorder& recorder_;
  std::vector<std::uint32_t> passed_;
  std::vector<Told> told_;
  std::vector<std::uint32_t> returned_;
  std::int64_t time_ = 0;
};

history::History OperationRecorder::history_of(const HistoryKey& key) const {
  history::History history;
  history.clients = names_;
  history.objects = files_;
  history.groups = files_;
  for (std::uint32_t file = 0; file < files_.size(); ++file) history.group_of.push_back(file);
  history.values.emplace_back();  // what it held at first
  history.values.insert(history.values.end(), contents_.begin(), contents_.end());
  history.initial_known.assign(files_.size(), true);
  history.operations = Ordering(*this, key).run();
  history.clock = recording::Clock::position;
  history.files = {source_};
  history.recorded = history.operations.size();
  return history;
}

}  // namespace braid::models
