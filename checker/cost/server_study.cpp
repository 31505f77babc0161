#include "braid/checker/cost/server_study.h"

#include <utility>

namespace braid::cost {
namespace {

/// A server as it is, but so many times as slow.
ClosedNetwork slowed(const ClosedNetwork& network, double factor) {
  std::vector<Station> stations(network.stations().begin(), network.stations().end());
  for (Station& station : stations) {
    if (station.kind == StationKind::queueing) station.demand *= factor;
  }
  return ClosedNetwork("a slower server", std::move(stations));
}

std::optional<NeededValue> needed_factor(const StudiedProtocol& protocol, std::span<const double> values,
                                         double stretch) {
  if (!protocol.target) return std::nullopt;
  const ClosedNetwork network = protocol.network(values);
  const NetworkOf slower = [&](std::span<const double> factor) { return slowed(network, factor[0]); };
  return needed_value(slower, std::vector<double>{1}, 0, *protocol.target, stretch);
}

}  // namespace

bool ServerStudy::matters(std::size_t parameter) const {
  for (std::size_t protocol = 0; protocol < capacities.size(); ++protocol) {
    if (matters(parameter, protocol)) return true;
  }
  return false;
}

bool ServerStudy::matters(std::size_t parameter, std::size_t protocol) const {
  const Effect& effect = sensitivity.effects[parameter].clients[protocol];
  return effect.less != effect.greater;
}

ServerStudy study_of(std::span<const StudiedProtocol> protocols, std::span<const double> values,
                     double stretch) {
  ServerStudy study;
  std::vector<NetworkOf> networks;
  for (const StudiedProtocol& protocol : protocols) {
    networks.push_back(protocol.network);
    study.capacities.push_back(capacity_of(protocol.network(values), stretch));
  }
  study.sensitivity = sensitivity_of(networks, values, stretch);
  for (std::size_t i = 0; i < protocols.size(); ++i) {
    std::vector<NeededValue> needed;
    const auto& target = protocols[i].target;
    for (std::size_t parameter = 0; target && parameter < values.size(); ++parameter) {
      needed.push_back(study.matters(parameter, i)
                           ? needed_value(protocols[i].network, values, parameter, *target, stretch)
                           : NeededValue{});
    }
    study.needed.push_back(std::move(needed));
    study.needed_factors.push_back(needed_factor(protocols[i], values, stretch));
  }
  return study;
}

}  // namespace braid::cost
