#include "braid/checker/report/server_study_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/report/number_text.h"
#include "braid/checker/report/text_table.h"
#include "braid/checker/report/wrapped_text.h"

namespace braid::report {
namespace {

constexpr std::size_t kWidth = 100;

using Row = std::vector<std::string>;

void write_paragraph(std::ostream& out, const std::string& text) {
  for (const std::string& line : wrapped(text, kWidth)) out << line << '\n';
}

std::string number_text(const std::optional<double>& number) {
  return number ? fmt::format("{:.4g}", *number) : std::string("no limit");
}

void write_capacities(std::ostream& out, const cost::ServerStudy& study,
                      std::span<const cost::StudiedProtocol> protocols, double users_per_client) {
  write_paragraph(
      out,
      fmt::format("Clients at which the benchmark takes {:.4g} times as long as alone. A client is one that "
                  "runs the benchmark all the time, as {:g} active users would.",
                  study.sensitivity.stretch, users_per_client));
  std::vector<Row> rows = {
      {"protocol", "alone", "busiest station", "its demand", "saturates at", "clients", "active users"}};
  for (std::size_t i = 0; i < protocols.size(); ++i) {
    const cost::ServerCapacity& capacity = study.capacities[i];
    std::optional<double> users;
    if (capacity.clients) users = *capacity.clients * users_per_client;
    rows.push_back({protocols[i].name, fmt::format("{:.4g} s", capacity.seconds_alone),
                    capacity.bottleneck.empty() ? "none" : capacity.bottleneck,
                    fmt::format("{:.4g} s", capacity.bottleneck_demand), number_text(capacity.saturation),
                    number_text(capacity.clients), number_text(users)});
  }
  write_text_table(out, rows);
}

/// Changes smaller than this, in parts of the whole, are not shown.
constexpr double kSmallChange = 0.0005;

bool is_small(const cost::Effect& effect, const std::optional<double>& number) {
  const auto is_small_change = [&](const std::optional<double>& moved) {
    return number && moved ? std::abs(*moved / *number - 1) < kSmallChange : number == moved;
  };
  return is_small_change(effect.less) && is_small_change(effect.greater);
}

/// `-3.1 +2.9 (-0.30)`: the changes in per cent, and the elasticity.
std::string effect_text(const cost::Effect& effect, const std::optional<double>& number) {
  if (is_small(effect, number)) return "-";
  const auto change = [&](const std::optional<double>& moved) {
    return moved && number ? fmt::format("{:+.1f}", 100 * (*moved / *number - 1)) : number_text(moved);
  };
  return fmt::format("{} {}{}", change(effect.less), change(effect.greater),
                     effect.elasticity ? fmt::format(" ({:+.2f})", *effect.elasticity) : std::string());
}

std::string value_text(const cost::Parameter& parameter, double value) {
  return fmt::format("{:.4g} {}", value, parameter.unit);
}

std::string marked(const cost::Parameter& parameter) {
  return parameter.name + (parameter.is_assumption() ? " *" : "");
}

Row effects_row(const cost::ServerStudy& study, const cost::Parameter& parameter, std::size_t number) {
  const cost::Sensitivity& sensitivity = study.sensitivity;
  const cost::ParameterEffects& effects = sensitivity.effects[number];
  Row row = {marked(parameter), value_text(parameter, parameter.value)};
  for (std::size_t i = 0; i < effects.clients.size(); ++i)
    row.push_back(effect_text(effects.clients[i], sensitivity.clients[i]));
  for (std::size_t i = 1; i < effects.ratios.size(); ++i)
    row.push_back(effect_text(effects.ratios[i], sensitivity.ratios[i]));
  return row;
}

void write_sensitivity(std::ostream& out, const cost::ServerStudy& study,
                       std::span<const cost::StudiedProtocol> protocols,
                       std::span<const cost::Parameter> parameters) {
  const double change = study.sensitivity.change;
  write_paragraph(out,
                  fmt::format("Changes of the numbers of clients, and of their ratios, in per cent with one "
                              "value times {:g} and times {:g}, and (elasticity). Values marked * are "
                              "assumptions.",
                              1 - change, 1 + change));
  std::vector<Row> rows = {{"value", "is"}};
  for (const auto& protocol : protocols) rows.front().push_back(protocol.name);
  for (std::size_t i = 1; i < protocols.size(); ++i)
    rows.front().push_back(fmt::format("{}/{}", protocols[i].name, protocols[0].name));
  std::string small;
  std::uint64_t without_effect = 0;
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    Row row = effects_row(study, parameters[k], k);
    const bool is_shown =
        std::any_of(row.begin() + 2, row.end(), [](const auto& text) { return text != "-"; });
    if (is_shown) {
      rows.push_back(std::move(row));
    } else if (study.matters(k)) {
      small += (small.empty() ? "" : ", ") + marked(parameters[k]);
    } else {
      ++without_effect;
    }
  }
  write_text_table(out, rows);
  if (!small.empty()) {
    write_paragraph(
        out, fmt::format("These change no number by as much as {:g} %: {}.", 100 * kSmallChange, small));
  }
  if (without_effect > 0)
    out << fmt::format("{} without effect.\n", counted(without_effect, "value is", "values are"));
}

/// What would do instead of what is: a value, or none.
std::string need_text(const cost::NeededValue& need, std::string_view unit) {
  if (need.value) return fmt::format("{:.4g} {}", *need.value, unit);
  return fmt::format("no value does: {:.4g} to {:.4g} times as long", need.least_stretch,
                     need.greatest_stretch);
}

void write_needs(std::ostream& out, const cost::ServerStudy& study, const cost::StudiedProtocol& protocol,
                 std::size_t number, std::span<const cost::Parameter> parameters, double users_per_client) {
  const double clients = protocol.target.value_or(0);
  out << '\n';
  write_paragraph(
      out, fmt::format("For {} to carry {:.4g} clients, {:.4g} active users ({}), one of these, with all "
                       "else as it is:",
                       protocol.name, clients, clients * users_per_client, protocol.target_source));
  std::vector<Row> rows = {{"value", "is", "would have to be"}};
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    if (!study.matters(k, number)) continue;
    rows.push_back({marked(parameters[k]), value_text(parameters[k], parameters[k].value),
                    need_text(study.needed[number][k], parameters[k].unit)});
  }
  const auto& factor = study.needed_factors[number];
  if (factor) rows.push_back({"all demands where clients wait", "1 times", need_text(*factor, "times")});
  write_text_table(out, rows);
}

}  // namespace

void write_server_study(std::ostream& out, const cost::ServerStudy& study,
                        std::span<const cost::StudiedProtocol> protocols,
                        std::span<const cost::Parameter> parameters, double users_per_client) {
  write_capacities(out, study, protocols, users_per_client);
  out << '\n';
  write_sensitivity(out, study, protocols, parameters);
  for (std::size_t i = 0; i < protocols.size(); ++i) {
    if (protocols[i].target) write_needs(out, study, protocols[i], i, parameters, users_per_client);
  }
}

}  // namespace braid::report
