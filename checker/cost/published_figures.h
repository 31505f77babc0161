// Figures published of servers under the Andrew benchmark, and what they say by themselves.
//
// Howard et al., "Scale and Performance in a Distributed File System", TOCS 6(1):51-81 (1988), and OSTEP
// chapter 49. The figures marked `recalled` are from memory of the paper and were not checked against it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "braid/checker/cost/queueing_network.h"

namespace braid::cost {

/// One client that runs the benchmark all the time is a load unit, and works about as hard as 5 active users
/// (Howard et al. 1988, recalled).
inline constexpr double kUsersPerLoadUnit = 5;

enum class LoadMeasure : std::uint8_t {
  stretch,  ///< the benchmark took so many times as long as with one load unit
  stretch_below,
  utilization,  ///< so much of the time the server's busiest station was busy
  saturation,   ///< at this load the busiest station saturated; no value
};

/// What was measured of one system at one load.
struct PublishedLoad {
  std::string_view system;
  double seconds_alone = 0;  ///< the benchmark with one load unit
  double load_units = 0;
  LoadMeasure measure = LoadMeasure::stretch;
  double value = 0;
  std::string_view source;
};

/// The prototype (AFSv1) first, then the revised system (AFSv2), and NFS.
[[nodiscard]] std::span<const PublishedLoad> published_loads();

/// A number of active users that a server is said to carry.
struct PublishedCapacity {
  std::string_view system;
  double users = 0;
  std::string_view source;
};

/// 20 for the prototype (AFSv1), 50 for AFSv2.
[[nodiscard]] std::span<const PublishedCapacity> published_capacities();

/// The seconds of a cycle that must be spent at one station of the server, all others taken for delays, for
/// the measure to come out; for `stretch_below`, the most seconds. Where one station is the bottleneck, that
/// is its demand. Nothing if no demand up to the whole cycle does. REQUIRES seconds_alone between 1e-6 and
/// 1e12, 1 < load_units <= kMostClients, a finite stretch above 1, a utilization between 1 / load_units
/// and 1.
[[nodiscard]] std::optional<double> implied_demand(const PublishedLoad& load);

/// The network of implied_demand: `server`, where clients wait, and `elsewhere`.
[[nodiscard]] ClosedNetwork one_station_network(double seconds_alone, double demand);

/// How many times as long the benchmark may take for the load to be acceptable: as many times as, by its
/// published figures, the prototype took with the 20 active users that were found acceptable. About 1.68.
[[nodiscard]] double acceptable_stretch();

}  // namespace braid::cost
