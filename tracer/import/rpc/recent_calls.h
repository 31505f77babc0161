// Tells calls that are sent again from new ones.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>

#include "braid/tracer/import/packets/packet.h"
#include "braid/tracer/import/rpc/message.h"

namespace braid::import::rpc {

/// A call is sent again with the same number (xid) and the same arguments, on the same connection or a new
/// one. Remembers the last kMost calls.
class RecentCalls {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 16;

  /// Which attempt it is, from 1.
  [[nodiscard]] std::uint32_t attempt(const packets::Address& client, const packets::Endpoint& server,
                                      const CallHeader& call);

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> attempts_;  ///< by a digest of all that must be the same
  std::deque<std::uint64_t> order_;
};

}  // namespace braid::import::rpc
