#include "braid/checker/models/option_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

struct Range {
  std::uint32_t least = 0;
  std::uint32_t greatest = 0;
};

std::uint32_t number_in(std::string_view text) {
  std::uint32_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size()) return ~0U;
  return number;
}

std::optional<Range> range_of(const OptionSpec& spec) {
  if (spec.choices.size() != 1) return std::nullopt;
  const std::size_t dots = spec.choices.front().find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  return Range{number_in(spec.choices.front().substr(0, dots)),
               number_in(spec.choices.front().substr(dots + 2))};
}

}  // namespace

OptionValues::OptionValues(const Trace& trace, std::span<const OptionSpec> table)
    : trace_(trace), table_(table) {
  for (const OptionSpec& spec : table) values_.push_back(range_of(spec) ? spec.number : 0);
  for (const Option& option : trace.options) {
    const auto spec =
        std::find_if(table.begin(), table.end(), [&](const OptionSpec& s) { return s.name == option.name; });
    if (spec == table.end()) {
      std::vector<std::string_view> names;
      for (const OptionSpec& s : table) names.push_back(s.name);
      const std::string near = did_you_mean(option.name, names);
      throw InputError(
          trace.source, option.position, fmt::format("{} has no option {}", trace.system, quote(option.name)),
          near.empty() ? fmt::format("its options are {}", fmt::join(names, ", ")) : near, trace.text);
    }
    std::uint32_t& value = values_[static_cast<std::size_t>(spec - table.begin())];
    if (const auto range = range_of(*spec)) {
      value = number_in(option.value);
      if (value >= range->least && value <= range->greatest) continue;
    } else {
      const auto choice = std::find(spec->choices.begin(), spec->choices.end(), option.value);
      value = static_cast<std::uint32_t>(choice - spec->choices.begin());
      if (choice != spec->choices.end()) continue;
    }
    throw InputError(trace.source, option.position,
                     fmt::format("option {} cannot be {}", quote(option.name), quote(option.value)),
                     fmt::format("accepted: {}", fmt::join(spec->choices, ", ")), trace.text);
  }
}

std::uint32_t OptionValues::operator[](std::string_view name) const {
  for (std::size_t i = 0; i < table_.size(); ++i) {
    if (table_[i].name == name) return values_[i];
  }
  throw std::logic_error(fmt::format("the table has no option {}", name));
}

SourcePosition OptionValues::position(std::string_view name) const {
  for (const Option& option : trace_.options) {
    if (option.name == name) return option.position;
  }
  return trace_.system_position;
}

std::vector<SystemDescription::OptionDescription> describe(std::span<const OptionSpec> table) {
  std::vector<SystemDescription::OptionDescription> descriptions;
  for (const OptionSpec& spec : table) {
    SystemDescription::OptionDescription description;
    description.name = spec.name;
    if (range_of(spec)) {
      description.choices = {fmt::format("{}", spec.number), std::string(spec.choices.front())};
    } else {
      for (const std::string_view choice : spec.choices) description.choices.emplace_back(choice);
    }
    description.meaning = spec.meaning;
    description.source = spec.source;
    descriptions.push_back(std::move(description));
  }
  return descriptions;
}

}  // namespace braid::models
