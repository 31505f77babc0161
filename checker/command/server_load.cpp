#include "braid/checker/command/server_load.h"

#include <algorithm>
#include <cmath>

#include "braid/checker/command/output_file.h"
#include "braid/checker/cost/benchmark_use.h"
#include "braid/checker/cost/published_figures.h"
#include "braid/checker/cost/server_study.h"
#include "braid/checker/report/load_curves.h"
#include "braid/checker/report/server_load_report.h"

namespace braid::command {
namespace {

using cost::BenchmarkUse;

constexpr std::uint32_t kMostLoads = 400;

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

/// Loads up to this are solved, or a little beyond what the strongest server carries.
std::uint32_t load_limit(const cost::ServerStudy& study) {
  double most = 4;
  for (const cost::ServerCapacity& capacity : study.capacities)
    most = std::max(most, capacity.clients.value_or(0));
  return static_cast<std::uint32_t>(std::min<double>(kMostLoads, std::ceil(1.5 * most)));
}

report::ServerLoadReport report_of(const ServerLoadOptions& options) {
  report::ServerLoadReport report;
  cost::Parameters parameters = cost::default_service_times();
  for (const std::string& assignment : options.assignments) parameters.set("--set", assignment);
  report.parameters.assign(parameters.all().begin(), parameters.all().end());
  report.stretch = options.stretch.value_or(cost::acceptable_stretch());
  report.users_per_client = cost::kUsersPerLoadUnit;
  const cost::AndrewBenchmark benchmark = cost::andrew_benchmark("Andrew benchmark", {});
  const std::vector<double> values = parameters.values();
  std::vector<cost::StudiedProtocol> protocols;
  for (const std::string& system : options.systems) {
    const BenchmarkUse use = cost::benchmark_use(benchmark, system, options.sizes);
    cost::StudiedProtocol protocol;
    protocol.name = use.system;
    protocol.network = [asked = use.use](std::span<const double> with) {
      return cost::network_of(asked, with);
    };
    set_target(protocol);
    protocols.push_back(protocol);
    report.systems.push_back({use, std::move(protocol), cost::network_of(use.use, values), {}});
  }
  report.study = cost::study_of(protocols, values, report.stretch);
  const std::uint32_t limit = load_limit(report.study);
  for (report::LoadedSystem& system : report.systems) system.loads = cost::solve(system.network, limit);
  return report;
}

void write_plot(const std::string& path, const report::ServerLoadReport& report) {
  std::vector<report::ProtocolNetwork> networks;
  for (const report::LoadedSystem& system : report.systems)
    networks.push_back({system.protocol.name, system.network});
  OutputFile file(path);
  report::write_load_plot(file.stream(),
                          report::load_curves("The Andrew benchmark on one server", "active users", networks,
                                              load_limit(report.study), report.users_per_client));
  file.commit();
}

}  // namespace

void write_server_load(const ServerLoadOptions& options, std::ostream& out) {
  const report::ServerLoadReport report = report_of(options);  // first: what fails prints nothing
  switch (options.form) {
    case ServerLoadForm::text:
      report::write_server_load_text(out, report);
      break;
    case ServerLoadForm::json:
      report::write_server_load_json(out, report);
      break;
    case ServerLoadForm::csv:
      report::write_server_load_csv(out, report);
      break;
  }
  if (options.plot) write_plot(*options.plot, report);
}

}  // namespace braid::command
