#include "braid/checker/report/validate_report.h"

#include <fmt/format.h>

#include "braid/checker/history/writes.h"
#include "braid/tracer/recording/time.h"

namespace braid::report {
namespace {

using history::Answer;
using history::History;
using history::Operation;
using history::OperationKind;
using history::Verdict;

std::string moment_text(const History& history, std::int64_t time) {
  if (time == history::kAlways) return "?";
  if (time == history::kNever) return "no return";
  const bool positions = history.clock == recording::Clock::position;
  return to_string(recording::Time{time, static_cast<std::uint8_t>(positions ? 0 : 9)});
}

std::string operation_text(const History& history, const Operation& operation) {
  std::string what;
  switch (operation.kind) {
    case OperationKind::read:
      what = "returned " + value_text(history, operation.value);
      break;
    case OperationKind::write:
      what = "wrote " + value_text(history, operation.value);
      break;
    case OperationKind::append:
      what = "appended " + value_text(history, operation.value);
      break;
    case OperationKind::compare_and_set:
      what = fmt::format("replaced {} by {}", value_text(history, operation.expected),
                         value_text(history, operation.value));
      break;
    case OperationKind::transaction:
      what = fmt::format("{} parts", operation.part_count);
      break;
  }
  return fmt::format("{} .. {}  {} {}", moment_text(history, operation.start),
                     moment_text(history, operation.end), describe(history, operation), what);
}

void write_verdict(std::ostream& out, const History& history, const Verdict& verdict, std::size_t width) {
  std::string details;
  if (verdict.answer == Answer::violated && verdict.offending_reads > 0)
    details = fmt::format("{} of {} reads offend", verdict.offending_reads, verdict.reads);
  if (verdict.answer == Answer::unknown) details = verdict.why_unknown;
  if (!verdict.measure.empty()) details += (details.empty() ? "" : "; ") + verdict.measure;
  out << fmt::format("{:<{}}  {}{}\n", verdict.model, width, name_of(verdict.answer),
                     details.empty() ? "" : ": " + details);
  if (!verdict.contradiction) return;
  out << "  " << verdict.contradiction->sentence << ".\n";
  for (const std::uint32_t number : verdict.contradiction->operations)
    out << "    " << operation_text(history, history.operations[number]) << '\n';
  if (verdict.valid_prefix) {
    out << fmt::format("  The first {} of {} returns are linearizable, no more.\n", *verdict.valid_prefix,
                       history.operations.size());
  }
}

void write_operation(JsonWriter& json, const History& history, const Operation& operation) {
  json.begin_object();
  json.key("kind").text(name_of(operation.kind));
  json.key("client").text(history.clients[operation.client]);
  if (operation.kind != OperationKind::transaction) {
    json.key("object").text(history.objects[operation.object]);
    json.key("value").text(history.values[operation.value]);
    json.key("initial").boolean(operation.value == history::kInitial);
  }
  json.key("start").text(moment_text(history, operation.start));
  if (operation.is_known()) json.key("end").text(moment_text(history, operation.end));
  json.key("source").number(operation.source).key("line").number(operation.line);
  json.end_object();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

}  // namespace

void write_validate_text(std::ostream& out, const ValidateReport& report) {
  const History& history = *report.history;
  out << fmt::format("{}: {} reads and writes by {} clients on {} objects\n", report.trace,
                     history.operations.size(), history.clients.size(), history.objects.size());
  for (const std::string& remark : history.assumptions) out << "assumed: " << remark << '\n';
  for (const std::string& remark : history.left_out) out << "left out: " << remark << '\n';
  std::size_t width = 0;
  for (const Verdict& verdict : report.verdicts) width = std::max(width, verdict.model.size());
  for (const Verdict& verdict : report.verdicts) write_verdict(out, history, verdict, width);
}

void write_validate_json(JsonWriter& json, const ValidateReport& report) {
  const History& history = *report.history;
  json.begin_object(JsonLayout::line_each);
  json.key("trace").text(report.trace);
  json.key("operations").number(std::uint64_t{history.operations.size()});
  json.key("clients").number(std::uint64_t{history.clients.size()});
  json.key("objects").number(std::uint64_t{history.objects.size()});
  write_texts(json, "assumptions", history.assumptions);
  write_texts(json, "left_out", history.left_out);
  json.key("verdicts").begin_array(JsonLayout::line_each);
  for (const Verdict& verdict : report.verdicts) {
    json.begin_object();
    json.key("model").text(verdict.model).key("verdict").text(name_of(verdict.answer));
    json.key("reads").number(verdict.reads).key("offending_reads").number(verdict.offending_reads);
    if (!verdict.measure.empty()) json.key("measure").text(verdict.measure);
    if (verdict.answer == Answer::unknown) json.key("why").text(verdict.why_unknown);
    if (verdict.contradiction) {
      json.key("why").text(verdict.contradiction->sentence);
      json.key("contradiction").begin_array(JsonLayout::line_each);
      for (const std::uint32_t number : verdict.contradiction->operations)
        write_operation(json, history, history.operations[number]);
      json.end_array();
    }
    if (verdict.valid_prefix) json.key("valid_prefix").number(*verdict.valid_prefix);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace braid::report
