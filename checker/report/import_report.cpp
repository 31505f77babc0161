#include "braid/checker/report/import_report.h"

#include <fmt/format.h>

#include "braid/checker/report/json_writer.h"
#include "braid/tracer/quote.h"

namespace braid::report {
namespace {

using Skipped = import::Ledger::Skipped;

std::string first_place(const import::ImportResult& result, const Skipped& skipped) {
  const bool several = result.header.files.size() > 1 && skipped.source < result.header.files.size();
  return fmt::format("{}{}", several ? result.header.files[skipped.source] + ":" : std::string("line "),
                     skipped.line);
}

}  // namespace

void write_import_text(std::ostream& out, const import::ImportResult& result) {
  const import::Ledger& ledger = result.ledger;
  out << fmt::format("{}: {} events of {}, from {} lines or packets{}\n", result.format->name,
                     ledger.event_count(), result.header.system, ledger.units(),
                     result.complete ? "" : "; stopped early");
  if (ledger.skipped_count() > 0) {
    out << fmt::format("skipped {}:\n", ledger.skipped_count());
    for (const auto& [kind, skipped] : ledger.skipped()) {
      out << fmt::format("  {:>8}  {}; first {}", skipped.count, kind, first_place(result, skipped));
      if (!skipped.excerpt.empty()) out << ": " << quote(skipped.excerpt);
      out << '\n';
    }
  }
  if (ledger.notes().empty()) return;
  out << "of the events:\n";
  for (const auto& [kind, count] : ledger.notes()) out << fmt::format("  {:>8}  {}\n", count, kind);
}

void write_import_json(std::ostream& out, const import::ImportResult& result) {
  const import::Ledger& ledger = result.ledger;
  JsonWriter json(out);
  json.begin_object(JsonLayout::line_each);
  json.key("format").text(result.format->name);
  json.key("kind").text(recording::name_of(result.header.kind));
  json.key("system").text(result.header.system);
  json.key("complete").boolean(result.complete);
  json.key("units").number(ledger.units());
  json.key("found").number(ledger.found_count());
  json.key("events").number(ledger.event_count());
  json.key("skipped").begin_array(JsonLayout::line_each);
  for (const auto& [kind, skipped] : ledger.skipped()) {
    json.begin_object().key("kind").text(kind).key("count").number(skipped.count);
    json.key("source").number(skipped.source).key("line").number(skipped.line);
    json.key("text").text(skipped.excerpt).end_object();
  }
  json.end_array();
  json.key("notes").begin_array(JsonLayout::line_each);
  for (const auto& [kind, count] : ledger.notes())
    json.begin_object().key("kind").text(kind).key("count").number(count).end_object();
  json.end_array();
  json.end_object().finish();
}

}  // namespace braid::report
