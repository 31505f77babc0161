#include "braid/checker/report/isolation_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::report {
namespace {

using isolation::Finding;
using isolation::IsolationVerdict;
using isolation::PartVerdict;

std::string figures_text(const PartVerdict& part) {
  std::string text;
  for (const isolation::Figure& figure : part.figures)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", figure.name, figure.number);
  return text;
}

void write_part(std::ostream& out, const PartVerdict& part, std::size_t width) {
  const bool nothing = part.finding == Finding::nothing;
  const std::string times = part.breaches > 1 ? fmt::format(" {} times", part.breaches) : "";
  out << fmt::format("  {:<{}}  {}{}: {}\n", part.name, width, name_of(part.finding), times,
                     nothing ? part.why : figures_text(part));
  if (part.finding == Finding::unknown) out << "    " << part.why << ".\n";
  for (const isolation::Breach& breach : part.first_breaches) out << "    " << breach.sentence << ".\n";
  if (part.breaches > part.first_breaches.size())
    out << fmt::format("    and {} more\n", part.breaches - part.first_breaches.size());
}

void write_part(JsonWriter& json, const PartVerdict& part) {
  json.begin_object(JsonLayout::line_each);
  json.key("name").text(part.name).key("verdict").text(name_of(part.finding));
  if (!part.why.empty()) json.key("why").text(part.why);
  json.key("figures").begin_object();
  for (const isolation::Figure& figure : part.figures) json.key(figure.name).number(figure.number);
  json.end_object();
  json.key("breaches").number(part.breaches).key("first_breaches").begin_array(JsonLayout::line_each);
  for (const isolation::Breach& breach : part.first_breaches) {
    json.begin_object();
    json.key("sentence").text(breach.sentence);
    json.key("source").number(breach.source).key("line").number(breach.line);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

void write_isolation_text(std::ostream& out, const std::string& trace, const IsolationVerdict& verdict) {
  out << fmt::format("{}: {} events of {} actor{}\n", trace, verdict.events, verdict.actors,
                     verdict.actors == 1 ? "" : "s");
  out << fmt::format("isolation  {}{}\n", name_of(verdict.finding),
                     verdict.why.empty() ? "" : ": " + verdict.why);
  std::size_t width = 0;
  for (const PartVerdict& part : verdict.parts) width = std::max(width, part.name.size());
  for (const PartVerdict& part : verdict.parts) write_part(out, part, width);
}

void write_isolation_json(JsonWriter& json, const std::string& trace, const IsolationVerdict& verdict) {
  json.begin_object(JsonLayout::line_each);
  json.key("trace").text(trace);
  json.key("events").number(verdict.events).key("actors").number(verdict.actors);
  json.key("verdicts").begin_array(JsonLayout::line_each).begin_object(JsonLayout::line_each);
  json.key("model").text("isolation").key("verdict").text(name_of(verdict.finding));
  if (!verdict.why.empty()) json.key("why").text(verdict.why);
  json.key("parts").begin_array(JsonLayout::line_each);
  for (const PartVerdict& part : verdict.parts) write_part(json, part);
  json.end_array().end_object().end_array().end_object();
}

}  // namespace braid::report
