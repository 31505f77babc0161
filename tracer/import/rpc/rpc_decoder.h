// Finds remote procedure calls in packets, over TCP and UDP, on any port.
#pragma once

#include <list>
#include <memory>
#include <unordered_map>

#include "braid/tracer/import/packets/decoder.h"
#include "braid/tracer/import/rpc/tcp_connection.h"

namespace braid::import::rpc {

/// Takes all of TCP, since nobody else does, and of UDP what is a call of the protocol's programs, or a reply
/// between endpoints that had one. Memory: kMostConversations, and kMostHeld bytes of messages that are not
/// complete; of more, those that were silent longest are given up.
class RpcDecoder {
 public:
  static constexpr std::size_t kMostConversations = std::size_t{1} << 15;
  static constexpr std::size_t kMostHeld = std::size_t{1} << 27;

  /// Borrows all of it.
  explicit RpcDecoder(Surroundings surroundings) : surroundings_(surroundings) {}

  [[nodiscard]] bool take(const packets::Packet& packet);
  void finish();

 private:
  struct Key {
    packets::Endpoint low;
    packets::Endpoint high;
    packets::Transport transport = packets::Transport::tcp;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  struct Entry {
    Key key;
    std::unique_ptr<TcpConnection> tcp;
    std::unique_ptr<Conversation> udp;
    std::size_t held_bytes = 0;
  };
  using Entries = std::list<Entry>;

  Entry& entry_of(const Key& key);
  [[nodiscard]] bool take_udp(const Key& key, std::size_t side, const packets::Packet& packet);
  void account(Entry& entry);
  void give_up(Entries::iterator entry);

  Surroundings surroundings_;
  Entries entries_;  ///< the most recently used first
  std::unordered_map<Key, Entries::iterator, Hash> by_key_;
  std::size_t held_bytes_ = 0;
};

}  // namespace braid::import::rpc
