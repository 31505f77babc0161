// How many clients a server carries.
//
// A benchmark goes round a closed network: the server's stations, where clients wait for each other, and the
// client's own work. A server carries as many clients as may run it at once before it takes each of them,
// say, twice as long as one that is alone. Howard et al. (TOCS 6(1):51-81, 1988) judged their prototype by
// how much longer the Andrew benchmark took under load, and found about 20 active users a server acceptable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "braid/checker/cost/queueing_network.h"

namespace braid::cost {

/// A search for clients ends here.
inline constexpr std::uint32_t kMostClients = 100'000;

/// How many times as long a cycle takes with `clients` as alone; between whole numbers of clients a straight
/// line. Takes O(clients * stations). REQUIRES 1 <= clients <= kMostClients.
[[nodiscard]] double stretch_at(const ClosedNetwork& network, double clients);

/// The number of clients, at least 1, at which a cycle takes `stretch` times as long as alone: the inverse of
/// stretch_at; its whole part is how many clients the server carries. Nothing if that is more than
/// kMostClients, or if no station makes clients wait. REQUIRES that stretch is finite and above 1.
[[nodiscard]] std::optional<double> clients_at(const ClosedNetwork& network, double stretch);

struct ServerCapacity {
  double stretch = 0;                 ///< as asked
  double seconds_alone = 0;           ///< a cycle of one client
  std::string bottleneck;             ///< station; empty if no station makes clients wait
  double bottleneck_demand = 0;       ///< seconds
  std::optional<double> saturation;   ///< N* clients; nothing without a bottleneck
  std::optional<double> clients;      ///< clients_at(stretch)
  std::optional<double> utilization;  ///< of the bottleneck, at the whole part of `clients`
};

/// REQUIRES that stretch is finite and above 1.
[[nodiscard]] ServerCapacity capacity_of(const ClosedNetwork& network, double stretch);

}  // namespace braid::cost
