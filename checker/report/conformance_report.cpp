#include "braid/checker/report/conformance_report.h"

#include <fmt/format.h>

#include "braid/checker/history/verdict.h"
#include "braid/tracer/recording/time.h"

namespace braid::report {
namespace {

using conformance::ConformanceVerdict;
using conformance::RefusingState;
using conformance::Violation;
using history::Answer;

std::string moment_text(const ConformanceReport& report, std::int64_t time) {
  const bool positions = report.clock == recording::Clock::position;
  return to_string(recording::Time{time, static_cast<std::uint8_t>(positions ? 0 : 9)});
}

void write_state(std::ostream& out, const RefusingState& state) {
  const std::string after = state.executed.empty() ? "" : fmt::format(" (after {})", state.executed);
  out << fmt::format("    {}{}: {}; it would have accepted {}\n", state.state, after, state.refusal,
                     state.accepted);
}

void write_violation(std::ostream& out, const ConformanceReport& report, const Violation& violation) {
  out << fmt::format("  {}: no order of steps explains {}, answered at {}. Possible was:\n", violation.object,
                     violation.event, moment_text(report, violation.end));
  std::size_t told = 0;
  for (const RefusingState& state : violation.states) {
    if (told++ == kMostToldStates) break;
    write_state(out, state);
  }
  if (violation.states.size() > kMostToldStates)
    out << fmt::format("    and {} more\n", violation.states.size() - kMostToldStates);
}

void write_violation(JsonWriter& json, const ConformanceReport& report, const Violation& violation) {
  json.begin_object();
  json.key("object").text(violation.object);
  json.key("client").text(violation.actor).key("operation").text(violation.operation);
  json.key("source").number(violation.source).key("line").number(violation.line);
  json.key("end").text(moment_text(report, violation.end));
  json.key("states").begin_array(JsonLayout::line_each);
  for (const RefusingState& state : violation.states) {
    json.begin_object().key("state").text(state.state);
    if (!state.executed.empty()) json.key("executed").text(state.executed);
    json.key("refusal").text(state.refusal).key("accepted").text(state.accepted).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void write_conformance_text(std::ostream& out, const ConformanceReport& report) {
  const ConformanceVerdict& verdict = report.verdict;
  out << fmt::format("{}: {} calls on {} files, {} of them constrained; {} objects, {} states at most\n",
                     report.trace, verdict.calls, verdict.files, verdict.constrained, verdict.objects,
                     verdict.most_states);
  for (const std::string& remark : verdict.left_out) out << "left out: " << remark << '\n';
  std::string details;
  if (verdict.answer == Answer::unknown) details = ": " + verdict.why_unknown;
  if (verdict.answer == Answer::violated)
    details = fmt::format(": {} of {} objects", verdict.violations.size(), verdict.objects);
  out << fmt::format("{}  {}{}\n", verdict.protocol, name_of(verdict.answer), details);
  std::size_t told = 0;
  for (const Violation& violation : verdict.violations) {
    if (told++ == kMostToldViolations) break;
    write_violation(out, report, violation);
  }
  if (verdict.violations.size() > kMostToldViolations)
    out << fmt::format("  and {} more\n", verdict.violations.size() - kMostToldViolations);
}

void write_conformance_json(JsonWriter& json, const ConformanceReport& report) {
  const ConformanceVerdict& verdict = report.verdict;
  json.begin_object(JsonLayout::line_each);
  json.key("trace").text(report.trace).key("protocol").text(verdict.protocol);
  json.key("verdict").text(name_of(verdict.answer));
  if (!verdict.why_unknown.empty()) json.key("why").text(verdict.why_unknown);
  json.key("calls").number(verdict.calls).key("constrained").number(verdict.constrained);
  json.key("files").number(verdict.files).key("objects").number(verdict.objects);
  json.key("most_states").number(verdict.most_states);
  json.key("left_out").begin_array();
  for (const std::string& remark : verdict.left_out) json.text(remark);
  json.end_array();
  json.key("violations").begin_array(JsonLayout::line_each);
  for (const Violation& violation : verdict.violations) write_violation(json, report, violation);
  json.end_array().end_object();
}

}  // namespace braid::report
