#include "schema.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

namespace braid::test {
namespace {

using nlohmann::json;

class Validator {
 public:
  explicit Validator(const json& root) : root_(root) {}

  std::string check(const json& schema, const json& value, const std::string& at) const {
    static const std::set<std::string> kKnown = {
        "$schema",    "$defs", "$ref", "title", "description", "type", "required", "additionalProperties",
        "properties", "items", "enum", "const", "pattern",     "anyOf"};
    for (const auto& [keyword, argument] : schema.items()) {
      if (kKnown.count(keyword) == 0) return at + ": the schema has the unknown keyword " + keyword;
    }
    for (const auto& test : {&Validator::check_reference, &Validator::check_type, &Validator::check_choice,
                             &Validator::check_pattern, &Validator::check_members, &Validator::check_items}) {
      if (std::string wrong = (this->*test)(schema, value, at); !wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  std::string check_reference(const json& schema, const json& value, const std::string& at) const {
    if (!schema.contains("$ref")) return {};
    const auto pointer = json::json_pointer(schema["$ref"].get<std::string>().substr(1));
    return check(root_.at(pointer), value, at);
  }

  std::string check_type(const json& schema, const json& value, const std::string& at) const {
    if (!schema.contains("type")) return {};
    const json types = schema["type"].is_array() ? schema["type"] : json::array({schema["type"]});
    const bool fits = std::any_of(types.begin(), types.end(),
                                  [&](const json& type) { return is_of(type.get<std::string>(), value); });
    return fits ? "" : at + ": not of type " + types.dump();
  }

  static bool is_of(const std::string& type, const json& value) {
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean()) ||
           (type == "integer" && value.is_number_integer()) || (type == "number" && value.is_number()) ||
           (type == "null" && value.is_null());
  }

  std::string check_choice(const json& schema, const json& value, const std::string& at) const {
    if (schema.contains("const") && schema["const"] != value) return at + ": not the constant";
    if (schema.contains("enum") &&
        std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
      return at + ": " + value.dump() + " is not in the enumeration";
    }
    if (!schema.contains("anyOf")) return {};
    for (const json& choice : schema["anyOf"]) {
      if (check(choice, value, at).empty()) return {};
    }
    return at + ": none of anyOf";
  }

  std::string check_pattern(const json& schema, const json& value, const std::string& at) const {
    if (!schema.contains("pattern") || !value.is_string()) return {};
    const std::regex pattern(schema["pattern"].get<std::string>());
    return std::regex_search(value.get<std::string>(), pattern) ? "" : at + ": does not match the pattern";
  }

  std::string check_members(const json& schema, const json& value, const std::string& at) const {
    if (!value.is_object()) return {};
    for (const json& name : schema.value("required", json::array())) {
      if (!value.contains(name)) return at + ": lacks " + name.get<std::string>();
    }
    const json properties = schema.value("properties", json::object());
    for (const auto& [name, member] : value.items()) {
      const std::string inside = at + "/" + name;
      if (properties.contains(name)) {
        if (std::string wrong = check(properties[name], member, inside); !wrong.empty()) return wrong;
      } else if (schema.contains("additionalProperties")) {
        const json& others = schema["additionalProperties"];
        if (others == json(false)) return inside + ": not allowed";
        if (std::string wrong = check(others, member, inside); !wrong.empty()) return wrong;
      }
    }
    return {};
  }

  std::string check_items(const json& schema, const json& value, const std::string& at) const {
    if (!value.is_array() || !schema.contains("items")) return {};
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (std::string wrong = check(schema["items"], value[i], at + "/" + std::to_string(i));
          !wrong.empty()) {
        return wrong;
      }
    }
    return {};
  }

  const json& root_;
};

}  // namespace

std::string mismatch_with(const std::string& path, const json& document) {
  std::ifstream file(BRAID_SOURCE_DIR "/" + path);
  const json schema = json::parse(file);
  return Validator(schema).check(schema, document, "");
}

std::string mismatch(const std::string& name, const json& document) {
  return mismatch_with("checker/report/" + name + ".schema.json", document);
}

}  // namespace braid::test
