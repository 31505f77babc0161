#include "braid/tracer/import/packets/ip_layer.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::packets {
namespace {

constexpr std::uint8_t kIcmp = 1;
constexpr std::uint8_t kIgmp = 2;
constexpr std::uint8_t kIcmpV6 = 58;

// Extension headers of IPv6.
constexpr std::uint8_t kHopByHop = 0;
constexpr std::uint8_t kRouting = 43;
constexpr std::uint8_t kFragment = 44;
constexpr std::uint8_t kAuthentication = 51;
constexpr std::uint8_t kDestinationOptions = 60;

constexpr std::size_t kIpv4Header = 20;
constexpr std::size_t kIpv6Header = 40;

Address address_at(std::string_view bytes, std::size_t at, bool v6) {
  Address address;
  address.v6 = v6;
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), v6 ? 16 : 4, address.bytes.begin());
  return address;
}

/// Sets the payload: from `begin` to `size`, as far as it was captured.
void set_payload(IpPacket& packet, std::string_view bytes, std::size_t begin, std::uint64_t size) {
  const std::uint64_t captured = std::min<std::uint64_t>(bytes.size(), size);
  packet.payload = bytes.substr(begin, captured - begin);
  packet.missing = static_cast<std::uint32_t>(std::min<std::uint64_t>(size - captured, UINT32_MAX));
}

Layer<IpPacket> read_ipv4(std::string_view bytes, std::uint64_t wire_size) {
  if (bytes.size() < kIpv4Header) return SkippedPacket{kCutPackets};
  const std::size_t header = (byte_at(bytes, 0) & 0x0fU) * 4U;
  std::uint64_t size = big_endian_16(bytes, 2);
  if (size == 0) size = wire_size;
  if (header < kIpv4Header || size < header) return SkippedPacket{kMalformedPackets};
  if (bytes.size() < header) return SkippedPacket{kCutPackets};
  constexpr std::uint16_t kMoreFragments = 0x2000;
  constexpr std::uint16_t kOffset = 0x1fff;
  const std::uint16_t fragment = big_endian_16(bytes, 6);
  IpPacket packet;
  packet.more_fragments = (fragment & kMoreFragments) != 0;
  packet.offset = (fragment & kOffset) * 8U;
  packet.fragment = packet.more_fragments || packet.offset != 0;
  packet.identification = big_endian_16(bytes, 4);
  packet.protocol = byte_at(bytes, 9);
  packet.from = address_at(bytes, 12, false);
  packet.to = address_at(bytes, 16, false);
  set_payload(packet, bytes, header, size);
  return packet;
}

/// The size of the extension header of type `next` at `at`, whose first eight bytes are there; 0: it is none.
std::size_t extension_size(std::uint8_t next, std::string_view bytes, std::size_t at) {
  switch (next) {
    case kHopByHop:
    case kRouting:
    case kDestinationOptions:
      return (byte_at(bytes, at + 1) + std::size_t{1}) * 8;
    case kAuthentication:
      return (byte_at(bytes, at + 1) + std::size_t{2}) * 4;
    case kFragment:
      return 8;
    default:
      return 0;
  }
}

bool is_extension(std::uint8_t next) {
  return next == kHopByHop || next == kRouting || next == kDestinationOptions || next == kAuthentication ||
         next == kFragment;
}

Layer<IpPacket> read_ipv6(std::string_view bytes, std::uint64_t wire_size) {
  if (bytes.size() < kIpv6Header) return SkippedPacket{kCutPackets};
  std::uint64_t size = big_endian_16(bytes, 4) + std::uint64_t{kIpv6Header};
  if (size == kIpv6Header) size = std::max<std::uint64_t>(wire_size, kIpv6Header);
  IpPacket packet;
  packet.from = address_at(bytes, 8, true);
  packet.to = address_at(bytes, 24, true);
  std::uint8_t next = byte_at(bytes, 6);
  std::size_t at = kIpv6Header;
  // Behind the header of a fragment comes data that only the whole datagram explains.
  while (is_extension(next) && !packet.fragment) {
    constexpr std::size_t kLeastExtension = 8;
    if (size < at + kLeastExtension) return SkippedPacket{kMalformedPackets};
    if (bytes.size() < at + kLeastExtension) return SkippedPacket{kCutPackets};
    const std::uint8_t type = next;
    next = byte_at(bytes, at);
    if (type == kFragment) {
      const std::uint16_t fragment = big_endian_16(bytes, at + 2);
      packet.more_fragments = (fragment & 1U) != 0;
      packet.offset = fragment & 0xfff8U;
      packet.fragment = packet.more_fragments || packet.offset != 0;
      packet.identification = big_endian_32(bytes, at + 4);
    }
    at += extension_size(type, bytes, at);
  }
  if (size < at) return SkippedPacket{kMalformedPackets};
  if (bytes.size() < at) return SkippedPacket{kCutPackets};
  packet.protocol = next;
  set_payload(packet, bytes, at, size);
  return packet;
}

}  // namespace

Layer<IpPacket> read_ip(std::string_view bytes, std::uint64_t wire_size) {
  if (bytes.empty()) return SkippedPacket{kCutPackets};
  switch (byte_at(bytes, 0) >> 4) {
    case 4:
      return read_ipv4(bytes, wire_size);
    case 6:
      return read_ipv6(bytes, wire_size);
    default:
      return SkippedPacket{"packets of no known version of IP"};
  }
}

std::string packets_of_protocol(std::uint8_t protocol) {
  switch (protocol) {
    case kIcmp:
      return "ICMP packets";
    case kIcmpV6:
      return "ICMPv6 packets";
    case kIgmp:
      return "IGMP packets";
    default:
      return fmt::format("packets of IP protocol {}", protocol);
  }
}

}  // namespace braid::import::packets
