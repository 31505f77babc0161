#include "braid/tracer/recording/window.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/notation.h"
#include "braid/tracer/recording/access.h"
#include "braid/tracer/recording/notation_name.h"

namespace braid::recording {
namespace {

/// What of a record a program has.
struct WindowEvent {
  std::string left_out;  ///< as what it is left out; empty: it is not
  std::string client;
  std::optional<std::uint64_t> process;
  Access access = Access::none;  ///< none: a stat
  std::string file;
  std::optional<std::uint64_t> descriptor;
  Time start;
};

/// How many operations of each kind were left out.
using LeftOut = std::map<std::string, std::uint64_t>;

Time start_of(const Record& record) {
  return record.start ? *record.start : record.end.value_or(Time{});
}

WindowEvent event_of(const Record& record) {
  WindowEvent event{{}, record.actor, record.process, access_of(record), record.object, {}, start_of(record)};
  if (has_failed(record)) {
    event.left_out = "failed " + record.operation;
  } else if (record.object.empty() || (event.access == Access::none && record.operation != "stat")) {
    event.left_out = record.operation;
  }
  event.descriptor = natural_field(record.arguments, "descriptor");
  if (event.access == Access::open && !event.descriptor)
    event.descriptor = natural_field(record.result, "value");
  return event;
}

/// Events in the order of the recording; those that are left out do not count.
class EventQueue {
 public:
  void push(WindowEvent event) {
    if (event.left_out.empty()) ++count_;
    events_.push_back(std::move(event));
  }

  /// Keeps the last ones.
  void keep(std::uint64_t most) {
    while (count_ > most) {
      if (events_.front().left_out.empty()) --count_;
      events_.pop_front();
    }
  }

  [[nodiscard]] std::uint64_t count() const { return count_; }

  /// Moves what counts into `kept`, and counts the rest.
  void sort_out(std::vector<WindowEvent>& kept, LeftOut& left_out) {
    for (WindowEvent& event : events_) {
      if (event.left_out.empty()) {
        kept.push_back(std::move(event));
      } else {
        ++left_out[event.left_out];
      }
    }
    events_.clear();
  }

 private:
  std::deque<WindowEvent> events_;
  std::uint64_t count_ = 0;
};

/// The operations around a place, in the order of the recording.
std::vector<WindowEvent> take_window(NdjsonReader& reader, const std::optional<WindowPlace>& place,
                                     LeftOut& left_out) {
  EventQueue before;
  EventQueue after;
  std::optional<Time> first;
  Record record;
  while (reader.next(record)) {
    const Time start = start_of(record);
    if (!first || start < *first) first = start;
    if (!place) {
      after.push(event_of(record));
      continue;
    }
    const Time middle = place->from_first ? *first + place->time : place->time;
    if (record.end.value_or(start) < middle) {
      before.push(event_of(record));
      before.keep(place->operations);
    } else {
      after.push(event_of(record));
    }
    const std::uint64_t half = std::min(before.count(), (place->operations + 1) / 2);
    if (after.count() + half >= place->operations) break;
  }
  if (place) before.keep(place->operations - std::min(after.count(), place->operations));
  std::vector<WindowEvent> events;
  before.sort_out(events, left_out);
  after.sort_out(events, left_out);
  return events;
}

/// Writes the program as text, process by process.
class ProgramWriter {
 public:
  explicit ProgramWriter(const std::vector<WindowEvent>& events) {
    for (const WindowEvent& event : events) {
      files_.add(event.file);
      processes_[event.client].insert(event.process);
    }
    for (const auto& [client, processes] : processes_) clients_.add(client);
    for (const WindowEvent& event : events) programs_[name_of(event)].push_back(&event);
    for (auto& [name, program] : programs_) {
      std::stable_sort(program.begin(), program.end(),
                       [](const WindowEvent* a, const WindowEvent* b) { return a->start < b->start; });
    }
  }

  std::string text(std::string_view system) {
    std::string text = fmt::format("system {}\n", system);
    std::string clients;
    for (const auto& [name, program] : programs_)
      clients += fmt::format("client {}: {}\n", name, words(program));
    for (const auto& [file, name] : files_.names())
      text += fmt::format("file {} = initial{}\n", name, name == file ? "" : "  # " + printable(file));
    return text + clients;
  }

  [[nodiscard]] std::uint64_t added_opens() const { return added_opens_; }
  [[nodiscard]] std::uint64_t added_closes() const { return added_closes_; }

 private:
  std::string name_of(const WindowEvent& event) const {
    const std::string& client = clients_.name_of(event.client);
    if (processes_.at(event.client).size() == 1) return client;
    return fmt::format("{}.p{}", client, event.process ? std::to_string(*event.process) : "");
  }

  static std::string printable(const std::string& file) {
    std::string text;
    for (const char c : file) text += c < ' ' || c == '\x7f' ? '?' : c;
    return text;
  }

  std::string words(const std::vector<const WindowEvent*>& program) {
    std::map<std::uint64_t, std::string> open;  // descriptors and their files
    std::string text;
    const auto add = [&text](const std::string& word) { text += (text.empty() ? "" : ", ") + word; };
    for (const WindowEvent* event : program) {
      const std::string& file = files_.name_of(event->file);
      if (event->access == Access::none) {
        add("stat " + file);
        continue;
      }
      // Without descriptors, a process has a file open once.
      const std::uint64_t descriptor = event->descriptor ? *event->descriptor : files_.number_of(event->file);
      const auto held = open.find(descriptor);
      const bool fits = held != open.end() && held->second == file;
      const bool opens = event->access == Access::open;
      if (held != open.end() && (opens || !fits)) {
        add(fmt::format("close d{}", descriptor));
        ++added_closes_;
        open.erase(held);
      }
      if (opens || !fits) {
        add(fmt::format("open {} as d{}", file, descriptor));
        open[descriptor] = file;
        if (!opens) ++added_opens_;
      }
      if (opens) continue;
      constexpr const char* kWords[] = {"", "open", "close", "read", "write"};
      add(fmt::format("{} d{}", kWords[static_cast<std::size_t>(event->access)], descriptor));
      if (event->access == Access::close) open.erase(descriptor);
    }
    return text;
  }

  std::set<std::string> taken_;
  NotationNames files_{"f", taken_};
  NotationNames clients_{"c", taken_};
  std::map<std::string, std::set<std::optional<std::uint64_t>>> processes_;
  std::map<std::string, std::vector<const WindowEvent*>> programs_;
  std::uint64_t added_opens_ = 0;
  std::uint64_t added_closes_ = 0;
};

std::vector<std::string> remarks_of(const std::vector<WindowEvent>& events, const ProgramWriter& writer,
                                    const LeftOut& left_out) {
  Time first = events.front().start;
  Time last = first;
  for (const WindowEvent& event : events) {
    first = std::min(first, event.start);
    last = std::max(last, event.start);
  }
  std::vector<std::string> remarks;
  remarks.push_back(fmt::format("a program of {} recorded operations, that began from {} to {}",
                                events.size(), to_string(first), to_string(last)));
  std::string skipped;
  for (const auto& [kind, count] : left_out)
    skipped += fmt::format("{}{} {}", skipped.empty() ? "" : ", ", count, kind);
  if (!skipped.empty()) remarks.push_back("left out, since the models have no such operation: " + skipped);
  if (writer.added_opens() > 0)
    remarks.push_back(fmt::format("{} opens are added, of files opened before", writer.added_opens()));
  if (writer.added_closes() > 0)
    remarks.push_back(fmt::format("{} closes are added, that the recording lacks", writer.added_closes()));
  return remarks;
}

}  // namespace

std::optional<WindowPlace> parse_window_place(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  constexpr std::int64_t kMostOperations = 1'000'000;
  const auto operations = parse_time(text.substr(0, at));
  std::string_view time = text.substr(at + 1);
  const bool from_first = time.starts_with('+');
  if (from_first) time.remove_prefix(1);
  const auto moment = parse_time(time);
  if (!operations || operations->decimals > 0 || !moment) return std::nullopt;
  const std::int64_t count = operations->nanoseconds / kNanosecondsPerSecond;
  if (count < 1 || count > kMostOperations) return std::nullopt;
  return WindowPlace{static_cast<std::uint64_t>(count), *moment, from_first};
}

WindowProgram read_window(NdjsonReader& reader, std::string_view source,
                          const std::optional<WindowPlace>& place, std::string_view system) {
  if (reader.header().kind != Kind::operations) {
    throw InputError(source, {}, fmt::format("it is a recording of {}", name_of(reader.header().kind)),
                     "programs are made of recorded operations: of a strace or a history");
  }
  LeftOut left_out;
  const std::vector<WindowEvent> events = take_window(reader, place, left_out);
  if (events.empty()) {
    throw InputError(source, {}, "there is no open, read, write, close or stat in it that could be explored");
  }
  ProgramWriter writer(events);
  WindowProgram program;
  std::string text = writer.text(system);
  program.trace = parse_notation(source, text);
  program.remarks = remarks_of(events, writer, left_out);
  return program;
}

}  // namespace braid::recording
