#include "braid/checker/cost/mean_value_analysis.h"

namespace braid::cost {

MeanValueAnalysis::MeanValueAnalysis(const ClosedNetwork& network) : network_(network) {
  load_.stations.resize(network.stations().size());
}

const NetworkLoad& MeanValueAnalysis::next() {
  ++load_.customers;
  load_.response_time = 0;
  for (std::size_t i = 0; i < load_.stations.size(); ++i) {
    const Station& station = network_.stations()[i];
    StationLoad& load = load_.stations[i];
    if (station.kind == StationKind::delay) {
      load.residence = station.demand;
      continue;
    }
    load.residence = station.demand * (1 + load.queue_length);
    load_.response_time += load.residence;
  }
  load_.cycle_time = load_.response_time + network_.think_time();
  load_.throughput = load_.customers / load_.cycle_time;
  for (std::size_t i = 0; i < load_.stations.size(); ++i) {
    StationLoad& load = load_.stations[i];
    load.utilization = load_.throughput * network_.stations()[i].demand;
    load.queue_length = load_.throughput * load.residence;
  }
  return load_;
}

std::vector<NetworkLoad> solve(const ClosedNetwork& network, std::uint32_t limit) {
  std::vector<NetworkLoad> loads;
  loads.reserve(limit);
  MeanValueAnalysis analysis(network);
  for (std::uint32_t customers = 0; customers < limit; ++customers) loads.push_back(analysis.next());
  return loads;
}

}  // namespace braid::cost
