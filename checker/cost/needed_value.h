// What a parameter would have to be for a server to carry a stated number of clients.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "braid/checker/cost/sensitivity.h"

namespace braid::cost {

/// The answer, and how far the parameter's whole range would take the server.
struct NeededValue {
  std::optional<double> value;  ///< nothing: no value in the range does it
  double least_stretch = 0;     ///< of a cycle with that many clients, over the values tried
  double greatest_stretch = 0;
};

/// Values from a thousandth of the parameter's to a thousand times it are tried.
inline constexpr double kFurthestFactor = 1000;

/// The value of parameter `number`, all others as they are, with which a cycle takes `stretch` times as long
/// with `clients` clients as alone. Of several, the nearest by factor, found to 12 digits. A parameter that
/// is 0 has no other value to try. REQUIRES 1 < clients <= kMostClients and that stretch is finite and
/// above 1.
[[nodiscard]] NeededValue needed_value(const NetworkOf& protocol, std::span<const double> values,
                                       std::size_t number, double clients, double stretch);

}  // namespace braid::cost
