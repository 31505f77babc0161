#include "braid/checker/command/property_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <system_error>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/shipped_files.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/parser.h"
#include "braid/tracer/quote.h"

namespace braid::command {

namespace fs = std::filesystem;

namespace {

constexpr std::array kKinds = {ConditionKind::exists, ConditionKind::forall, ConditionKind::never,
                               ConditionKind::always};

/// `text` with every run of white space as one space.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

class ChoiceBinder {
 public:
  ChoiceBinder(const models::System& system, const PropertyChoice& choice)
      : system_(system), choice_(choice) {
    bound_.request.signature = system.signature();
  }

  BoundChoice run() {
    bind_named_properties();
    bind_expected_properties();
    const Trace& trace = system_.trace();
    for (const Condition& condition : trace.conditions) {
      bind(condition.kind, condition.formula,
           formula::parse_expression(trace.source, condition.formula, condition.position, trace.text));
    }
    for (const std::string& condition : choice_.conditions) bind_given(condition);
    if (bound_.request.properties.empty() && choice_.properties.empty() && trace.expectations.empty())
      bind_all();
    if (bound_.request.properties.empty() && !bound_.progress_expected) {
      throw InputError(
          trace.source, {},
          fmt::format("nothing to check: the trace has no conditions, and no property applies to {}",
                      trace.system));
    }
    return std::move(bound_);
  }

 private:
  void bind_named_properties() {
    std::vector<std::string> chosen;
    for (const std::string& name : choice_.properties) {
      if (std::find(chosen.begin(), chosen.end(), name) != chosen.end()) continue;
      chosen.push_back(name);
      if (name == "all") continue;
      const formula::Property* property =
          formula::find_property(properties(), name, system_.signature().system);
      if (property == nullptr) unknown_property(name);
      if (!formula::applies_to(*property, system_.signature())) {
        throw CommandLineError(
            fmt::format("the property {} does not apply to {}", quote(name), system_.trace().system));
      }
      bind(*property);
    }
    if (std::find(chosen.begin(), chosen.end(), "all") != chosen.end()) bind_all();
  }

  /// `progress` is no property file: check always looks for schedules that end while actors wait.
  void bind_expected_properties() {
    const Trace& trace = system_.trace();
    for (const Expectation& expectation : trace.expectations) {
      // Where a violation is expected, the exit status hangs on what else there is.
      if (!expectation.holds) bound_.request.thorough = true;
      if (expectation.property == "progress") {
        bound_.progress_expected = expectation.holds;
        bound_.request.thorough = true;
        continue;
      }
      const formula::Property* property =
          formula::find_property(properties(), expectation.property, system_.signature().system);
      if (property == nullptr || !formula::applies_to(*property, system_.signature())) {
        throw InputError(
            trace.source, expectation.position,
            property == nullptr
                ? fmt::format("there is no property {}", quote(expectation.property))
                : fmt::format("the property {} does not apply here", quote(expectation.property)),
            did_you_mean_property(expectation.property), trace.text);
      }
      if (!bound(expectation.property)) bind(*property);
      for (std::size_t i = 0; i < bound_.request.properties.size(); ++i) {
        if (bound_.request.properties[i].name == expectation.property) bound_.expected[i] = expectation.holds;
      }
    }
  }

  void bind_all() {
    for (const formula::Property& property : properties()) {
      if (formula::applies_to(property, system_.signature()) && !bound(property.name.name)) bind(property);
    }
  }

  void bind(const formula::Property& property) {
    bound_.request.properties.push_back(formula::bind_property(property, bound_.request.signature));
    bound_.is_condition.push_back(false);
    bound_.expected.emplace_back();
  }

  void bind(ConditionKind kind, std::string_view text, const formula::Formula& formula) {
    formula::BoundProperty property;
    property.name = fmt::format("{}: {}", name_of(kind), on_one_line(text));
    property.claims.push_back(formula::bind_condition(kind, formula, bound_.request.signature));
    bound_.request.properties.push_back(std::move(property));
    bound_.is_condition.push_back(true);
    bound_.expected.emplace_back();
  }

  void bind_given(const std::string& condition) {
    const std::size_t colon = condition.find(':');
    const std::string keyword = on_one_line(condition.substr(0, colon));
    const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                   [&](ConditionKind candidate) { return name_of(candidate) == keyword; });
    if (colon == std::string::npos || kind == kKinds.end()) {
      throw CommandLineError(
          fmt::format("--condition {} does not begin with `exists:`, `forall:`, `never:` or `always:`",
                      quote(condition)));
    }
    const std::string text = condition.substr(colon + 1);
    bind(*kind, text, formula::parse_expression("--condition", text, {1, colon + 2}, condition));
  }

  [[nodiscard]] bool bound(std::string_view name) const {
    return std::any_of(bound_.request.properties.begin(), bound_.request.properties.end(),
                       [&](const formula::BoundProperty& property) { return property.name == name; });
  }

  const std::vector<formula::Property>& properties() {
    if (!properties_) properties_ = formula::load_properties(properties_directory(choice_.directory));
    return *properties_;
  }

  std::string did_you_mean_property(const std::string& name) {
    std::vector<std::string_view> names = {"all"};
    for (const formula::Property& property : properties()) names.push_back(property.name.name);
    return did_you_mean(name, names);
  }

  [[noreturn]] void unknown_property(const std::string& name) {
    const std::string suggestion = did_you_mean_property(name);
    throw CommandLineError(fmt::format("there is no property {}; {}", quote(name),
                                       suggestion.empty() ? "braid list properties lists them" : suggestion));
  }

  const models::System& system_;
  const PropertyChoice& choice_;
  BoundChoice bound_;
  std::optional<std::vector<formula::Property>> properties_;
};

}  // namespace

fs::path properties_directory(const std::optional<std::string>& given) {
  if (given) return *given;
  if (const char* named = std::getenv("BRAID_PROPERTIES"); named != nullptr && *named != '\0') return named;
  std::error_code error;
  const fs::path beside = shipped_files("properties");
  if (!fs::is_directory(beside, error)) {
    throw InputError(beside.string(), {}, "the properties are not beside the program",
                     "say where they are: --properties DIR or BRAID_PROPERTIES");
  }
  return beside;
}

BoundChoice bind_choice(const models::System& system, const PropertyChoice& choice) {
  return ChoiceBinder(system, choice).run();
}

}  // namespace braid::command
