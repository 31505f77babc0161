// Takes the header of the link off a frame.
#pragma once

#include <cstdint>
#include <string_view>

#include "braid/tracer/import/packets/skipped_packet.h"

namespace braid::import::packets {

struct NetworkPacket {
  std::string_view bytes;       ///< an IP packet, perhaps with padding behind it
  std::uint64_t wire_size = 0;  ///< of which so many bytes were on the wire
};

/// Whether frames of a link type (libpcap's number) are understood: Ethernet, Linux cooked v1 and v2, raw IP,
/// null and loopback.
[[nodiscard]] bool is_known_link(int link_type);

/// The IP packet in a frame, of which `bytes` were captured. VLAN tags (IEEE 802.1Q, 802.1ad) are passed
/// over. REQUIRES is_known_link(link_type).
[[nodiscard]] Layer<NetworkPacket> read_link(int link_type, std::string_view bytes, std::uint64_t wire_size);

}  // namespace braid::import::packets
