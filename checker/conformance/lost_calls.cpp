#include "braid/checker/conformance/lost_calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace braid::conformance {
namespace {

/// Beginnings of kinds that hide no call of a file server: acknowledgements, what was sent again, other
/// protocols.
constexpr std::array<std::string_view, 18> kHarmless = {
    "TCP packets without data",
    "TCP packets sent again",
    "Rx ACK packets",
    "Rx VERSION packets",
    "Rx CHALLENGE packets",
    "Rx RESPONSE packets",
    "Rx DEBUG packets",
    "Rx PARAMS packets",
    "Rx DATA packets of calls that are over",
    "Rx requests that were sent again",
    "Rx ABORT packets",
    "calls of program",
    "ARP packets",
    "ICMP",
    "IGMP packets",
    "Rx BUSY packets",
    "Rx ACKALL packets",
    "packets without a message of NFS",
};

}  // namespace

std::vector<std::string> lost_calls(const recording::Fields& skipped) {
  std::vector<std::string> lost;
  for (const recording::Field& field : skipped) {
    const bool harmless = std::any_of(kHarmless.begin(), kHarmless.end(),
                                      [&](std::string_view kind) { return field.name.starts_with(kind); });
    if (!harmless) lost.push_back(fmt::format("{} {}", field.value.natural().value_or(0), field.name));
  }
  return lost;
}

}  // namespace braid::conformance
