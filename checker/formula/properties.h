// Property files.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "braid/checker/formula/parser.h"
#include "braid/checker/formula/syntax.h"

namespace braid::formula {

/// Reads one property file. Errors: InputError.
[[nodiscard]] Property load_property(const std::filesystem::path& file);

/// Reads all `*.property` files in `directory` (not below it), sorted by the properties' names. Errors:
/// InputError; an unreadable directory or file, and two properties of one name that share a system, are
/// errors.
[[nodiscard]] std::vector<Property> load_properties(const std::filesystem::path& directory);

/// The property called `name` that is meant for `system`, else another of that name; nullptr if there is
/// none.
[[nodiscard]] const Property* find_property(const std::vector<Property>& properties, std::string_view name,
                                            std::string_view system = {});

}  // namespace braid::formula
