// Takes the header of TCP or UDP off a datagram.
#pragma once

#include "braid/tracer/import/packets/ip_layer.h"
#include "braid/tracer/import/packets/packet.h"

namespace braid::import::packets {

/// RFC 9293 and RFC 768. `number`, `source` and `time` of the packet are the caller's to fill.
[[nodiscard]] Layer<Packet> read_transport(const IpPacket& datagram);

}  // namespace braid::import::packets
