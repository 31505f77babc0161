// The packets of Rx, the remote procedure calls of AFS:
// https://datatracker.ietf.org/doc/html/draft-zeldovich-rx and OpenAFS, src/rx/rx_packet.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace braid::import::afs {

enum class RxType : std::uint8_t {
  data = 1,
  acknowledgement = 2,
  busy = 3,
  abort = 4,
  acknowledge_all = 5,
  challenge = 6,
  response = 7,
  debug = 8,
  parameters = 9,
  parameters_10 = 10,
  parameters_11 = 11,
  version = 13,
};

/// `Rx ACK packets`: packets of that type, as the specification calls them.
[[nodiscard]] std::string_view kind_of(RxType type);

/// The 28 bytes that every packet begins with.
struct RxHeader {
  std::uint32_t epoch = 0;       ///< of the client's process
  std::uint32_t connection = 0;  ///< its number, with the channel in the last two bits
  std::uint32_t call = 0;        ///< counts the calls of a channel; 0: of the whole connection
  std::uint32_t sequence = 0;    ///< of a DATA packet in its call and direction, from 1
  std::uint32_t serial = 0;      ///< another one for each packet sent; the same packet sent again has another
  RxType type = RxType::data;
  std::uint8_t flags = 0;
  std::uint8_t security = 0;  ///< how the body is protected: 0 not at all, 2 rxkad
  std::uint16_t service = 0;

  [[nodiscard]] bool from_client() const { return (flags & 1) != 0; }
  [[nodiscard]] bool last() const { return (flags & 4) != 0; }
};

inline constexpr std::size_t kRxHeaderSize = 28;

/// The header, where the payload of a datagram is a packet of Rx as far as one can tell from it alone.
[[nodiscard]] std::optional<RxHeader> read_rx_header(std::string_view payload);

/// A DATA packet's part of a message.
struct RxPiece {
  std::uint32_t sequence = 0;
  std::uint32_t serial = 0;
  bool last = false;          ///< of its message
  std::string_view bytes;     ///< refers to the datagram
  std::uint32_t missing = 0;  ///< bytes behind them that were not captured
};

/// The pieces in a datagram of DATA: one, or those of a jumbogram (rx_packet.h, rx_jumboHeader). `missing`
/// bytes at the end of the datagram were not captured. `pieces` is overwritten.
void split_rx_data(const RxHeader& header, std::string_view payload, std::uint32_t missing,
                   std::vector<RxPiece>& pieces);

}  // namespace braid::import::afs
