#include "braid/checker/cost/queueing_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "braid/tracer/diagnostic.h"

namespace braid::cost {
namespace {

bool is_demand(double seconds) {
  return seconds == 0 ||
         (seconds >= ClosedNetwork::kLeastDemand && seconds <= ClosedNetwork::kGreatestDemand);
}

void check_names(std::string_view source, std::span<const Station> stations) {
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (stations[i].name.empty()) {
      throw InputError(source, {}, fmt::format("station {} has no name", i + 1), "a name for each station");
    }
    for (std::size_t k = 0; k < i; ++k) {
      if (stations[k].name != stations[i].name) continue;
      throw InputError(source, {}, fmt::format("two stations are called {}", stations[i].name),
                       "names that differ");
    }
  }
}

}  // namespace

ClosedNetwork::ClosedNetwork(std::string_view source, std::vector<Station> stations)
    : stations_(std::move(stations)) {
  check_names(source, stations_);
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    const Station& station = stations_[i];
    if (!is_demand(station.demand)) {
      throw InputError(source, {},
                       fmt::format("station {} has a demand of {} s", station.name, station.demand),
                       fmt::format("0, or from {} to {} seconds", kLeastDemand, kGreatestDemand));
    }
    if (station.kind == StationKind::delay) {
      think_time_ += station.demand;
      continue;
    }
    service_ += station.demand;
    const double greatest = bottleneck_ ? stations_[*bottleneck_].demand : 0;
    if (station.demand > greatest) bottleneck_ = i;
  }
  if (cycle_alone() == 0) {
    throw InputError(source, {}, "no station has any demand", "at least one demand above 0 seconds");
  }
}

std::optional<double> ClosedNetwork::saturation_point() const {
  if (!bottleneck_) return std::nullopt;
  return cycle_alone() / stations_[*bottleneck_].demand;
}

AsymptoticBounds asymptotic_bounds(const ClosedNetwork& network, double customers) {
  const auto bottleneck = network.bottleneck();
  const double greatest = bottleneck ? network.stations()[*bottleneck].demand : 0;
  AsymptoticBounds bounds;
  bounds.shortest_cycle = std::max(network.cycle_alone(), customers * greatest);
  bounds.longest_cycle = network.think_time() + customers * network.service();
  bounds.least_throughput = customers / bounds.longest_cycle;
  bounds.greatest_throughput = customers / bounds.shortest_cycle;
  return bounds;
}

}  // namespace braid::cost
