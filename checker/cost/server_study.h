// How many clients a server carries under several protocols, what that depends on, and what it would take for
// published numbers to come out.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "braid/checker/cost/clients_per_server.h"
#include "braid/checker/cost/needed_value.h"
#include "braid/checker/cost/sensitivity.h"

namespace braid::cost {

struct StudiedProtocol {
  std::string name;
  NetworkOf network;
  /// A number of customers that somebody says a server carries, above 1, and who says so. Nothing is made to
  /// fit it: the study tells which values would.
  std::optional<double> target;
  std::string target_source;
};

struct ServerStudy {
  std::vector<ServerCapacity> capacities;  ///< a protocol each
  Sensitivity sensitivity;
  /// [protocol][parameter]; no parameters for a protocol without a target. Of parameters on which the
  /// protocol does not depend, nothing is found.
  std::vector<std::vector<NeededValue>> needed;
  /// A protocol each: by what factor all its demands at queueing stations together would have to grow for the
  /// target. Nothing for one without a target.
  std::vector<std::optional<NeededValue>> needed_factors;

  /// Whether a parameter changes the number of clients of any protocol.
  [[nodiscard]] bool matters(std::size_t parameter) const;
  /// Whether it changes that of one protocol.
  [[nodiscard]] bool matters(std::size_t parameter, std::size_t protocol) const;
};

/// REQUIRES that there is a protocol, that targets are above 1 and at most kMostClients, and that stretch is
/// finite and above 1. Throws what a protocol throws.
[[nodiscard]] ServerStudy study_of(std::span<const StudiedProtocol> protocols, std::span<const double> values,
                                   double stretch);

}  // namespace braid::cost
