#include "braid/tracer/import/printed/tshark_messages.h"

namespace braid::import::printed {
namespace {

std::string_view first_of(const TsharkPacket& packet, std::string_view name, std::string_view other) {
  const std::string_view value = packet.value(name);
  return value.empty() ? packet.value(other) : value;
}

std::string system_of(const TsharkPacket& packet) {
  if (packet.has("rx_type")) return "afs";
  const std::string_view version = packet.value("rpc_programversion");
  if (packet.has("nfs_cb_operation") || version == "4") return "nfs4";
  return version == "2" ? "nfs2" : "nfs3";
}

}  // namespace

std::optional<Way> way_of(const TsharkPacket& packet) {
  const auto time = recording::parse_time(packet.value("frame_time_epoch"));
  Way way;
  way.from = first_of(packet, "ip_src", "ipv6_src");
  way.to = first_of(packet, "ip_dst", "ipv6_dst");
  way.from_port = first_of(packet, "tcp_srcport", "udp_srcport");
  way.to_port = first_of(packet, "tcp_dstport", "udp_dstport");
  if (!time || way.from.empty() || way.to.empty()) return std::nullopt;
  way.time = *time;
  return way;
}

std::vector<recording::Record> TsharkMessages::add(const TsharkPacket& packet, std::uint64_t line,
                                                   std::string_view excerpt) {
  std::vector<recording::Record> events;
  const auto way = way_of(packet);
  if (!way) {
    skip("packets without a time and addresses", line, excerpt);
    return events;
  }
  std::vector<Message> messages;
  std::string kind = "packets that are no message of NFS or AFS";
  if (packet.has("rpc_xid")) {
    messages = nfs_messages(packet, *way, options_, ledger_);
  } else if (packet.has("rx_type")) {
    if (auto message = rx_message(packet, *way, kind)) messages.push_back(std::move(*message));
  }
  if (messages.empty()) skip(kind, line, excerpt);
  if (!messages.empty() && system_.empty()) system_ = system_of(packet);
  for (Message& message : messages) {
    message.line = line;
    if (auto record = exchange_.exchange(std::move(message), excerpt)) events.push_back(std::move(*record));
  }
  return events;
}

recording::Header TsharkMessages::header() const {
  recording::Header header;
  header.kind = recording::Kind::messages;
  header.system = system_.empty() ? "nfs" : system_;
  return header;
}

void TsharkMessages::skip(std::string_view kind, std::uint64_t line, std::string_view excerpt) {
  ledger_.found();
  ledger_.skip(kind, line, excerpt, source_);
}

}  // namespace braid::import::printed
