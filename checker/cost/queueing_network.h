// Closed queueing networks with one class of customers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace braid::cost {

enum class StationKind : std::uint8_t {
  queueing,  ///< one server, customers wait for each other: a processor, a disk, a network
  delay,     ///< every customer is served at once: a client's own work
};

struct Station {
  std::string name;
  StationKind kind = StationKind::queueing;
  double demand = 0;  ///< seconds of service that a customer needs here in a cycle, over all its visits
};

/// The stations that a fixed number of customers go round. A demand is all that counts of a station, in what
/// order and how often it is visited does not. Immutable, so safe to share between threads.
class ClosedNetwork {
 public:
  /// `source` names whoever gave the stations. Throws InputError unless names are there and differ, each
  /// demand is 0 or between kLeastDemand and kGreatestDemand, and not all are 0.
  ClosedNetwork(std::string_view source, std::vector<Station> stations);

  static constexpr double kLeastDemand = 1e-100;   ///< seconds
  static constexpr double kGreatestDemand = 1e18;  ///< seconds

  [[nodiscard]] std::span<const Station> stations() const { return stations_; }

  /// Seconds of a cycle at queueing stations, without waiting: D.
  [[nodiscard]] double service() const { return service_; }
  /// Seconds of a cycle at delays: Z.
  [[nodiscard]] double think_time() const { return think_time_; }
  /// Seconds of a cycle for a customer that is alone: Z + D.
  [[nodiscard]] double cycle_alone() const { return service_ + think_time_; }

  /// The queueing station with the greatest demand, of equals the first. Nothing if no queueing station has
  /// any demand.
  [[nodiscard]] std::optional<std::size_t> bottleneck() const { return bottleneck_; }

  /// The number of customers at which the bottleneck would be busy all the time if nobody had to wait:
  /// N* = (Z + D) / Dmax. Nothing without a bottleneck.
  [[nodiscard]] std::optional<double> saturation_point() const;

 private:
  std::vector<Station> stations_;
  double service_ = 0;
  double think_time_ = 0;
  std::optional<std::size_t> bottleneck_;
};

/// Between what the throughput and the cycle of a network must lie.
struct AsymptoticBounds {
  double least_throughput = 0;     ///< cycles a second: N / (Z + N D)
  double greatest_throughput = 0;  ///< min(N / (Z + D), 1 / Dmax)
  double shortest_cycle = 0;       ///< seconds: max(Z + D, N Dmax)
  double longest_cycle = 0;        ///< Z + N D
};

/// Muntz and Wong, "Asymptotic Properties of Closed Queueing Network Models" (1974). REQUIRES customers >= 1.
[[nodiscard]] AsymptoticBounds asymptotic_bounds(const ClosedNetwork& network, double customers);

}  // namespace braid::cost
