#include "braid/tracer/import/packets/link_layer.h"

#include <fmt/format.h>
#include <pcap/dlt.h>

#include "braid/tracer/import/packets/big_endian.h"

// Headers: www.tcpdump.org/linktypes.html (LINUX_SLL, LINUX_SLL2, NULL, RAW); EtherTypes: IANA, IEEE 802
// Numbers.
namespace braid::import::packets {
namespace {

constexpr std::uint16_t kIpv4 = 0x0800;
constexpr std::uint16_t kArp = 0x0806;
constexpr std::uint16_t kIpv6 = 0x86dd;
constexpr std::uint16_t kLeastEthernetType = 0x0600;

bool is_vlan_tag(std::uint16_t type) {
  return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

std::string kind_of(std::uint16_t type) {
  if (type == kArp) return "ARP packets";
  if (type < kLeastEthernetType) return "IEEE 802.3 packets without an Ethernet type";
  return fmt::format("packets of Ethernet type {:#06x}", type);
}

/// What follows an EtherType at `type_at`, whose payload begins at `payload`.
Layer<NetworkPacket> read_ethernet_type(std::string_view bytes, std::uint64_t wire_size, std::size_t type_at,
                                        std::size_t payload) {
  if (bytes.size() < payload) return SkippedPacket{kCutPackets};
  std::uint16_t type = big_endian_16(bytes, type_at);
  constexpr std::size_t kTag = 4;
  while (is_vlan_tag(type)) {
    if (bytes.size() < payload + kTag) return SkippedPacket{kCutPackets};
    type = big_endian_16(bytes, payload + 2);
    payload += kTag;
  }
  if (type != kIpv4 && type != kIpv6) return SkippedPacket{kind_of(type)};
  return NetworkPacket{bytes.substr(payload), wire_size - payload};
}

}  // namespace

bool is_known_link(int link_type) {
  switch (link_type) {
    case DLT_EN10MB:
    case DLT_LINUX_SLL:
    case DLT_LINUX_SLL2:
    case DLT_NULL:
    case DLT_LOOP:
    case DLT_RAW:
    case DLT_IPV4:
    case DLT_IPV6:
      return true;
    default:
      return false;
  }
}

Layer<NetworkPacket> read_link(int link_type, std::string_view bytes, std::uint64_t wire_size) {
  wire_size = wire_size < bytes.size() ? bytes.size() : wire_size;
  switch (link_type) {
    case DLT_EN10MB:
      return read_ethernet_type(bytes, wire_size, 12, 14);
    case DLT_LINUX_SLL:
      return read_ethernet_type(bytes, wire_size, 14, 16);
    case DLT_LINUX_SLL2:
      return read_ethernet_type(bytes, wire_size, 0, 20);
    case DLT_NULL:
    case DLT_LOOP: {
      // An address family in the byte order of some machine: the version of IP is surer.
      constexpr std::size_t kFamily = 4;
      if (bytes.size() < kFamily) return SkippedPacket{kCutPackets};
      return NetworkPacket{bytes.substr(kFamily), wire_size - kFamily};
    }
    default:
      return NetworkPacket{bytes, wire_size};
  }
}

}  // namespace braid::import::packets
