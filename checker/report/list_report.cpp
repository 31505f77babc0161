#include "braid/checker/report/list_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "braid/tracer/import/format.h"

namespace braid::report {
namespace {

using models::SystemDescription;

std::string_view name_of(explore::ValueType type) {
  switch (type) {
    case explore::ValueType::boolean:
      return "boolean";
    case explore::ValueType::integer:
      return "integer";
    case explore::ValueType::content:
      return "content";
  }
  return "?";
}

/// `text` broken at spaces into lines of at most 78 columns, each behind two spaces.
void write_paragraph(std::ostream& out, std::string_view text) {
  constexpr std::size_t kColumns = 76;
  while (!text.empty()) {
    std::size_t end = text.size();
    if (end > kColumns) {
      end = text.rfind(' ', kColumns);
      if (end == std::string_view::npos || end == 0) end = std::min(text.find(' '), text.size());
    }
    out << "  " << text.substr(0, end) << '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::vector<std::string> names_of(const std::vector<formula::PlacedName>& names) {
  std::vector<std::string> texts;
  for (const formula::PlacedName& name : names) texts.push_back(name.name);
  return texts;
}

void write_texts(JsonWriter& json, const std::vector<std::string>& texts) {
  json.begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

}  // namespace

std::vector<FormatDescription> known_formats() {
  std::vector<FormatDescription> known{
      {"notation", "FILE.trace", "traces as people write them; the grammar is in traces/README.md"},
      {"action strings", "-A oa1:w1:c1,oa1:r1:c1",
       "the AFS homework's: clients between commas, operations between colons"},
      {"random workload", "--random -s 0 -C 2 -n 2 -f 1 -r 0.5",
       "the AFS homework's: what its simulator draws for these flags"},
      {"recording", "FILE.ndjson",
       "what braid import writes; the lines are described in traces/recordings.md"}};
  for (const import::Format* format : import::formats())
    known.push_back({format->name, fmt::format("braid import --format {}", format->name), format->about});
  return known;
}

std::string range_text(const explore::Observable& observable) {
  if (observable.type != explore::ValueType::integer) return std::string(name_of(observable.type));
  return fmt::format("{}..{}", observable.least, observable.greatest);
}

void write_models(std::ostream& out, std::span<const SystemDescription> systems) {
  for (const SystemDescription& system : systems) {
    const std::string known_as = system.key == system.name ? "" : fmt::format(" ({})", system.key);
    out << fmt::format("{} granularity={}{}\n", system.name, system.granularity, known_as);
    write_paragraph(out, system.meaning);
  }
}

void write_options(std::ostream& out, std::span<const SystemDescription> systems) {
  for (const SystemDescription& system : systems) {
    for (const auto& option : system.options) {
      out << fmt::format("{} {}={} (default {})\n", system.key, option.name, fmt::join(option.choices, "|"),
                         option.choices.front());
      write_paragraph(out, option.meaning);
      if (!option.source.empty()) write_paragraph(out, "Source: " + option.source);
    }
  }
}

void write_observables(std::ostream& out, const explore::Signature& signature) {
  std::size_t name_width = 4;
  std::size_t range_width = 6;
  for (const explore::Observable& observable : signature.observables) {
    name_width = std::max(name_width, observable.name.size());
    range_width = std::max(range_width, range_text(observable).size());
  }
  for (const explore::Observable& observable : signature.observables) {
    out << fmt::format("{:<{}}  {:<{}}  {}\n", observable.name, name_width, range_text(observable),
                       range_width, observable.meaning);
  }
}

void write_properties(std::ostream& out, std::span<const formula::Property> properties) {
  for (const formula::Property& property : properties) {
    out << fmt::format("{} ({})\n", property.name.name, fmt::join(names_of(property.systems), ", "));
    write_paragraph(out, property.meaning);
    if (!property.citation.empty()) write_paragraph(out, "Source: " + property.citation);
  }
}

void write_formats(std::ostream& out) {
  for (const FormatDescription& format : known_formats()) {
    out << fmt::format("{}: {}\n", format.name, format.written);
    write_paragraph(out, format.meaning);
  }
}

void write_models(JsonWriter& json, std::span<const SystemDescription> systems) {
  json.begin_array(JsonLayout::line_each);
  for (const SystemDescription& system : systems) {
    json.begin_object();
    json.key("name").text(system.name);
    json.key("granularity").text(system.granularity);
    json.key("meaning").text(system.meaning);
    json.end_object();
  }
  json.end_array();
}

void write_options(JsonWriter& json, std::span<const SystemDescription> systems) {
  json.begin_array(JsonLayout::line_each);
  for (const SystemDescription& system : systems) {
    for (const auto& option : system.options) {
      json.begin_object();
      json.key("model").text(system.key);
      json.key("name").text(option.name);
      json.key("choices");
      write_texts(json, option.choices);
      json.key("default").text(option.choices.front());
      json.key("meaning").text(option.meaning);
      json.key("source").text(option.source);
      json.end_object();
    }
  }
  json.end_array();
}

void write_observables(JsonWriter& json, const explore::Signature& signature) {
  json.begin_array(JsonLayout::line_each);
  for (const explore::Observable& observable : signature.observables) {
    json.begin_object();
    json.key("name").text(observable.name);
    json.key("type").text(name_of(observable.type));
    json.key("least").number(observable.least);
    json.key("greatest").number(observable.greatest);
    json.key("history").boolean(observable.history);
    json.key("meaning").text(observable.meaning);
    json.end_object();
  }
  json.end_array();
}

void write_properties(JsonWriter& json, std::span<const formula::Property> properties) {
  json.begin_array(JsonLayout::line_each);
  for (const formula::Property& property : properties) {
    json.begin_object();
    json.key("name").text(property.name.name);
    json.key("systems");
    write_texts(json, names_of(property.systems));
    json.key("meaning").text(property.meaning);
    json.key("source").text(property.citation);
    json.end_object();
  }
  json.end_array();
}

void write_formats(JsonWriter& json) {
  json.begin_array(JsonLayout::line_each);
  for (const FormatDescription& format : known_formats()) {
    json.begin_object();
    json.key("name").text(format.name);
    json.key("written").text(format.written);
    json.key("meaning").text(format.meaning);
    json.end_object();
  }
  json.end_array();
}

}  // namespace braid::report
