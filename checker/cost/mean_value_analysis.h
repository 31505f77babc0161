// The exact solution of a closed queueing network, customer by customer.
//
// Reiser and Lavenberg, "Mean-Value Analysis of Closed Multichain Queuing Networks", Journal of the ACM
// 27(2):313-322 (1980): who arrives at a station of a network of n customers finds there, on average, as many
// as a network of n - 1 customers keeps there. Exact where the network has product form: service times are
// exponential, or the stations serve all that wait in turns (processor sharing).
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/cost/queueing_network.h"

namespace braid::cost {

struct StationLoad {
  double residence = 0;  ///< seconds that a customer spends here in a cycle, waiting included
  /// The part of time that a queueing station is busy; at a delay the number of customers, as its queue.
  double utilization = 0;
  double queue_length = 0;  ///< customers here, on average, with those in service
};

struct NetworkLoad {
  std::uint32_t customers = 0;
  double throughput = 0;              ///< cycles a second, of all customers
  double response_time = 0;           ///< seconds of a cycle at queueing stations
  double cycle_time = 0;              ///< response_time and the delays
  std::vector<StationLoad> stations;  ///< parallel to ClosedNetwork::stations()
};

/// Solves a network for 1, 2, 3, ... customers. Each takes O(stations) time; nothing is kept of those before.
/// Sums and products of what is not negative only, so rounding errors do not grow.
class MeanValueAnalysis {
 public:
  /// The network must outlive the analysis.
  explicit MeanValueAnalysis(const ClosedNetwork& network);
  explicit MeanValueAnalysis(const ClosedNetwork&& network) = delete;

  /// Adds a customer. The load is valid until the next call.
  const NetworkLoad& next();

 private:
  const ClosedNetwork& network_;
  NetworkLoad load_;
};

/// The loads for 1 to `limit` customers. Takes O(limit * stations) time and memory.
[[nodiscard]] std::vector<NetworkLoad> solve(const ClosedNetwork& network, std::uint32_t limit);

}  // namespace braid::cost
