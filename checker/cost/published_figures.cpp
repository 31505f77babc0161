#include "braid/checker/cost/published_figures.h"

#include <array>

#include "braid/checker/cost/clients_per_server.h"
#include "braid/checker/cost/mean_value_analysis.h"

namespace braid::cost {
namespace {

constexpr std::array<PublishedLoad, 4> kLoads = {{
    {"prototype", 1700, 10, LoadMeasure::stretch, 4,
     "Howard et al. 1988, recalled: stand-alone about 1000 s, with the server about 70 % longer; about 4 "
     "times "
     "as long at 10 load units"},
    {"revised", 1190, 20, LoadMeasure::stretch_below, 2,
     "Howard et al. 1988, recalled: 19 % longer than stand-alone; less than twice as long at 20 load units"},
    {"revised", 1190, 20, LoadMeasure::utilization, 0.7,
     "Howard et al. 1988, recalled: the server's processor about 70 % busy at 20 load units"},
    {"nfs", 1190, 18, LoadMeasure::saturation, 0,
     "Howard et al. 1988, recalled: processor and disk saturate around 18 load units; at low load NFS is "
     "faster "
     "than the revised system, whose time is taken here"},
}};

constexpr std::array<PublishedCapacity, 2> kCapacities = {{
    {"prototype", 20, "Howard et al. 1988: about 20 active users a server were acceptable"},
    {"revised", 50, "OSTEP chapter 49: about 50 clients a server, instead of 20"},
}};

/// What the load measures of a network; grows with the station's demand.
double measured(const PublishedLoad& load, double demand) {
  const ClosedNetwork network = one_station_network(load.seconds_alone, demand);
  if (load.measure != LoadMeasure::utilization) return stretch_at(network, load.load_units);
  MeanValueAnalysis analysis(network);
  double utilization = 0;
  for (double customers = 1; customers <= load.load_units; ++customers)
    utilization = analysis.next().stations[0].utilization;
  return utilization;
}

}  // namespace

std::span<const PublishedLoad> published_loads() {
  return kLoads;
}

std::span<const PublishedCapacity> published_capacities() {
  return kCapacities;
}

ClosedNetwork one_station_network(double seconds_alone, double demand) {
  return ClosedNetwork("published figures", {{"server", StationKind::queueing, demand},
                                             {"elsewhere", StationKind::delay, seconds_alone - demand}});
}

std::optional<double> implied_demand(const PublishedLoad& load) {
  constexpr int kBisections = 50;
  if (load.measure == LoadMeasure::saturation) return load.seconds_alone / load.load_units;
  if (measured(load, load.seconds_alone) < load.value) return std::nullopt;
  double low = 0;
  double high = load.seconds_alone;
  for (int i = 0; i < kBisections; ++i) {
    const double middle = low + (high - low) / 2;
    (measured(load, middle) < load.value ? low : high) = middle;
  }
  return high;
}

double acceptable_stretch() {
  const PublishedLoad& prototype = kLoads[0];
  const double demand = implied_demand(prototype).value_or(0);
  return stretch_at(one_station_network(prototype.seconds_alone, demand),
                    kCapacities[0].users / kUsersPerLoadUnit);
}

}  // namespace braid::cost
