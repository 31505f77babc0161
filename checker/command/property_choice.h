// Which properties and conditions a trace is checked against.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/formula/properties.h"
#include "braid/checker/models/system.h"

namespace braid::command {

/// Where the property files are: `given` (--properties), else the environment's BRAID_PROPERTIES, else
/// `../share/braid/properties` beside the running program.
[[nodiscard]] std::filesystem::path properties_directory(const std::optional<std::string>& given);

/// What the user asks for, besides the trace's own conditions.
struct PropertyChoice {
  std::vector<std::string> properties;   ///< names, or `all` that apply
  std::vector<std::string> conditions;   ///< `exists: FORMULA`
  std::optional<std::string> directory;  ///< --properties
};

/// A request, and which of its properties are conditions.
struct BoundChoice {
  models::CheckRequest request;
  std::vector<bool> is_condition;  ///< parallel to request.properties
  /// Parallel too: the verdict that the trace expects, where it says so.
  std::vector<std::optional<bool>> expected;
  /// Whether the trace expects that some schedule ends while actors wait (`expect progress violated`).
  std::optional<bool> progress_expected;
};

/// Binds the chosen properties, those that the trace expects something of, the trace's conditions and the
/// command line's; all properties that apply if these are none. Throws CommandLineError for unknown names
/// (with a suggestion), InputError for formulas that do not fit and where nothing is left to check.
[[nodiscard]] BoundChoice bind_choice(const models::System& system, const PropertyChoice& choice);

}  // namespace braid::command
