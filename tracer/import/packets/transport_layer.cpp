#include "braid/tracer/import/packets/transport_layer.h"

#include <algorithm>

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::packets {
namespace {

constexpr std::size_t kUdpHeader = 8;
constexpr std::size_t kTcpHeader = 20;

Packet between_ports(const IpPacket& datagram, Transport transport) {
  Packet packet;
  packet.transport = transport;
  packet.from = {datagram.from, big_endian_16(datagram.payload, 0)};
  packet.to = {datagram.to, big_endian_16(datagram.payload, 2)};
  packet.missing = datagram.missing;
  return packet;
}

Layer<Packet> read_udp(const IpPacket& datagram) {
  if (datagram.payload.size() < kUdpHeader)
    return SkippedPacket{datagram.missing > 0 ? kCutPackets : kMalformedPackets};
  const std::size_t there_was = datagram.payload.size() + datagram.missing;
  std::size_t size = big_endian_16(datagram.payload, 4);
  if (size == 0) size = there_was;
  if (size < kUdpHeader || size > there_was) return SkippedPacket{kMalformedPackets};
  Packet packet = between_ports(datagram, Transport::udp);
  const std::size_t captured = std::min(size, datagram.payload.size());
  packet.payload = datagram.payload.substr(kUdpHeader, captured - kUdpHeader);
  packet.missing = static_cast<std::uint32_t>(size - captured);
  return packet;
}

Layer<Packet> read_tcp(const IpPacket& datagram) {
  if (datagram.payload.size() < kTcpHeader)
    return SkippedPacket{datagram.missing > 0 ? kCutPackets : kMalformedPackets};
  const std::size_t header = (byte_at(datagram.payload, 12) >> 4) * std::size_t{4};
  if (header < kTcpHeader) return SkippedPacket{kMalformedPackets};
  if (header > datagram.payload.size())
    return SkippedPacket{datagram.missing > 0 ? kCutPackets : kMalformedPackets};
  Packet packet = between_ports(datagram, Transport::tcp);
  packet.payload = datagram.payload.substr(header);
  packet.sequence = big_endian_32(datagram.payload, 4);
  packet.acknowledged = big_endian_32(datagram.payload, 8);
  const std::uint8_t flags = byte_at(datagram.payload, 13);
  packet.fin = (flags & 0x01U) != 0;
  packet.syn = (flags & 0x02U) != 0;
  packet.reset = (flags & 0x04U) != 0;
  packet.ack = (flags & 0x10U) != 0;
  return packet;
}

}  // namespace

Layer<Packet> read_transport(const IpPacket& datagram) {
  if (datagram.protocol == kTcp) return read_tcp(datagram);
  if (datagram.protocol == kUdp) return read_udp(datagram);
  return SkippedPacket{packets_of_protocol(datagram.protocol)};
}

}  // namespace braid::import::packets
