// strace(1): what processes asked the system for. Files of one run with -f, of several runs, and the files
// NAME.PID of -ff, which are one run.
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <queue>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/end_order.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/import/strace/call.h"
#include "braid/tracer/import/strace/trace.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

using strace::LineKind;

/// What a file's name says: the files NAME.PID that -ff makes are one run.
struct FileName {
  std::string run;
  std::string actor;
  std::optional<std::uint64_t> pid;
};

FileName take_name_apart(const std::string& name) {
  FileName result;
  std::filesystem::path path(name);
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (path.extension() == packed) path.replace_extension();
  }
  const std::string suffix = path.extension().string();
  if (!suffix.empty()) result.pid = read_number<std::uint64_t>(std::string_view(suffix).substr(1));
  result.run = name;
  if (result.pid) {
    path.replace_extension();
    result.run = path.string() + '/';  // the name of no other file
  }
  result.actor = path.stem().string();
  if (result.actor.empty()) result.actor = "strace";
  return result;
}

/// Whether the first line that would have a time has one; nothing where there is no such line.
std::optional<bool> has_times(std::string_view head) {
  while (!head.empty()) {
    const std::string_view text = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(text.size() + 1, head.size()));
    const strace::Line line = strace::take_apart(text);
    constexpr std::array kTimed = {LineKind::call, LineKind::unfinished, LineKind::resumed, LineKind::signal,
                                   LineKind::exit};
    if (std::find(kTimed.begin(), kTimed.end(), line.kind) != kTimed.end()) return line.stamp.has_value();
  }
  return std::nullopt;
}

class StraceSource final : public QueuedSource {
 public:
  StraceSource(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger)
      : options_(options),
        surroundings_{
            options_, ledger, strace::Shares(options_.clients), {}, [this](recording::Record record) {
              ended(std::move(record));
            }} {
    check_times(inputs);
    for (Input& input : inputs) {
      const FileName name = take_name_apart(input.name());
      auto& trace = traces_[name.run];
      if (trace == nullptr) trace = std::make_unique<strace::Trace>(name.actor, surroundings_);
      files_.push_back(std::make_unique<File>(std::move(input), files_.size(), *trace, name.pid));
    }
  }

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.system = "posix";
    header.clock = by_position_ ? recording::Clock::position : recording::Clock::seconds;
    return header;
  }

 protected:
  bool advance() override {
    if (!begun_) begin();
    if (next_.empty()) {
      finish();
      return false;
    }
    File& file = *files_[next_.top().index];
    next_.pop();
    take(file);
    read_on(file);
    return true;
  }

 private:
  struct File {
    File(Input input, std::uint64_t source, strace::Trace& run, std::optional<std::uint64_t> process)
        : lines(std::move(input), source), trace(run), pid(process) {}
    strace::TraceInput lines;
    strace::Trace& trace;
    std::optional<std::uint64_t> pid;
    std::vector<recording::Record> open_ended;  ///< events that have ended by the next line
  };

  /// The file whose line is next, by time; without times, one file comes after the other.
  struct Next {
    recording::Time time;
    std::size_t index;
    friend bool operator<(const Next& a, const Next& b) {
      return a.time != b.time ? a.time > b.time : a.index > b.index;
    }
  };

  /// Either all files have times, or none has.
  void check_times(std::vector<Input>& inputs) {
    std::optional<bool> times;
    for (Input& input : inputs) {
      const auto has = has_times(input.peek(kMostPeeked));
      if (has && times && *has != *times) {
        throw InputError(input.name(), {1, 1}, *has ? "has times, other files have not" : "has no times",
                         "all files of an import have times, or none has");
      }
      if (has) times = has;
    }
    by_position_ = !times.value_or(true);
  }

  void begin() {
    begun_ = true;
    for (const auto& file : files_) read_on(*file);
  }

  void read_on(File& file) {
    if (!file.lines.next()) {
      for (recording::Record& record : file.open_ended) order_.add(std::move(record));
      file.open_ended.clear();
      return;
    }
    next_.push({by_position_ ? recording::Time{} : file.lines.time(), file.lines.source()});
  }

  void take(File& file) {
    const recording::Time time =
        by_position_ ? recording::seconds(static_cast<std::int64_t>(++position_)) : file.lines.time();
    for (recording::Record& record : file.open_ended) {
      record.end = time;
      order_.add(std::move(record));
    }
    file.open_ended.clear();
    current_ = &file;
    const auto process = file.lines.line().process;
    file.trace.take({file.lines, time, process ? process : file.pid, by_position_});
    current_ = nullptr;
    surroundings_.ledger.read_unit();
    order_.release(time, [this](recording::Record&& record) { emit(std::move(record)); });
  }

  /// An event without result never returned; one without end has returned by the next line of its file.
  void ended(recording::Record record) {
    if (record.result.empty()) {
      never_returned_.push_back(std::move(record));
    } else if (!record.end && current_ != nullptr) {
      current_->open_ended.push_back(std::move(record));
    } else {
      order_.add(std::move(record));
    }
  }

  void finish() {
    for (const auto& [name, trace] : traces_) trace->end();
    order_.release_all([this](recording::Record&& record) { emit(std::move(record)); });
    std::stable_sort(never_returned_.begin(), never_returned_.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    for (recording::Record& record : never_returned_) emit(std::move(record));
  }

  ImportOptions options_;
  strace::Surroundings surroundings_;
  std::map<std::string, std::unique_ptr<strace::Trace>> traces_;
  std::vector<std::unique_ptr<File>> files_;
  std::priority_queue<Next> next_;
  EndOrder order_;
  std::vector<recording::Record> never_returned_;
  File* current_ = nullptr;
  std::uint64_t position_ = 0;
  bool begun_ = false;
  bool by_position_ = false;
};

bool is_strace_line(std::string_view text) {
  const strace::Line line = strace::take_apart(text);
  switch (line.kind) {
    case LineKind::call:
      return strace::read_call(line.body).has_value();
    case LineKind::unfinished:
    case LineKind::resumed:
    case LineKind::signal:
    case LineKind::exit:
      return true;
    default:
      return strace::attached_message(text).has_value();
  }
}

int recognises(std::string_view head, std::string_view /*file_name*/) {
  constexpr int kMostLines = 20;
  int good = 0;
  int bad = 0;
  for (int lines = 0; lines < kMostLines && !head.empty(); ++lines) {
    const std::size_t end = head.find('\n');
    // The last line may be cut by the size of the head.
    if (end == std::string_view::npos && lines > 0) break;
    std::string_view line = head.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (!line.empty()) ++(is_strace_line(line) ? good : bad);
  }
  if (good == 0) return 0;
  return bad == 0 ? 95 : good > bad ? 60 : 20;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return std::make_unique<StraceSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& strace_format() {
  static const Format format{"strace", "strace, with -f or -ff, and times where it has them", recognises,
                             open};
  return format;
}

}  // namespace braid::import
