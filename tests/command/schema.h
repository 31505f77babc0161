// A small validator for the JSON schemas in the tree: the keywords that these use, and no others.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace braid::test {

/// "" if `document` is as `checker/report/NAME.schema.json` says, else what is wrong and where. A schema with
/// a keyword that the validator does not know is wrong too.
[[nodiscard]] std::string mismatch(const std::string& name, const nlohmann::json& document);

/// The same for a schema anywhere in the tree.
[[nodiscard]] std::string mismatch_with(const std::string& path, const nlohmann::json& document);

}  // namespace braid::test
