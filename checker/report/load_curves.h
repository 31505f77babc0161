// The curves of a load plot, from queueing networks.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "braid/checker/cost/queueing_network.h"
#include "braid/checker/report/load_plot.h"

namespace braid::report {

/// A protocol and what its benchmark asks of a server and of itself.
struct ProtocolNetwork {
  std::string name;
  cost::ClosedNetwork network;
};

/// For 1 to `limit` customers of the networks: the time of a cycle relative to that of one customer alone,
/// the cycles an hour of all, and in per cent how busy the station is that saturates first. `unit` is how
/// many clients the axis counts for a customer (5 where customers are load units and the axis has active
/// users). REQUIRES at least one protocol, limit >= 1 and a finite unit above 0.
[[nodiscard]] LoadPlot load_curves(std::string_view title, std::string_view horizontal_title,
                                   std::span<const ProtocolNetwork> protocols, std::uint32_t limit,
                                   double unit = 1);

}  // namespace braid::report
