#include "braid/checker/cost/clients_per_server.h"

#include <cmath>

#include "braid/checker/cost/mean_value_analysis.h"

namespace braid::cost {

double stretch_at(const ClosedNetwork& network, double clients) {
  MeanValueAnalysis analysis(network);
  const double whole = std::floor(clients);
  double cycle = 0;
  for (double customers = 1; customers <= whole; ++customers) cycle = analysis.next().cycle_time;
  if (clients > whole) cycle += (clients - whole) * (analysis.next().cycle_time - cycle);
  return cycle / network.cycle_alone();
}

std::optional<double> clients_at(const ClosedNetwork& network, double stretch) {
  const double wanted = stretch * network.cycle_alone();
  // Even if all were always in front of each other, the cycle would not be longer than this.
  if (asymptotic_bounds(network, kMostClients).longest_cycle < wanted) return std::nullopt;
  MeanValueAnalysis analysis(network);
  double before = analysis.next().cycle_time;
  if (before >= wanted) return 1;  // a stretch that rounding takes for 1
  for (std::uint32_t customers = 2; customers <= kMostClients; ++customers) {
    const double cycle = analysis.next().cycle_time;
    if (cycle >= wanted) return customers - 1 + (wanted - before) / (cycle - before);
    before = cycle;
  }
  return std::nullopt;
}

ServerCapacity capacity_of(const ClosedNetwork& network, double stretch) {
  ServerCapacity capacity;
  capacity.stretch = stretch;
  capacity.seconds_alone = network.cycle_alone();
  capacity.saturation = network.saturation_point();
  capacity.clients = clients_at(network, stretch);
  const auto bottleneck = network.bottleneck();
  if (!bottleneck) return capacity;
  capacity.bottleneck = network.stations()[*bottleneck].name;
  capacity.bottleneck_demand = network.stations()[*bottleneck].demand;
  if (!capacity.clients) return capacity;
  MeanValueAnalysis analysis(network);
  double utilization = 0;
  for (double customers = 1; customers <= *capacity.clients; ++customers)
    utilization = analysis.next().stations[*bottleneck].utilization;
  capacity.utilization = utilization;
  return capacity;
}

}  // namespace braid::cost
