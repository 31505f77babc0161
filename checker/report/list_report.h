// What `braid list` tells of models, options, observables, properties and formats.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/formula/syntax.h"
#include "braid/checker/models/system.h"
#include "braid/checker/report/json_writer.h"

namespace braid::report {

/// A spelling of traces, or a format of recordings that are imported.
struct FormatDescription {
  std::string_view name;
  std::string written;  ///< how it is given on the command line
  std::string_view meaning;
};
[[nodiscard]] std::vector<FormatDescription> known_formats();

// Each list as text, a paragraph or line an entry, ...
void write_models(std::ostream& out, std::span<const models::SystemDescription> systems);
void write_options(std::ostream& out, std::span<const models::SystemDescription> systems);
void write_observables(std::ostream& out, const explore::Signature& signature);
void write_properties(std::ostream& out, std::span<const formula::Property> properties);
void write_formats(std::ostream& out);

// ... and as a JSON array of objects (list.schema.json).
void write_models(JsonWriter& json, std::span<const models::SystemDescription> systems);
void write_options(JsonWriter& json, std::span<const models::SystemDescription> systems);
void write_observables(JsonWriter& json, const explore::Signature& signature);
void write_properties(JsonWriter& json, std::span<const formula::Property> properties);
void write_formats(JsonWriter& json);

/// `boolean`, `-1..3`, `content`.
[[nodiscard]] std::string range_text(const explore::Observable& observable);

}  // namespace braid::report
