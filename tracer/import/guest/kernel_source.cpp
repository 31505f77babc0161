#include "braid/tracer/import/guest/kernel_source.h"

#include <fmt/format.h>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/guest/guest_memory.h"
#include "braid/tracer/import/guest/kernel_event.h"
#include "braid/tracer/import/guest/machine_names.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/words.h"

namespace braid::import::guest {
namespace {

constexpr unsigned kPageBits = 12;

/// What the sources of one import share: names are the same in all recordings.
struct Machines {
  MachineNames names;
  GuestMemory memory;
};

/// The lines of a memory map, which have no time and so come first.
class MapSource final : public QueuedSource {
 public:
  MapSource(Input input, std::uint64_t source, Machines& machines, Ledger& ledger)
      : lines_(std::move(input)), source_(source), machines_(machines), ledger_(ledger) {}

  /// Takes all of it, so that it is known before the first event of a recording.
  void read_all() {
    std::string_view line;
    while (lines_.next(line)) take(line);
  }

  [[nodiscard]] recording::Header header() const override { return {}; }

 protected:
  bool advance() override { return false; }

 private:
  /// More slots than any machine has; a map is kept in memory.
  static constexpr std::uint64_t kMostLines = 100'000;

  void take(std::string_view line) {
    ledger_.read_unit();
    if (line.empty()) return;
    ledger_.found();
    const auto memory = lines_.number() <= kMostLines ? read_memory_line(line) : std::nullopt;
    if (!memory) {
      ledger_.skip("lines that are no memory of a machine", lines_.number(), line, source_);
      return;
    }
    machines_.names.add(*memory);
    machines_.memory.add(*memory);
    recording::Record record;
    record.actor = memory->name;
    if (const auto* named = machines_.names.find(memory->process)) record.actor = named->name;
    record.process = memory->process;
    record.operation = "memory";
    record.arguments.add("event", "map");
    record.arguments.add("guest_frame", memory->guest_address >> kPageBits);
    record.arguments.add("frames", memory->size >> kPageBits);
    record.arguments.add("address", hexadecimal(memory->host_address));
    record.source = source_;
    record.line = lines_.number();
    ledger_.event();
    emit(std::move(record));
  }

  LineReader lines_;
  std::uint64_t source_;
  Machines& machines_;
  Ledger& ledger_;
};

class KernelSource final : public RecordSource {
 public:
  KernelSource(Input input, std::uint64_t source, ReadKernelLine read, std::shared_ptr<Machines> machines,
               Ledger& ledger)
      : lines_(std::move(input)),
        source_(source),
        read_(read),
        machines_(std::move(machines)),
        ledger_(ledger) {}

  bool next(recording::Record& record) override {
    std::string_view line;
    while (lines_.next(line)) {
      ledger_.read_unit();
      if (take(line, record)) {
        ledger_.event();
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.kind = recording::Kind::guest;
    header.system = "kvm";
    return header;
  }

 private:
  /// Whether the line is an event.
  bool take(std::string_view line, recording::Record& record) {
    if (line.empty()) return false;
    record.clear();
    record.source = source_;
    record.line = lines_.number();
    if (line.front() == '#' || line.starts_with("CPU:")) {
      const auto lost = read_lost_events(line);
      // All other lines of the head are about the columns.
      if (!lost && line.front() == '#') return false;
      ledger_.found();
      if (lost) return take_lost(*lost, record);
      ledger_.skip("lines that are no event", lines_.number(), line, source_);
      return false;
    }
    ledger_.found();
    const auto parts = read_(line);
    if (!parts || parts->event.empty()) {
      ledger_.skip("lines that are no event", lines_.number(), line, source_);
      return false;
    }
    if (parts->event == "PERF_RECORD_LOST") return take_lost_record(*parts, record);
    return take_event(*parts, line, record);
  }

  static bool take_lost(const LostEvents& lost, recording::Record& record) {
    record.actor = "recorder";
    record.operation = "lost";
    record.arguments.add("event", lost.marker);
    if (lost.cpu) record.arguments.add("cpu", *lost.cpu);
    if (lost.count) record.arguments.add("count", *lost.count);
    return true;
  }

  static bool take_lost_record(const KernelLine& parts, recording::Record& record) {
    record.start = parts.time;
    return take_lost({parts.cpu, EventText(parts.text).number("lost", 10), parts.event}, record);
  }

  bool take_event(const KernelLine& parts, std::string_view line, recording::Record& record) {
    const Describe describe = description_of(parts.event);
    if (describe == nullptr) {
      ledger_.skip(
          fmt::format("{} {}", is_call(parts) ? "system calls" : "events", parts.event.substr(0, kMostName)),
          lines_.number(), line, source_);
      return false;
    }
    const MachineNames::Machine& machine = machines_->names.of(parts);
    record.actor = machine.name;
    record.process = parts.thread;
    record.start = parts.time;
    record.arguments.add("event", parts.event);
    record.arguments.add("cpu", parts.cpu);
    const EventText text(parts.text);
    if (!describe(text, record)) {
      ledger_.skip(is_call(parts) ? fmt::format("system calls {}", parts.event)
                                  : fmt::format("events {} that are not understood", parts.event),
                   lines_.number(), line, source_);
      return false;
    }
    if (record.operation == "unmap") add_frames(machine, text, record);
    if (record.operation == "switch") add_successor(record);
    return true;
  }

  static bool is_call(const KernelLine& parts) { return parts.event.starts_with("sys_"); }

  void add_frames(const MachineNames::Machine& machine, const EventText& text, recording::Record& record) {
    if (!machines_->memory.knows(machine.process)) {
      ledger_.note("host addresses whose guest frames no memory map tells");
      return;
    }
    const bool bare = text.unformatted();
    const auto begin = text.number(bare ? "start=" : "range:", bare ? 10 : 16);
    const auto end = text.number(bare ? "end=" : "--", bare ? 10 : 16);
    const auto ranges = machines_->memory.frames(machine.process, begin.value_or(0), end.value_or(0));
    if (ranges.size() <= 1) {
      if (!ranges.empty()) record.arguments.add("guest_frame", ranges.front().guest_frame);
      record.arguments.add("frames", ranges.empty() ? 0 : ranges.front().frames);
      return;
    }
    recording::List list;
    for (const GuestMemory::Range& range : ranges) {
      recording::Fields fields;
      fields.add("guest_frame", range.guest_frame);
      fields.add("frames", range.frames);
      list.emplace_back(std::move(fields));
    }
    record.arguments.add("ranges", std::move(list));
  }

  void add_successor(recording::Record& record) const {
    const recording::Value* thread = record.arguments.find("to_process");
    if (thread == nullptr) return;
    const auto* machine = machines_->names.find(thread->natural().value_or(0));
    if (machine != nullptr) record.arguments.add("to", machine->name);
  }

  static constexpr std::size_t kMostName = 64;

  LineReader lines_;
  std::uint64_t source_;
  ReadKernelLine read_;
  std::shared_ptr<Machines> machines_;
  Ledger& ledger_;
};

}  // namespace

std::unique_ptr<RecordSource> open_kernel_recordings(std::vector<Input> inputs, ReadKernelLine read,
                                                     const ImportOptions& options, Ledger& ledger) {
  const auto machines = std::make_shared<Machines>(Machines{MachineNames(options.clients), {}});
  std::vector<std::unique_ptr<RecordSource>> recordings;
  std::vector<std::unique_ptr<RecordSource>> maps;
  const std::string first = inputs.front().name();
  for (std::uint64_t source = 0; source < inputs.size(); ++source) {
    Input& input = inputs[source];
    if (is_memory_map(input.peek(kMostPeeked))) {
      auto map = std::make_unique<MapSource>(std::move(input), source, *machines, ledger);
      map->read_all();
      maps.push_back(std::move(map));
    } else {
      recordings.push_back(std::make_unique<KernelSource>(std::move(input), source, read, machines, ledger));
    }
  }
  if (recordings.empty()) {
    throw InputError(first, {}, "it is a map of machines' memory, which goes with a recording",
                     "name the recording, too");
  }
  for (auto& map : maps) recordings.push_back(std::move(map));
  return merge(std::move(recordings));
}

int recognise_kernel_lines(std::string_view head, ReadKernelLine read) {
  constexpr int kMostLines = 50;
  int good = 0;
  int bad = 0;
  for (int lines = 0; lines < kMostLines && !head.empty(); ++lines) {
    const std::size_t end = head.find('\n');
    // The last line may be cut by the size of the head.
    if (end == std::string_view::npos && lines > 0) break;
    std::string_view line = head.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (line.empty() || line.front() == '#' || read_lost_events(line)) continue;
    ++(read(line) ? good : bad);
  }
  if (good == 0) return 0;
  return bad == 0 ? 97 : good > bad ? 60 : 20;
}

}  // namespace braid::import::guest
