// How much the number of clients of a server depends on each parameter.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "braid/checker/cost/clients_per_server.h"
#include "braid/checker/cost/queueing_network.h"

namespace braid::cost {

/// The network that a protocol's benchmark is, given the values of the parameters.
using NetworkOf = std::function<ClosedNetwork(std::span<const double> values)>;

/// A number with one parameter made less and made greater by the same factor, all others as they are.
/// Nothing where there is no such number (clients_at says when).
struct Effect {
  std::optional<double> less;
  std::optional<double> greater;
  /// By how many per cent the number grows if the parameter grows by one: the central difference of the
  /// logarithms. 0 for a parameter that is 0, which no factor moves.
  std::optional<double> elasticity;
};

struct ParameterEffects {
  std::vector<Effect> clients;  ///< a protocol each
  std::vector<Effect> ratios;   ///< of each protocol to the first; the first's own stays 1
};

struct Sensitivity {
  double stretch = 0;
  double change = 0;                           ///< 0.1: parameters are taken times 0.9 and times 1.1
  std::vector<std::optional<double>> clients;  ///< a protocol each, with the values as they are
  std::vector<std::optional<double>> ratios;
  std::vector<ParameterEffects> effects;  ///< a parameter each
};

/// Solves each protocol's network anew for each parameter, in both directions. REQUIRES that there is a
/// protocol, 0 < change < 1, and that stretch is finite and above 1. Throws what a protocol throws.
[[nodiscard]] Sensitivity sensitivity_of(std::span<const NetworkOf> protocols, std::span<const double> values,
                                         double stretch, double change = 0.1);

}  // namespace braid::cost
