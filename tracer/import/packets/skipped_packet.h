// Why a packet has nothing for a decoder.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace braid::import::packets {

/// The kind under which the ledger counts it: `ARP packets`.
struct SkippedPacket {
  std::string kind;
};

/// What a layer finds in a packet, or why it finds nothing.
template <class Found>
using Layer = std::variant<Found, SkippedPacket>;

inline constexpr const char* kCutPackets = "packets cut by the snap length";
inline constexpr const char* kMalformedPackets = "malformed packets";

}  // namespace braid::import::packets
