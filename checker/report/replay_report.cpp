#include "braid/checker/report/replay_report.h"

#include <fmt/format.h>

#include "braid/checker/report/column_table.h"
#include "braid/checker/report/json_writer.h"
#include "braid/checker/report/number_text.h"
#include "braid/checker/report/observed_values.h"
#include "braid/checker/report/schedule_text.h"
#include "braid/checker/report/step_table.h"

namespace braid::report {
namespace {

constexpr std::size_t kMostScheduleSteps = 400;
constexpr std::size_t kMostValues = 100;

/// The observables that tell outcomes apart, final contents first.
std::vector<explore::ObservableId> outcome_observables(const models::System& system) {
  const std::vector<explore::ObservableId> defaults = system.default_outcome();
  std::vector<explore::ObservableId> ordered;
  for (const bool history : {false, true}) {
    for (const explore::ObservableId id : defaults) {
      if (system.signature().observables[id].history == history) ordered.push_back(id);
    }
  }
  return ordered;
}

std::string values_text(const ReplayReport& report) {
  const std::vector<explore::ObservableId> observables = outcome_observables(report.system);
  explore::OutcomeKey key;
  for (const explore::ObservableId id : observables) key.values.push_back(report.replay.last[id]);
  return outcome_text(report.system, observables, key, kMostValues);
}

std::string end_text(const ReplayReport& report) {
  const models::Replay& replay = report.replay;
  const std::string values = values_text(report);
  if (!replay.ended) return fmt::format("stops early: {}", values);
  if (replay.ending == explore::Ending::final) return fmt::format("final: {}", values);
  if (replay.ending == explore::Ending::error)
    return fmt::format("error: the last step cannot be carried out; {}", values);
  return fmt::format("blocked: no step can follow; {}", values);
}

std::string counts_text(const models::System& system, const models::Replay& replay) {
  std::string text;
  for (std::size_t kind = 0; kind < replay.events.size(); ++kind) {
    if (replay.events[kind] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", system.signature().events[kind].name,
                        replay.events[kind]);
  }
  return text.empty() ? "none" : text;
}

std::uint64_t count_of(const models::System& system, const models::Replay& replay, std::string_view name) {
  const std::vector<explore::EventKind>& kinds = system.signature().events;
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    if (kinds[kind].name == name) return replay.events[kind];
  }
  return 0;
}

/// Of a trace on a monitor, what the same programs do without it, and what each trap then costs.
void write_native_text(std::ostream& out, const ReplayReport& report) {
  if (report.native == nullptr) {
    out << "natively: the trace has several schedules, of which none is the counterpart of this one\n";
    return;
  }
  const std::uint64_t traps = count_of(*report.native_system, *report.native, "trap");
  const std::uint64_t entries = count_of(report.system, report.replay, "enter");
  out << fmt::format("natively: {}\n", counts_text(*report.native_system, *report.native));
  out << fmt::format("kernel entries natively to monitor entries: {} : {}", traps, entries);
  if (traps != 0)
    out << fmt::format(" = 1 : {:.2f}", static_cast<double>(entries) / static_cast<double>(traps));
  out << '\n';
}

void write_counts(JsonWriter& json, const models::System& system, const models::Replay& replay) {
  json.begin_object();
  for (std::size_t kind = 0; kind < replay.events.size(); ++kind)
    json.key(system.signature().events[kind].name).number(replay.events[kind]);
  json.end_object();
}

}  // namespace

void write_replay_text(std::ostream& out, const ReplayReport& report) {
  out << fmt::format("{}; schedule {}\n", size_text(report.system.trace()),
                     report.schedule.empty()
                         ? "without steps"
                         : to_short_text(report.schedule, report.system.label_count(), kMostScheduleSteps));
  if (report.columns) {
    write_columns(out, report.system, report.replay.steps);
  } else if (!report.replay.steps.empty()) {
    write_steps(out, report.system, report.replay.steps, "");
  }
  out << end_text(report) << '\n';
  if (report.counts) out << fmt::format("events: {}\n", counts_text(report.system, report.replay));
  if (report.counts && report.native_system != nullptr) write_native_text(out, report);
  if (report.next.empty()) return;
  out << "could follow:\n";
  for (const NextStep& next : report.next) out << fmt::format("  {:>3}  {}\n", next.label, next.text);
}

void write_replay_json(std::ostream& out, const ReplayReport& report) {
  const models::System& system = report.system;
  JsonWriter json(out);
  json.begin_object(JsonLayout::line_each);
  json.key("model").text(system.trace().system);
  json.key("granularity").text(system.granularity());
  json.key("schedule").text(to_text(report.schedule, system.label_count()));
  json.key("steps");
  write_steps(json, system, report.replay.steps);
  json.key("ended").boolean(report.replay.ended);
  if (report.replay.ended) json.key("ending").text(name_of(report.replay.ending));
  json.key("values").begin_object();
  for (const explore::ObservableId id : outcome_observables(system)) {
    json.key(system.signature().observables[id].name)
        .text(system.signature().show(id, report.replay.last[id]));
  }
  json.end_object();
  if (report.counts) {
    json.key("events");
    write_counts(json, system, report.replay);
  }
  if (report.counts && report.native != nullptr) {
    json.key("native_events");
    write_counts(json, *report.native_system, *report.native);
  }
  json.key("next").begin_array();
  for (const NextStep& next : report.next) {
    json.begin_object();
    json.key("label").number(std::uint64_t{next.label});
    json.key("step").text(next.text);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  json.finish();
}

}  // namespace braid::report
