#include "braid/tracer/import/packets/packet_reader.h"

#include <fmt/format.h>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/packets/link_layer.h"
#include "braid/tracer/import/packets/transport_layer.h"

namespace braid::import::packets {

PacketReader::PacketReader(Input input, std::uint64_t source, Ledger& ledger)
    : capture_(std::move(input)), source_(source), ledger_(ledger), fragments_(source, ledger) {
  if (is_known_link(capture_.link_type())) return;
  throw InputError(capture_.name(), {}, fmt::format("captured on a link of type {}", capture_.link_type()),
                   "Ethernet, Linux cooked, raw IP, null and loopback are read");
}

bool PacketReader::next(Packet& packet) {
  Frame frame;
  while (!ended_) {
    if (!capture_.next(frame)) {
      finish();
      return false;
    }
    ledger_.read_unit();
    if (read(frame, packet)) return true;
  }
  return false;
}

bool PacketReader::read(const Frame& frame, Packet& packet) {
  const auto network = read_link(capture_.link_type(), frame.bytes, frame.wire_size);
  if (const auto* skipped = std::get_if<SkippedPacket>(&network)) {
    skip(skipped->kind, frame.number);
    return false;
  }
  const auto& [bytes, wire_size] = std::get<NetworkPacket>(network);
  auto ip = read_ip(bytes, wire_size);
  if (const auto* skipped = std::get_if<SkippedPacket>(&ip)) {
    skip(skipped->kind, frame.number);
    return false;
  }
  auto datagram = std::get<IpPacket>(ip);
  if (datagram.fragment) {
    const auto whole = fragments_.add(datagram, frame.number, frame.time);
    if (!whole) return false;
    datagram = *whole;
  }
  const auto transport = read_transport(datagram);
  if (const auto* skipped = std::get_if<SkippedPacket>(&transport)) {
    skip(skipped->kind, frame.number);
    return false;
  }
  packet = std::get<Packet>(transport);
  packet.number = frame.number;
  packet.source = source_;
  packet.time = frame.time;
  return true;
}

void PacketReader::skip(std::string_view kind, std::uint64_t packet) {
  ledger_.found();
  ledger_.skip(kind, packet, {}, source_);
}

void PacketReader::finish() {
  ended_ = true;
  fragments_.finish();
  if (capture_.cut_off()) skip("packets cut off by the end of the capture", capture_.number() + 1);
}

}  // namespace braid::import::packets
