#include "braid/checker/cost/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/quote.h"

namespace braid::cost {
namespace {

std::string accepted_values() {
  return fmt::format("a number from 0 to {}", Parameters::kGreatest);
}

}  // namespace

std::vector<double> Parameters::values() const {
  std::vector<double> values;
  for (const Parameter& parameter : parameters_) values.push_back(parameter.value);
  return values;
}

std::size_t Parameters::number_of(std::string_view name) const {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (parameters_[i].name == name) return i;
  }
  throw std::out_of_range(fmt::format("there is no parameter {}", name));
}

void Parameters::set(std::string_view source, std::string_view name, double value) {
  const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                  [&](const Parameter& parameter) { return parameter.name == name; });
  if (found == parameters_.end()) {
    std::vector<std::string_view> names;
    for (const Parameter& parameter : parameters_) names.push_back(parameter.name);
    const std::string nearest = did_you_mean(name, names);
    throw InputError(source, {}, fmt::format("there is no parameter {}", quote(name)),
                     nearest.empty() ? fmt::format("there are {}", quote_list(names)) : nearest);
  }
  if (!(value >= 0 && value <= kGreatest))
    throw InputError(source, {}, fmt::format("{} is {}", name, value), accepted_values());
  found->value = value;
  found->source = source;
}

void Parameters::set(std::string_view source, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) {
    throw InputError(source, {}, fmt::format("{} gives no value", quote(assignment)),
                     "NAME=NUMBER, as cpu.fetch=0.08");
  }
  const std::string_view text = assignment.substr(equals + 1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw InputError(source, {}, fmt::format("{} gives no number", quote(assignment)), accepted_values());
  }
  set(source, assignment.substr(0, equals), value);
}

}  // namespace braid::cost
