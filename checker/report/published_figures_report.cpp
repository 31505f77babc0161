#include "braid/checker/report/published_figures_report.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "braid/checker/cost/clients_per_server.h"
#include "braid/checker/cost/published_figures.h"
#include "braid/checker/report/text_table.h"
#include "braid/checker/report/wrapped_text.h"

namespace braid::report {
namespace {

constexpr std::size_t kWidth = 100;

std::string measured_text(const cost::PublishedLoad& load) {
  switch (load.measure) {
    case cost::LoadMeasure::stretch:
      return fmt::format("{:g} times as long", load.value);
    case cost::LoadMeasure::stretch_below:
      return fmt::format("less than {:g} times as long", load.value);
    case cost::LoadMeasure::utilization:
      return fmt::format("{:.0f} % busy", 100 * load.value);
    case cost::LoadMeasure::saturation:
      return "saturated";
  }
  return "?";
}

std::vector<std::string> row_of(const cost::PublishedLoad& load, double stretch) {
  std::vector<std::string> row = {std::string(load.system), fmt::format("{:g}", load.load_units),
                                  measured_text(load), fmt::format("{:g} s", load.seconds_alone)};
  const auto demand = cost::implied_demand(load);
  if (!demand) {
    row.insert(row.end(), {"none does", "", ""});
    return row;
  }
  const auto clients = cost::clients_at(cost::one_station_network(load.seconds_alone, *demand), stretch);
  const std::string_view bound = load.measure == cost::LoadMeasure::stretch_below ? "less than " : "";
  const std::string_view clients_bound = load.measure == cost::LoadMeasure::stretch_below ? "more than " : "";
  row.push_back(fmt::format("{}{:.4g} s", bound, *demand));
  row.push_back(clients ? fmt::format("{}{:.4g}", clients_bound, *clients) : "no limit");
  row.push_back(clients ? fmt::format("{}{:.4g}", clients_bound, *clients * cost::kUsersPerLoadUnit)
                        : "no limit");
  return row;
}

void write_paragraph(std::ostream& out, const std::string& text) {
  for (const std::string& line : wrapped(text, kWidth)) out << line << '\n';
}

}  // namespace

void write_published_figures(std::ostream& out, double stretch) {
  write_paragraph(
      out, fmt::format("What was published of servers, the demand at one station that it implies, and "
                       "the clients (load units of {:g} active users) for which the benchmark then takes "
                       "{:.4g} times as long as alone:",
                       cost::kUsersPerLoadUnit, stretch));
  std::vector<std::vector<std::string>> rows = {
      {"system", "load units", "measured", "alone", "implied demand", "clients", "active users"}};
  for (const cost::PublishedLoad& load : cost::published_loads()) rows.push_back(row_of(load, stretch));
  write_text_table(out, rows);
  for (const cost::PublishedLoad& load : cost::published_loads())
    write_paragraph(out, fmt::format("{}: {}.", load.system, load.source));
}

}  // namespace braid::report
