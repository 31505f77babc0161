#include "braid/tracer/import/rpc/tcp_connection.h"

namespace braid::import::rpc {

TcpConnection::TcpConnection(const packets::Endpoint& side_0, const packets::Endpoint& side_1,
                             Surroundings surroundings)
    : conversation_(side_0, side_1, surroundings),
      surroundings_(surroundings),
      sides_{Side(*this, 0), Side(*this, 1)} {}

void TcpConnection::take(std::size_t side, const packets::Packet& packet) {
  now_ = packet.time;
  packet_ = packet.number;
  source_ = packet.source;
  Side& from = sides_[side];
  Side& to = sides_[1 - side];
  if (packet.syn) {
    // The first of a handshake says that whatever was between these ports is over.
    if (!packet.ack) finish();
    from.stream.finish(from.records);
    from.records.finish();
    from.stream.begin(packet.sequence + 1);
  }
  if (packet.ack) to.stream.acknowledge(packet.acknowledged, to.records);
  if (packet.payload.empty() && packet.missing == 0) {
    skip("TCP packets without data", packet.number);
    return;
  }
  const std::uint32_t sequence = packet.sequence + (packet.syn ? 1U : 0U);
  const auto outcome =
      from.stream.add(sequence, {packet.payload, packet.number, packet.time}, packet.missing, from.records);
  if (outcome == packets::TcpStream::Outcome::repeated) skip("TCP packets sent again", packet.number);
}

void TcpConnection::finish() {
  for (Side& side : sides_) {
    side.stream.finish(side.records);
    side.records.finish();
  }
  conversation_.finish();
}

std::size_t TcpConnection::held_bytes() const {
  std::size_t bytes = 0;
  for (const Side& side : sides_) bytes += side.stream.held_bytes() + side.records.held_bytes();
  return bytes;
}

void TcpConnection::skip(std::string_view kind, std::uint64_t packet) {
  surroundings_.ledger.found();
  surroundings_.ledger.skip(kind, packet, {}, source_);
}

bool TcpConnection::Side::message(const Message& message) {
  connection_.calls_ = true;
  return connection_.conversation_.message(number_, message, connection_.now_, connection_.source_);
}

bool TcpConnection::Side::expects_reply(std::string_view bytes) const {
  return connection_.conversation_.expects_reply(number_, bytes);
}

void TcpConnection::Side::useless(const packets::Segment& segment) {
  connection_.skip(connection_.calls_ ? "TCP packets of messages whose beginning is missing"
                                      : "TCP packets of other protocols",
                   segment.packet);
}

void TcpConnection::Side::broken(std::uint64_t packet) {
  connection_.skip("messages that are broken off", packet);
}

void TcpConnection::Side::gap() {
  if (connection_.calls_) connection_.skip("gaps in TCP connections", connection_.packet_);
}

}  // namespace braid::import::rpc
