#include "braid/checker/command/server_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "braid/checker/command/output_file.h"
#include "braid/checker/cost/benchmark_use.h"
#include "braid/checker/cost/published_figures.h"
#include "braid/checker/cost/server_study.h"
#include "braid/checker/report/load_curves.h"
#include "braid/checker/report/published_figures_report.h"
#include "braid/checker/report/server_study_report.h"
#include "braid/checker/report/text_table.h"

namespace braid::command {
namespace {

using cost::BenchmarkUse;
using cost::Price;

/// A plot shows loads up to this, or a little beyond what the strongest server carries.
constexpr std::uint32_t kMostPlotted = 400;

/// The messages of each kind, by phase.
void write_messages(const BenchmarkUse& use, std::ostream& out) {
  std::vector<std::vector<std::string>> rows = {{use.system}};
  for (std::size_t phase = 0; phase < cost::kAndrewPhases; ++phase)
    rows[0].emplace_back(name_of(static_cast<cost::AndrewPhase>(phase)));
  rows[0].emplace_back("all");
  const auto count = [](const Price& price, const std::string& name) {
    for (const cost::MessageCount& of : price.messages)
      if (of.name == name) return of.calls;
    return std::uint64_t{0};
  };
  const auto add = [&](const std::string& name, const auto& measure) {
    std::vector<std::string> row = {name};
    for (const Price& price : use.phases) row.push_back(std::to_string(measure(price)));
    row.push_back(std::to_string(measure(use.total)));
    rows.push_back(std::move(row));
  };
  for (const cost::MessageCount& of : use.total.messages)
    add(of.name, [&](const Price& price) { return count(price, of.name); });
  add("kilobytes",
      [](const Price& price) { return (price.bytes_to_server() + price.bytes_to_client()) / 1000; });
  report::write_text_table(out, rows);
}

/// The number that somebody says a server of this system carries, in customers of the networks.
void set_target(cost::StudiedProtocol& protocol) {
  const std::string_view system = std::string_view(protocol.name).substr(0, protocol.name.find(' '));
  const std::string_view published = system == "afs1" ? "prototype" : system == "afs2" ? "revised" : "";
  for (const cost::PublishedCapacity& capacity : cost::published_capacities()) {
    if (capacity.system != published) continue;
    protocol.target = capacity.users / cost::kUsersPerLoadUnit;
    protocol.target_source = capacity.source;
  }
}

void write_plot(const std::string& path, const std::vector<cost::StudiedProtocol>& protocols,
                const std::vector<double>& values, const cost::ServerStudy& study) {
  std::vector<report::ProtocolNetwork> networks;
  for (const cost::StudiedProtocol& protocol : protocols)
    networks.push_back({protocol.name, protocol.network(values)});
  double most = 4;
  for (const cost::ServerCapacity& capacity : study.capacities)
    most = std::max(most, capacity.clients.value_or(0));
  const auto limit = static_cast<std::uint32_t>(std::min<double>(kMostPlotted, std::ceil(1.5 * most)));
  OutputFile file(path);
  report::write_load_plot(file.stream(),
                          report::load_curves("The Andrew benchmark on one server", "active users", networks,
                                              limit, cost::kUsersPerLoadUnit));
  file.commit();
}

}  // namespace

void write_server_load(const ServerLoadOptions& options, std::ostream& out) {
  cost::Parameters parameters = cost::default_service_times();
  for (const std::string& assignment : options.assignments) parameters.set("--set", assignment);
  const double stretch = options.stretch.value_or(cost::acceptable_stretch());
  const cost::AndrewBenchmark benchmark = cost::andrew_benchmark("Andrew benchmark", {});
  std::vector<BenchmarkUse> uses;  // all of them first: what fails prints nothing
  for (const std::string& system : options.systems)
    uses.push_back(cost::benchmark_use(benchmark, system, options.sizes));
  out << "Messages of one run of the Andrew benchmark, by the models:\n";
  std::vector<cost::StudiedProtocol> protocols;
  for (const BenchmarkUse& use : uses) {
    write_messages(use, out);
    out << '\n';
    cost::StudiedProtocol protocol;
    protocol.name = use.system;
    protocol.network = [use = use.use](std::span<const double> values) {
      return cost::network_of(use, values);
    };
    set_target(protocol);
    protocols.push_back(std::move(protocol));
  }
  const std::vector<double> values = parameters.values();
  const cost::ServerStudy study = cost::study_of(protocols, values, stretch);
  report::write_server_study(out, study, protocols, parameters.all(), cost::kUsersPerLoadUnit);
  out << '\n';
  report::write_published_figures(out, stretch);
  if (options.plot) write_plot(*options.plot, protocols, values, study);
}

}  // namespace braid::command
