// The calls of Rx in the packets of a capture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

#include "braid/tracer/import/afs/rx_body.h"
#include "braid/tracer/import/afs/rx_packet.h"
#include "braid/tracer/import/ledger.h"
#include "braid/tracer/import/packets/packet.h"

namespace braid::import::afs {

/// Where a packet is, and when it was seen.
struct RxSighting {
  recording::Time time;
  std::uint64_t line = 0;
  std::uint64_t source = 0;
};

/// What was seen of a call. Its header is that of the first packet seen.
struct RxCall {
  RxHeader header;
  packets::Endpoint client;
  packets::Endpoint server;
  RxBody request;
  RxBody reply;
  RxSighting begin;                    ///< the request's first packet, or whatever was seen first
  std::vector<RxSighting> sent_again;  ///< the request's first packet, with another serial number
  std::optional<recording::Time> end;  ///< of its reply, or of what aborted it
  std::optional<std::int32_t> abort;   ///< why it was given up
  bool aborted_by_client = false;
};

/// Follows every channel of every connection: a channel has one call at a time, with growing numbers. A call
/// is over when its reply is complete, when it is aborted, when the next one of its channel begins, or when
/// there are too many channels or bytes to remember it.
///
/// A call, each further time that the first packet of its request is sent, and every packet that belongs to
/// no call are found(); whoever is told of a call that is over accounts for it and for sent_again, and
/// RxCalls for the rest.
class RxCalls {
 public:
  static constexpr std::size_t kMostChannels = std::size_t{1} << 16;
  static constexpr std::size_t kMostHeld = std::size_t{1} << 28;
  static constexpr std::size_t kMostSentAgain = 64;

  RxCalls(Ledger& ledger, std::function<void(const RxCall&)> over)
      : ledger_(ledger), over_(std::move(over)) {}
  RxCalls(const RxCalls&) = delete;
  RxCalls& operator=(const RxCalls&) = delete;

  /// Whether packets of the connection were taken before.
  [[nodiscard]] bool knows(const RxHeader& header, const packets::Packet& packet) const;

  /// Takes a packet whose header is `header`.
  void take(const RxHeader& header, const packets::Packet& packet);

  /// No more packets come.
  void finish();

 private:
  /// A client that sets the first bit of its epoch promises that epoch and connection say which connection
  /// it is, whatever addresses it has (rx.c, rxi_FindConnection); else its address matters.
  struct Key {
    packets::Address client;
    std::uint32_t epoch = 0;
    std::uint32_t connection = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Channel {
    Key key;
    RxCall call;
    bool open = false;
    std::uint32_t first_serial = 0;  ///< of the request's first packet when it was last seen
  };
  using Channels = std::list<Channel>;

  static Key key_of(const RxHeader& header, const packets::Packet& packet);
  void take_data(const RxHeader& header, const packets::Packet& packet);
  void take_piece(Channel& channel, const RxHeader& header, const RxPiece& piece,
                  const packets::Packet& packet);
  void take_abort(const RxHeader& header, const packets::Packet& packet);
  void note_sent_again(Channel& channel, const RxPiece& piece, const packets::Packet& packet);
  Channel& channel_of(const RxHeader& header, const packets::Packet& packet);
  Channel* open_channel(const RxHeader& header, const packets::Packet& packet);
  void begin(Channel& channel, const RxHeader& header, const packets::Packet& packet);
  void end(Channel& channel);
  void drop_oldest();
  void skip(std::string_view kind, const packets::Packet& packet);

  Ledger& ledger_;
  std::function<void(const RxCall&)> over_;
  Channels channels_;  ///< the one used last comes first
  std::unordered_map<Key, Channels::iterator, KeyHash> by_key_;
  std::size_t held_ = 0;
  std::vector<RxPiece> pieces_;
};

}  // namespace braid::import::afs
