// Which calls a server gets, and which the servers of the prototype got.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "braid/checker/cost/service_times.h"

namespace braid::cost {

/// The part of all calls that is of each kind, by number of MessageKind: they add up to 1, or to 0 for a use
/// without calls.
[[nodiscard]] std::array<double, kMessageKinds> call_mix(const ServerUse& use);

struct PublishedShare {
  MessageKind kind = MessageKind::validate;
  double part = 0;        ///< of all calls
  std::string_view name;  ///< of the call, in the paper
};

/// The prototype's (AFSv1) in daily use, the six kinds told of; 1.7 % were others. Howard et al., TOCS
/// 6(1):51-81 (1988), recalled and not checked against the paper.
[[nodiscard]] std::span<const PublishedShare> prototype_call_mix();

}  // namespace braid::cost
