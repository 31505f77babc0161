#include "braid/checker/report/count_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "braid/checker/report/json_writer.h"
#include "braid/checker/report/number_text.h"
#include "braid/checker/report/observed_values.h"
#include "braid/checker/report/schedule_text.h"

namespace braid::report {
namespace {

// Beyond these a row of text says how much more there is.
constexpr std::size_t kMostValues = 100;
constexpr std::size_t kMostScheduleSteps = 400;
// Columns are padded to the widest entry, but not beyond this.
constexpr std::size_t kWidestValues = 60;

/// One row of the table, its columns still unaligned.
struct Row {
  std::string schedules;
  std::string percent;
  std::string probability;
  std::string values;
  std::string witness;
};

Row row_of(const CountReport& report, const models::Outcome& outcome) {
  const models::CountResult& result = report.result;
  Row row;
  row.schedules = short_digits(outcome.schedules);
  const explore::BigInteger all = result.schedules + result.left_out;
  if (result.sweep.complete() && all > 0) row.percent = percentage(outcome.schedules, all);
  if (outcome.probability) row.probability = fraction_text(*outcome.probability);
  row.values = outcome_text(report.system, report.request.by, outcome.key, kMostValues);
  if (outcome.witness) {
    row.witness = to_short_text(*outcome.witness, report.system.label_count(), kMostScheduleSteps);
  }
  return row;
}

std::size_t widest(const std::vector<Row>& rows, std::string Row::*column) {
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, (row.*column).size());
  return width;
}

void write_rows(std::ostream& out, const std::vector<Row>& rows) {
  constexpr std::size_t kLeastWidth = 7;
  const std::size_t schedules = std::max(kLeastWidth, widest(rows, &Row::schedules));
  const std::size_t percent = std::max<std::size_t>(6, widest(rows, &Row::percent));
  const std::size_t probability = widest(rows, &Row::probability);
  const std::size_t values = std::min(kWidestValues, widest(rows, &Row::values));
  for (const Row& row : rows) {
    std::string line = fmt::format("{:>{}}", row.schedules, schedules);
    if (!row.percent.empty()) line += fmt::format(" {:>{}} %", row.percent, percent);
    if (probability > 0) line += fmt::format("  random scheduler {:<{}} ", row.probability, probability);
    line += fmt::format("  {:<{}}", row.values, row.witness.empty() ? 0 : values);
    if (!row.witness.empty()) line += fmt::format("   via {}", row.witness);
    out << line << '\n';
  }
}

std::string heading(const CountReport& report) {
  const models::CountResult& result = report.result;
  const std::string outcomes = counted(std::uint64_t{result.outcomes.size()}, "outcome", "outcomes");
  if (!result.sweep.complete()) {
    return fmt::format("Partial histogram ({}, {} that have ended so far)", outcomes,
                       counted(result.schedules, "schedule", "schedules"));
  }
  if (!report.request.where) {
    return fmt::format("Histogram ({}, {})", outcomes, counted(result.schedules, "schedule", "schedules"));
  }
  const explore::BigInteger all = result.schedules + result.left_out;
  return fmt::format("Histogram ({}, {} of {}; --where leaves out the others)", outcomes,
                     digits(result.schedules), counted(all, "schedule", "schedules"));
}

void write_outcome(JsonWriter& json, const CountReport& report, const models::Outcome& outcome) {
  json.begin_object();
  if (outcome.key.ending != explore::Ending::final) json.key("ending").text(name_of(outcome.key.ending));
  if (outcome.key.ending == explore::Ending::blocked) {
    json.key("waiting").begin_array();
    for (const std::uint32_t actor : outcome.key.waiting) json.text(report.system.actor_name(actor));
    json.end_array();
  }
  const explore::Signature& signature = report.system.signature();
  std::map<std::string_view, std::string> values;
  for (std::size_t i = 0; i < outcome.key.values.size(); ++i) {
    const explore::ObservableId id = report.request.by[i];
    values[signature.observables[id].name] = signature.show(id, outcome.key.values[i]);
  }
  json.key("values").begin_object();
  for (const auto& [name, value] : values) json.key(name).text(value);
  json.end_object();
  json.key("schedules").text(digits(outcome.schedules));
  if (outcome.probability) {
    json.key("probability").begin_object();
    json.key("numerator").text(digits(boost::multiprecision::numerator(*outcome.probability)));
    json.key("denominator").text(digits(boost::multiprecision::denominator(*outcome.probability)));
    json.end_object();
  }
  if (outcome.witness) json.key("witness").text(to_text(*outcome.witness, report.system.label_count()));
  json.end_object();
}

}  // namespace

std::string incomplete_text(const explore::SweepResult& sweep, std::optional<explore::Rank> last_rank) {
  return fmt::format("incomplete: {} at rank {}{}", explore::name_of(sweep.stopped), sweep.rank,
                     last_rank ? fmt::format(" of {}", *last_rank) : "");
}

void write_count_text(std::ostream& out, const CountReport& report, std::size_t most_rows) {
  const models::CountResult& result = report.result;
  const bool complete = result.sweep.complete();
  out << fmt::format(
      "{}; {}, {}{}\n", size_text(report.system.trace()), counted(result.sweep.states, "state", "states"),
      counted(result.sweep.transitions, "transition", "transitions"), complete ? "" : " so far");
  if (!complete) out << incomplete_text(result.sweep, report.last_rank) << '\n';
  out << heading(report) << '\n';

  std::vector<Row> rows;
  const std::size_t shown = std::min(most_rows, result.outcomes.size());
  for (std::size_t i = 0; i < shown; ++i) rows.push_back(row_of(report, result.outcomes[i]));
  write_rows(out, rows);
  if (shown < result.outcomes.size()) {
    out << fmt::format(
        "... and {}; --witness or --json gives all, --by fewer\n",
        counted(std::uint64_t{result.outcomes.size() - shown}, "more outcome", "more outcomes"));
  }
  if (complete && result.witnesses_stopped != explore::StopReason::none) {
    out << fmt::format("incomplete: {} while witnesses were sought; the counts are complete\n",
                       explore::name_of(result.witnesses_stopped));
  }
}

void write_count_json(std::ostream& out, const CountReport& report) {
  const models::CountResult& result = report.result;
  JsonWriter json(out);
  json.begin_object(JsonLayout::line_each);
  json.key("model").text(report.system.trace().system);
  json.key("granularity").text(report.system.granularity());
  json.key("schedules").text(digits(result.schedules));
  if (report.request.where) json.key("left_out").text(digits(result.left_out));
  json.key("states").number(result.sweep.states);
  json.key("transitions").number(result.sweep.transitions);
  json.key("complete").boolean(result.sweep.complete());
  if (!result.sweep.complete()) {
    json.key("stopped").text(explore::name_of(result.sweep.stopped));
    json.key("rank").number(std::int64_t{result.sweep.rank});
  }
  if (result.witnesses_stopped != explore::StopReason::none) {
    json.key("witnesses_stopped").text(explore::name_of(result.witnesses_stopped));
  }
  json.key("outcomes").begin_array(JsonLayout::line_each);
  for (const models::Outcome& outcome : result.outcomes) write_outcome(json, report, outcome);
  json.end_array();
  json.end_object();
  json.finish();
}

}  // namespace braid::report
