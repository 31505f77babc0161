#include "braid/checker/report/load_curves.h"

#include <utility>

#include "braid/checker/cost/mean_value_analysis.h"

namespace braid::report {
namespace {

constexpr double kSecondsAnHour = 3600;

struct Curves {
  std::vector<double> stretch;
  std::vector<double> throughput;
  std::vector<double> utilization;
};

Curves curves_of(const cost::ClosedNetwork& network, std::uint32_t limit) {
  Curves curves;
  cost::MeanValueAnalysis analysis(network);
  const auto bottleneck = network.bottleneck();
  for (std::uint32_t customers = 1; customers <= limit; ++customers) {
    const cost::NetworkLoad& load = analysis.next();
    curves.stretch.push_back(load.cycle_time / network.cycle_alone());
    curves.throughput.push_back(load.throughput * kSecondsAnHour);
    curves.utilization.push_back(bottleneck ? 100 * load.stations[*bottleneck].utilization : 0);
  }
  return curves;
}

}  // namespace

LoadPlot load_curves(std::string_view title, std::string_view horizontal_title,
                     std::span<const ProtocolNetwork> protocols, std::uint32_t limit, double unit) {
  LoadPlot plot;
  plot.title = title;
  plot.horizontal_title = horizontal_title;
  for (std::uint32_t customers = 1; customers <= limit; ++customers) plot.loads.push_back(customers * unit);
  plot.panels = {{"time of the benchmark, relative to one client alone", {}},
                 {"benchmarks an hour, all together", {}},
                 {"busiest station of the server, per cent", {}}};
  for (const ProtocolNetwork& protocol : protocols) {
    auto saturation = protocol.network.saturation_point();
    if (saturation) *saturation *= unit;
    plot.series.push_back({protocol.name, saturation});
    Curves curves = curves_of(protocol.network, limit);
    plot.panels[0].curves.push_back(std::move(curves.stretch));
    plot.panels[1].curves.push_back(std::move(curves.throughput));
    plot.panels[2].curves.push_back(std::move(curves.utilization));
  }
  return plot;
}

}  // namespace braid::report
