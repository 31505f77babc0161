#include "braid/tracer/import/afs/rx_calls.h"

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::afs {
namespace {

constexpr std::uint32_t kEpochIsEnough = 0x80000000U;
constexpr std::uint32_t kChannels = 4;

std::size_t held(const RxCall& call) {
  return call.request.held() + call.reply.held();
}

}  // namespace

std::size_t RxCalls::KeyHash::operator()(const Key& key) const {
  std::uint64_t hash = std::uint64_t{key.epoch} << 32 | key.connection;
  for (const std::uint8_t byte : key.client.bytes) hash = (hash ^ byte) * 0x100000001b3U;
  hash *= 0x9e3779b97f4a7c15U;
  return static_cast<std::size_t>(hash ^ hash >> 32);
}

RxCalls::Key RxCalls::key_of(const RxHeader& header, const packets::Packet& packet) {
  Key key{{}, header.epoch, header.connection};
  if ((header.epoch & kEpochIsEnough) == 0)
    key.client = header.from_client() ? packet.from.address : packet.to.address;
  return key;
}

bool RxCalls::knows(const RxHeader& header, const packets::Packet& packet) const {
  Key key = key_of(header, packet);
  const std::uint32_t connection = key.connection & ~(kChannels - 1);
  for (std::uint32_t channel = 0; channel < kChannels; ++channel) {
    key.connection = connection | channel;
    if (by_key_.contains(key)) return true;
  }
  return false;
}

void RxCalls::take(const RxHeader& header, const packets::Packet& packet) {
  switch (header.type) {
    case RxType::data:
      return take_data(header, packet);
    case RxType::abort:
      return take_abort(header, packet);
    default:
      return skip(kind_of(header.type), packet);
  }
}

void RxCalls::finish() {
  // In the order of their beginnings, as far as channels were used in it.
  for (auto channel = channels_.rbegin(); channel != channels_.rend(); ++channel) end(*channel);
  by_key_.clear();
  channels_.clear();
}

void RxCalls::take_data(const RxHeader& header, const packets::Packet& packet) {
  Channel& channel = channel_of(header, packet);
  const std::uint32_t current = channel.call.header.call;
  if (header.call < current) return skip("Rx DATA packets of calls that are over", packet);
  if (header.call > current) {
    end(channel);
    begin(channel, header, packet);
  }
  held_ -= held(channel.call);
  split_rx_data(header, packet.payload, packet.missing, pieces_);
  for (const RxPiece& piece : pieces_) take_piece(channel, header, piece, packet);
  held_ += held(channel.call);
  if (channel.open && channel.call.reply.complete()) end(channel);
  while (held_ > kMostHeld && channels_.size() > 1) drop_oldest();
}

void RxCalls::take_piece(Channel& channel, const RxHeader& header, const RxPiece& piece,
                         const packets::Packet& packet) {
  RxCall& call = channel.call;
  if (!channel.open) {
    if (header.from_client() && piece.sequence == 1) note_sent_again(channel, piece, packet);
    return;
  }
  if (!header.from_client()) {
    if (call.reply.add(piece)) call.end = packet.time;
    return;
  }
  const bool is_new = call.request.add(piece);
  if (piece.sequence != 1) return;
  if (!is_new) return note_sent_again(channel, piece, packet);
  channel.first_serial = piece.serial;
  call.begin = {packet.time, packet.number, packet.source};
}

void RxCalls::note_sent_again(Channel& channel, const RxPiece& piece, const packets::Packet& packet) {
  if (piece.serial == channel.first_serial) return;  // the same packet, captured twice
  channel.first_serial = piece.serial;
  if (!channel.open) return skip("Rx requests that were sent again after their reply", packet);
  if (channel.call.sent_again.size() >= kMostSentAgain)
    return skip("Rx requests that were sent again very often", packet);
  ledger_.found();
  channel.call.sent_again.push_back({packet.time, packet.number, packet.source});
}

void RxCalls::take_abort(const RxHeader& header, const packets::Packet& packet) {
  const auto code = static_cast<std::int32_t>(packets::big_endian_32(packet.payload, kRxHeaderSize));
  // Call 0: all calls of the connection.
  const std::uint32_t channels = header.call == 0 ? kChannels : 1;
  bool known = false;
  for (std::uint32_t number = 0; number < channels; ++number) {
    RxHeader aborted = header;
    if (channels > 1) aborted.connection = (header.connection & ~(kChannels - 1)) | number;
    Channel* channel = open_channel(aborted, packet);
    if (channel == nullptr || (header.call != 0 && header.call != channel->call.header.call)) continue;
    known = true;
    channel->call.abort = code;
    channel->call.aborted_by_client = header.from_client();
    channel->call.end = packet.time;
    end(*channel);
  }
  if (!known) skip("Rx ABORT packets of no call that is open", packet);
}

RxCalls::Channel* RxCalls::open_channel(const RxHeader& header, const packets::Packet& packet) {
  const auto found = by_key_.find(key_of(header, packet));
  return found == by_key_.end() || !found->second->open ? nullptr : &*found->second;
}

RxCalls::Channel& RxCalls::channel_of(const RxHeader& header, const packets::Packet& packet) {
  const Key key = key_of(header, packet);
  const auto [found, is_new] = by_key_.try_emplace(key);
  if (!is_new) {
    channels_.splice(channels_.begin(), channels_, found->second);
    return channels_.front();
  }
  channels_.emplace_front();
  channels_.front().key = key;
  found->second = channels_.begin();
  if (channels_.size() > kMostChannels) drop_oldest();
  return channels_.front();
}

void RxCalls::begin(Channel& channel, const RxHeader& header, const packets::Packet& packet) {
  ledger_.found();
  channel.open = true;
  channel.call.header = header;
  channel.call.client = header.from_client() ? packet.from : packet.to;
  channel.call.server = header.from_client() ? packet.to : packet.from;
  channel.call.begin = {packet.time, packet.number, packet.source};
}

void RxCalls::end(Channel& channel) {
  if (!channel.open) return;
  RxCall& call = channel.call;
  // A reply of which not even the last packet was seen may not have arrived.
  if (!call.abort && !call.reply.ended()) call.end.reset();
  over_(call);
  held_ -= held(call);
  const RxHeader header = call.header;
  call = RxCall{};
  call.header = header;
  channel.open = false;
}

void RxCalls::drop_oldest() {
  end(channels_.back());
  by_key_.erase(channels_.back().key);
  channels_.pop_back();
}

void RxCalls::skip(std::string_view kind, const packets::Packet& packet) {
  ledger_.found();
  ledger_.skip(kind, packet.number, {}, packet.source);
}

}  // namespace braid::import::afs
