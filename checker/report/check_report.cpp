#include "braid/checker/report/check_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/report/count_report.h"
#include "braid/checker/report/number_text.h"
#include "braid/checker/report/observed_values.h"
#include "braid/checker/report/schedule_text.h"
#include "braid/checker/report/step_table.h"
#include "braid/checker/report/wrapped_text.h"

namespace braid::report {
namespace {

constexpr std::size_t kMostScheduleSteps = 400;
constexpr std::size_t kMostTableSteps = 1000;

CheckVerdict verdict_of(models::Verdict verdict) {
  switch (verdict) {
    case models::Verdict::holds:
      return CheckVerdict::holds;
    case models::Verdict::violated:
      return CheckVerdict::violated;
    case models::Verdict::undecided:
      return CheckVerdict::incomplete;
  }
  return CheckVerdict::incomplete;
}

CheckedClaim claim_of(const formula::BoundProperty& property, const models::PropertyResult& result,
                      bool condition) {
  CheckedClaim claim;
  claim.name = property.name;
  claim.kind = condition ? "condition" : "property";
  claim.verdict = verdict_of(result.verdict);
  claim.witness = result.verdict == models::Verdict::holds;
  claim.schedule = result.schedule;
  claim.explanation = result.explanation;
  return claim;
}

CheckedClaim failure(std::string name, const std::optional<explore::Schedule>& schedule) {
  CheckedClaim claim;
  claim.kind = name;
  claim.name = std::move(name);
  claim.verdict = CheckVerdict::violated;
  claim.schedule = schedule;
  return claim;
}

std::string verdict_text(const CheckReport& report, const CheckedClaim& claim) {
  if (claim.kind == "error") return "violated: a step cannot be carried out";
  if (claim.expected_violation && claim.verdict == CheckVerdict::holds)
    return "holds, but a violation is expected";
  const std::string_view expected = claim.expected_violation ? ", as expected" : "";
  if (claim.kind == "blocked" && claim.verdict == CheckVerdict::violated) {
    return fmt::format("violated{}: actors wait for ever", expected);
  }
  if (claim.verdict == CheckVerdict::violated && !claim.schedule &&
      report.witnesses_stopped == explore::StopReason::none) {
    return "violated: no schedule leads there";
  }
  if (claim.verdict != CheckVerdict::holds) return fmt::format("{}{}", name_of(claim.verdict), expected);
  const std::string faults = fault_text(report.system->trace());
  return fmt::format("holds{}{} ({}{})", faults.empty() ? "" : " within ", faults,
                     counted(report.sweep.states, "state", "states"), report.reduction.any() ? " swept" : "");
}

/// What was swept; where that is fewer than all states, why.
std::string sweep_text(const CheckReport& report) {
  std::string text = fmt::format("{}, {}", counted(report.sweep.states, "state", "states"),
                                 counted(report.sweep.transitions, "transition", "transitions"));
  if (!report.reduction.any()) return text;
  const bool symmetric = report.reduction.symmetries > 1;
  text += " swept, by ";
  if (symmetric) text += fmt::format("{} symmetries", report.reduction.symmetries);
  if (report.reduction.partial_order) text += symmetric ? " and partial order" : "partial order";
  return text;
}

/// In lines of which none ends within `name = value`.
void write_explanation(std::ostream& out, const CheckedClaim& claim) {
  constexpr std::size_t kWidth = 98;
  constexpr char kUnbroken = '\x1f';
  if (!claim.explanation) return;
  std::string text = formula::to_text(*claim.explanation);
  for (std::size_t at = text.find(" = "); at != std::string::npos; at = text.find(" = ", at + 1)) {
    text[at] = kUnbroken;
    text[at + 2] = kUnbroken;
  }
  for (std::string line : wrapped(text, kWidth)) {
    std::replace(line.begin(), line.end(), kUnbroken, ' ');
    out << "  " << line << '\n';
  }
}

void write_schedule(std::ostream& out, const CheckReport& report, const CheckedClaim& claim) {
  const models::System& system = *report.system;
  if (claim.steps.size() <= kMostTableSteps) {
    write_steps(out, system, claim.steps, "  ");
  } else {
    out << fmt::format("  after {} steps; --json gives them\n", claim.steps.size());
  }
  if (claim.schedule->empty()) out << "  in the initial state\n";
  write_explanation(out, claim);
  if (!claim.schedule->empty() && claim.schedule->size() <= kMostScheduleSteps) {
    out << fmt::format("  replay: {}{}\n", report.replay_command,
                       to_text(*claim.schedule, system.label_count()));
  }
}

void write_claim(std::ostream& out, const CheckReport& report, const CheckedClaim& claim, std::size_t width) {
  out << fmt::format("{:<{}}  {}", claim.name, width, verdict_text(report, claim));
  if (claim.witness && claim.schedule) {
    out << fmt::format(" via {}\n",
                       to_short_text(*claim.schedule, report.system->label_count(), kMostScheduleSteps));
    return;
  }
  out << '\n';
  if (claim.verdict != CheckVerdict::violated) return;
  if (claim.schedule) {
    write_schedule(out, report, claim);
  } else if (report.witnesses_stopped != explore::StopReason::none) {
    out << fmt::format("  no counterexample: {} while it was sought\n",
                       explore::name_of(report.witnesses_stopped));
  }
}

void write_explanation(JsonWriter& json, const formula::Explanation& explanation) {
  json.begin_object();
  json.key("instance").text(explanation.instance);
  json.key("premises").begin_array();
  for (const std::string& premise : explanation.premises) json.text(premise);
  json.end_array();
  json.key("part").text(explanation.part);
  json.key("truth").boolean(explanation.truth);
  json.key("values").begin_object();
  for (const formula::ShownValue& value : explanation.values) json.key(value.name).text(value.value);
  json.end_object();
  json.end_object();
}

void write_claim(JsonWriter& json, const CheckReport& report, const CheckedClaim& claim) {
  json.begin_object(JsonLayout::line_each);
  json.key("name").text(claim.name);
  json.key("kind").text(claim.kind);
  json.key("verdict").text(name_of(claim.verdict));
  if (claim.expected_violation) json.key("expected").text("violated");
  if (claim.schedule) {
    json.key(claim.witness ? "witness" : "counterexample")
        .text(to_text(*claim.schedule, report.system->label_count()));
  }
  if (claim.explanation) {
    json.key("explanation");
    write_explanation(json, *claim.explanation);
  }
  if (claim.schedule) {
    json.key("steps");
    write_steps(json, *report.system, claim.steps);
  }
  json.end_object();
}

}  // namespace

std::string_view name_of(CheckVerdict verdict) {
  switch (verdict) {
    case CheckVerdict::holds:
      return "holds";
    case CheckVerdict::incomplete:
      return "incomplete";
    case CheckVerdict::violated:
      return "violated";
  }
  return "?";
}

/// What a claim's verdict means, given what was expected.
static CheckVerdict judged(const CheckedClaim& claim) {
  if (!claim.expected_violation || claim.verdict == CheckVerdict::incomplete) return claim.verdict;
  return claim.verdict == CheckVerdict::violated ? CheckVerdict::holds : CheckVerdict::violated;
}

CheckVerdict CheckReport::verdict() const {
  CheckVerdict worst = CheckVerdict::holds;
  for (const CheckedClaim& claim : claims) worst = std::max(worst, judged(claim));
  const bool cut =
      sweep.stopped != explore::StopReason::none && sweep.stopped != explore::StopReason::satisfied;
  return cut ? std::max(worst, CheckVerdict::incomplete) : worst;
}

CheckReport make_check_report(const models::System& system, const models::CheckRequest& request,
                              const models::CheckResult& result, const std::vector<bool>& is_condition,
                              const std::vector<std::optional<bool>>& expected,
                              std::optional<bool> progress_expected) {
  CheckReport report;
  report.system = &system;
  report.sweep = result.sweep;
  report.reduction = result.reduction;
  report.witnesses_stopped = result.witnesses_stopped;
  for (std::size_t i = 0; i < request.properties.size(); ++i) {
    report.claims.push_back(claim_of(request.properties[i], result.properties[i], is_condition[i]));
    report.claims.back().expected_violation = i < expected.size() && expected[i] == false;
  }
  if (result.found_error) report.claims.push_back(failure("error", result.error));
  if (result.found_blocked || progress_expected) {
    report.claims.push_back(failure("blocked", result.blocked));
    CheckedClaim& claim = report.claims.back();
    claim.expected_violation = progress_expected == false;
    if (progress_expected) claim.name = "progress";
    if (!result.found_blocked) {
      const bool cut = result.sweep.stopped != explore::StopReason::none;
      claim.verdict = cut ? CheckVerdict::incomplete : CheckVerdict::holds;
    }
  }
  for (CheckedClaim& claim : report.claims) {
    if (claim.schedule) claim.steps = system.replay(*claim.schedule).steps;
  }
  return report;
}

void write_check_text(std::ostream& out, const CheckReport& report) {
  const bool satisfied = report.sweep.stopped == explore::StopReason::satisfied;
  const bool cut = !report.sweep.complete() && !satisfied;
  out << fmt::format("{}; {}; {}{}\n", report.trace, size_text(report.system->trace()), sweep_text(report),
                     cut         ? " so far"
                     : satisfied ? ", where all was decided"
                                 : "");
  if (cut) out << incomplete_text(report.sweep, report.last_rank) << '\n';
  constexpr std::size_t kWidest = 60;
  std::size_t width = 0;
  for (const CheckedClaim& claim : report.claims)
    width = std::max(width, std::min(kWidest, claim.name.size()));
  for (const CheckedClaim& claim : report.claims) write_claim(out, report, claim, width);
}

void write_check_json(JsonWriter& json, const CheckReport& report) {
  json.begin_object(JsonLayout::line_each);
  json.key("trace").text(report.trace);
  json.key("model").text(report.system->trace().system);
  json.key("granularity").text(report.system->granularity());
  json.key("verdict").text(name_of(report.verdict()));
  if (report.reduction.any()) {
    json.key("swept").begin_object();
    json.key("states").number(report.sweep.states);
    json.key("transitions").number(report.sweep.transitions);
    json.key("symmetries").number(std::uint64_t{report.reduction.symmetries});
    json.key("partial_order").boolean(report.reduction.partial_order);
    json.end_object();
  } else {
    json.key("states").number(report.sweep.states);
    json.key("transitions").number(report.sweep.transitions);
  }
  const bool satisfied = report.sweep.stopped == explore::StopReason::satisfied;
  json.key("complete").boolean(report.sweep.complete() || satisfied);
  if (!report.sweep.complete() && !satisfied) {
    json.key("stopped").text(explore::name_of(report.sweep.stopped));
    json.key("rank").number(std::int64_t{report.sweep.rank});
  }
  if (report.witnesses_stopped != explore::StopReason::none) {
    json.key("witnesses_stopped").text(explore::name_of(report.witnesses_stopped));
  }
  json.key("claims").begin_array(JsonLayout::line_each);
  for (const CheckedClaim& claim : report.claims) write_claim(json, report, claim);
  json.end_array();
  json.end_object();
}

}  // namespace braid::report
