#include "braid/tracer/import/rpc/rpc_decoder.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace braid::import::rpc {

std::size_t RpcDecoder::Hash::operator()(const Key& key) const {
  const std::uint64_t ports = std::uint64_t{key.low.port} << 32 | key.high.port;
  const std::uint64_t low = XXH64(key.low.address.bytes.data(), key.low.address.bytes.size(), ports);
  return XXH64(key.high.address.bytes.data(), key.high.address.bytes.size(), low);
}

bool RpcDecoder::take(const packets::Packet& packet) {
  const bool from_low = packet.from < packet.to;
  const Key key{from_low ? packet.from : packet.to, from_low ? packet.to : packet.from, packet.transport};
  const std::size_t side = from_low ? 0 : 1;
  if (packet.transport == packets::Transport::udp) return take_udp(key, side, packet);
  Entry& entry = entry_of(key);
  if (!entry.tcp) entry.tcp = std::make_unique<TcpConnection>(key.low, key.high, surroundings_);
  entry.tcp->take(side, packet);
  account(entry);
  return true;
}

bool RpcDecoder::take_udp(const Key& key, std::size_t side, const packets::Packet& packet) {
  const auto direction = direction_of(packet.payload);
  if (!direction) return false;
  if (*direction == Direction::call) {
    const auto header = read_call(packet.payload);
    if (!header || !surroundings_.protocol.knows(header->program)) return false;
  } else {
    const auto known = by_key_.find(key);
    if (known == by_key_.end() || !read_reply(packet.payload)) return false;
  }
  Entry& entry = entry_of(key);
  if (!entry.udp) entry.udp = std::make_unique<Conversation>(key.low, key.high, surroundings_);
  entry.udp->message(side, {packet.payload, packet.missing > 0, packet.number, packet.time}, packet.time,
                     packet.source);
  return true;
}

RpcDecoder::Entry& RpcDecoder::entry_of(const Key& key) {
  const auto known = by_key_.find(key);
  if (known != by_key_.end()) {
    entries_.splice(entries_.begin(), entries_, known->second);
    return entries_.front();
  }
  if (entries_.size() >= kMostConversations) give_up(std::prev(entries_.end()));
  entries_.push_front({key, nullptr, nullptr, 0});
  by_key_.emplace(key, entries_.begin());
  return entries_.front();
}

void RpcDecoder::account(Entry& entry) {
  const std::size_t bytes = entry.tcp->held_bytes();
  held_bytes_ += bytes - entry.held_bytes;
  entry.held_bytes = bytes;
  while (held_bytes_ > kMostHeld && entries_.size() > 1) give_up(std::prev(entries_.end()));
}

void RpcDecoder::give_up(Entries::iterator entry) {
  if (entry->tcp) entry->tcp->finish();
  if (entry->udp) entry->udp->finish();
  held_bytes_ -= entry->held_bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

void RpcDecoder::finish() {
  while (!entries_.empty()) give_up(std::prev(entries_.end()));
}

}  // namespace braid::import::rpc
