#include "braid/checker/report/server_load_report.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

#include "braid/checker/report/published_figures_report.h"
#include "braid/checker/report/server_study_report.h"
#include "braid/checker/report/text_table.h"

namespace braid::report {
namespace {

using cost::BenchmarkUse;
using cost::Price;
using Row = std::vector<std::string>;

/// The messages of each kind, by phase.
void write_messages(std::ostream& out, const BenchmarkUse& use) {
  std::vector<Row> rows = {{use.system}};
  for (std::size_t phase = 0; phase < cost::kAndrewPhases; ++phase)
    rows[0].emplace_back(name_of(static_cast<cost::AndrewPhase>(phase)));
  rows[0].emplace_back("all");
  const auto add = [&](const std::string& name, const auto& measure) {
    Row row = {name};
    for (const Price& price : use.phases) row.push_back(std::to_string(measure(price)));
    row.push_back(std::to_string(measure(use.total)));
    rows.push_back(std::move(row));
  };
  for (const cost::MessageCount& of : use.total.messages) {
    add(of.name, [&](const Price& price) {
      for (const cost::MessageCount& there : price.messages)
        if (there.name == of.name) return there.calls;
      return std::uint64_t{0};
    });
  }
  add("kilobytes",
      [](const Price& price) { return (price.bytes_to_server() + price.bytes_to_client()) / 1000; });
  write_text_table(out, rows);
}

/// Loads that the text shows; JSON and CSV have all.
constexpr std::array<std::uint32_t, 8> kShownLoads = {1, 2, 4, 10, 20, 40, 80, 160};

/// How long the benchmark takes, how many are done, how busy the server is, at some numbers of clients.
void write_loads(std::ostream& out, const ServerLoadReport& report) {
  out << "Under load: times as long as alone, benchmarks an hour, per cent that the busiest station is "
         "busy:\n";
  std::vector<Row> rows = {{"clients", "users"}};
  for (const LoadedSystem& system : report.systems) rows[0].push_back(system.use.system);
  for (const std::uint32_t clients : kShownLoads) {
    Row row = {std::to_string(clients), fmt::format("{:g}", clients * report.users_per_client)};
    for (const LoadedSystem& system : report.systems) {
      if (clients > system.loads.size()) continue;
      const cost::NetworkLoad& load = system.loads[clients - 1];
      const auto busiest = system.network.bottleneck();
      row.push_back(fmt::format("{:.2f}  {:.2f}/h  {:.0f} %", load.cycle_time / system.network.cycle_alone(),
                                load.throughput * 3600,
                                busiest ? 100 * load.stations[*busiest].utilization : 0));
    }
    if (row.size() == rows[0].size()) rows.push_back(std::move(row));
  }
  write_text_table(out, rows);
}

}  // namespace

void write_server_load_text(std::ostream& out, const ServerLoadReport& report) {
  out << "Messages of one run of the Andrew benchmark, by the models:\n";
  std::vector<cost::StudiedProtocol> protocols;
  for (const LoadedSystem& system : report.systems) {
    write_messages(out, system.use);
    out << '\n';
    protocols.push_back(system.protocol);
  }
  write_loads(out, report);
  out << '\n';
  write_server_study(out, report.study, protocols, report.parameters, report.users_per_client);
  out << '\n';
  write_published_figures(out, report.stretch);
}

}  // namespace braid::report
