// Takes the headers of IP off a packet.
#pragma once

#include <cstdint>
#include <string_view>

#include "braid/tracer/import/packets/packet.h"
#include "braid/tracer/import/packets/skipped_packet.h"

namespace braid::import::packets {

/// IANA's Assigned Internet Protocol Numbers.
inline constexpr std::uint8_t kTcp = 6;
inline constexpr std::uint8_t kUdp = 17;

/// A datagram, or a fragment of one.
struct IpPacket {
  Address from;
  Address to;
  std::uint8_t protocol = 0;
  std::string_view payload;
  std::uint32_t missing = 0;  ///< bytes at the end of the payload that were not captured
  bool fragment = false;
  bool more_fragments = false;
  std::uint32_t identification = 0;  ///< the same in all fragments of a datagram
  std::uint32_t offset = 0;          ///< in bytes, of a fragment
};

/// IPv4 (RFC 791) or IPv6 with extension headers (RFC 8200), whichever the first byte says. Where the length
/// in the header is zero (offloaded segmentation), `wire_size` is taken. Checksums are not looked at: what is
/// captured on the sender does not have them yet.
[[nodiscard]] Layer<IpPacket> read_ip(std::string_view bytes, std::uint64_t wire_size);

/// `ICMP packets`, `packets of IP protocol 47`.
[[nodiscard]] std::string packets_of_protocol(std::uint8_t protocol);

}  // namespace braid::import::packets
