// Puts datagrams together that IP has split into fragments.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "braid/tracer/import/ledger.h"
#include "braid/tracer/import/packets/ip_layer.h"
#include "braid/tracer/recording/time.h"

namespace braid::import::packets {

/// Fragments come in any order, several datagrams at a time. A datagram is given up, found and counted as
/// skipped, when it is not complete after 30 seconds (RFC 8200, 4.5: 60 at most), when its fragments
/// contradict each other, or when more than kMostDatagrams are being put together. Memory: kMostDatagrams
/// times 64 KiB.
class Fragments {
 public:
  static constexpr std::size_t kMostDatagrams = 64;

  Fragments(std::uint64_t source, Ledger& ledger) : source_(source), ledger_(ledger) {}

  /// The whole datagram, if `fragment` was what it lacked; valid until the next call. REQUIRES
  /// fragment.fragment.
  [[nodiscard]] std::optional<IpPacket> add(const IpPacket& fragment, std::uint64_t packet,
                                            recording::Time time);

  /// Gives up what is not complete.
  void finish();

 private:
  using Key = std::tuple<Address, Address, std::uint8_t, std::uint32_t>;
  struct Datagram {
    Key key;
    recording::Time first;
    std::uint64_t packet = 0;  ///< the number of the first fragment
    std::string bytes;
    std::map<std::uint32_t, std::uint32_t> ranges;  ///< from begin to end, that have come; disjoint
    std::optional<std::uint32_t> size;
  };
  using Datagrams = std::list<Datagram>;

  static bool insert(Datagram& datagram, const IpPacket& fragment);
  Datagrams::iterator datagram_of(const IpPacket& fragment, std::uint64_t packet, recording::Time time);
  void give_up(Datagrams::iterator datagram, std::string_view kind);
  void remove(Datagrams::iterator datagram);

  std::uint64_t source_;
  Ledger& ledger_;
  Datagrams datagrams_;  ///< the oldest first
  std::map<Key, Datagrams::iterator> by_key_;
  std::string whole_;
};

}  // namespace braid::import::packets
