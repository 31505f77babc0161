// Tells calls that are sent again from new ones.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "braid/tracer/import/packets/packet.h"
#include "braid/tracer/import/rpc/message.h"

namespace braid::import::rpc {

/// A call is sent again with the same number (xid) and the same arguments, on the same connection or a new
/// one. Remembers about the last kMost calls: of those that fall into one place of a table, the last four.
class RecentCalls {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 16;

  /// Which attempt it is, from 1.
  [[nodiscard]] std::uint32_t attempt(const packets::Address& client, const packets::Endpoint& server,
                                      const CallHeader& call);

 private:
  struct Seen {
    std::uint64_t digest = 0;  ///< of all that must be the same
    std::uint32_t attempts = 0;
  };
  using Place = std::array<Seen, 4>;  ///< the last that was new comes first

  std::vector<Place> places_ = std::vector<Place>(kMost / 4);
};

}  // namespace braid::import::rpc
