#include "braid/checker/isolation/isolation.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/isolation/frame_checks.h"
#include "braid/checker/isolation/guest_runs.h"
#include "braid/checker/isolation/machine_ends.h"
#include "braid/checker/isolation/missed_translations.h"
#include "braid/checker/isolation/steady_translations.h"
#include "braid/checker/isolation/traced_processes.h"
#include "braid/tracer/diagnostic.h"

namespace braid::isolation {
namespace {

/// All rules, each of which sees the events that it is about.
class Rules {
 public:
  /// `system` says whose traps and returns the recording has: of a guest's own processes under User-mode
  /// Linux and in QEMU, of virtual CPUs elsewhere.
  explicit Rules(std::string_view system)
      : traced_processes_(system == "uml"), own_translation_(system == "qemu") {}

  void see(const Event& event, const Names& names) {
    if (traced_processes_) return processes_.see(event, names);
    if (own_translation_) {
      misses_.see(event, names);
      steady_.see(event, names);
      return;
    }
    lives_.see(event);
    ends_.see(event, names);
    runs_.see(event, names);
    if (const auto change = entries_.see(event)) {
      writable_.see(*change, names);
      released_.see(*change, names);
      zeroed_.see(*change, lives_, names);
    }
  }

  std::vector<PartVerdict> finish(const Names& names) {
    std::vector<PartVerdict> parts;
    parts.push_back(writable_.finish(entries_));
    parts.push_back(released_.finish(entries_));
    parts.push_back(zeroed_.finish(entries_, lives_));
    parts.push_back(ends_.finish(entries_, names));
    parts.push_back(runs_.finish());
    parts.push_back(misses_.finish());
    parts.push_back(steady_.finish());
    parts.push_back(processes_.finish_answers());
    parts.push_back(processes_.finish_resumptions());
    return parts;
  }

 private:
  bool traced_processes_;
  bool own_translation_;
  MappedEntries entries_;
  FrameLives lives_;
  WritableOnce writable_;
  ReleasedBeforeReuse released_;
  ZeroedBeforeReuse zeroed_;
  MachineEnds ends_;
  GuestRuns runs_;
  MissedTranslations misses_;
  SteadyTranslations steady_;
  TracedProcesses processes_;
};

std::string lost_text(const Event& event, const Names& names) {
  const auto count = event.number("count");
  const auto cpu = event.number("cpu");
  return fmt::format("the recorder lost {} events{} ({})", count ? std::to_string(*count) : "some",
                     cpu ? fmt::format(" on CPU {}", *cpu) : "", names.text(event.place));
}

/// How many lines that may be events were not understood.
std::uint64_t not_understood(const import::Ledger& ledger) {
  std::uint64_t count = 0;
  for (const auto& [kind, skipped] : ledger.skipped()) {
    if (kind == "lines that are no event" || kind.ends_with("that are not understood"))
      count += skipped.count;
  }
  return count;
}

/// Nothing follows from events that are not all there.
void withhold(IsolationVerdict& verdict, const std::string& why) {
  verdict.finding = Finding::unknown;
  verdict.why = why;
  for (PartVerdict& part : verdict.parts) {
    if (part.finding == Finding::nothing) continue;
    part.why = why;
    if (part.breaches > 0) part.why += fmt::format("; what was read breaks it {} times", part.breaches);
    part.finding = Finding::unknown;
    part.breaches = 0;
    part.first_breaches.clear();
  }
}

void conclude(IsolationVerdict& verdict, const std::string& why) {
  if (!why.empty()) return withhold(verdict, why);
  const auto any = [&](Finding finding) {
    return std::find_if(verdict.parts.begin(), verdict.parts.end(),
                        [&](const PartVerdict& part) { return part.finding == finding; });
  };
  if (any(Finding::violated) != verdict.parts.end()) {
    verdict.finding = Finding::violated;
  } else if (const auto part = any(Finding::unknown); part != verdict.parts.end()) {
    verdict.why = fmt::format("{}: {}", part->name, part->why);
  } else if (any(Finding::holds) != verdict.parts.end()) {
    verdict.finding = Finding::holds;
  } else {
    verdict.why = "the recording has nothing that can be checked";
  }
}

}  // namespace

IsolationVerdict check_isolation(import::RecordingReader& reader, const std::function<bool()>& stop) {
  const recording::Header header = reader.header();
  if (header.kind != recording::Kind::guest) {
    throw InputError(
        header.files.empty() ? "the recording" : header.files.front(), {},
        fmt::format("it is a recording of {}", recording::name_of(header.kind)),
        "isolation is checked of recordings of guests: of KVM's trace points, QEMU's -d int,mmu or "
        "User-mode Linux");
  }
  constexpr std::uint64_t kEventsBetweenStops = 4096;
  IsolationVerdict verdict;
  Names names;
  Rules rules(header.system);
  std::string why;
  bool placed = false;
  recording::Record record;
  while (reader.next(record)) {
    ++verdict.events;
    if (!placed && record.operation != "memory") {
      names.set_files(header.files, record.source);
      placed = true;
    }
    const Place place{record.source, record.line, verdict.events};
    if (record.operation == "lost") {
      if (why.empty()) why = lost_text({record, place, 0}, names);
      continue;
    }
    rules.see({record, place, names.number_of(record.actor)}, names);
    if (verdict.events % kEventsBetweenStops == 0 && stop()) {
      why = fmt::format("it was stopped after {} events", verdict.events);
      break;
    }
  }
  if (why.empty() && !reader.complete()) why = "the recording has no footer: it may be cut off";
  if (const import::Ledger* ledger = reader.ledger(); why.empty() && ledger != nullptr) {
    if (const std::uint64_t count = not_understood(*ledger); count > 0)
      why = fmt::format("{} lines of the recording were not understood", count);
  }
  verdict.actors = names.count();
  verdict.parts = rules.finish(names);
  conclude(verdict, why);
  return verdict;
}

}  // namespace braid::isolation
