#include "braid/tracer/import/afs/rx_packet.h"

#include <algorithm>

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::afs {
namespace {

constexpr std::uint8_t kJumbo = 0x20;
constexpr std::uint8_t kUnusedFlags = 0xC0;
/// What each packet of a jumbogram but the last carries, and the header behind it (rx_packet.h,
/// RX_JUMBOBUFFERSIZE, RX_JUMBOHEADERSIZE).
constexpr std::size_t kJumboPiece = 1412;
constexpr std::size_t kJumboHeader = 4;
/// rxgk of AuriStor is 6, the highest that is assigned.
constexpr std::uint8_t kMostSecurity = 6;

bool plausible(const RxHeader& header, std::size_t body) {
  if ((header.flags & kUnusedFlags) != 0 || header.security > kMostSecurity) return false;
  switch (header.type) {
    case RxType::data:
      return header.connection != 0 && header.call != 0 && header.sequence != 0 && header.service != 0;
    case RxType::abort:
      return header.connection != 0 && body >= 4;
    case RxType::acknowledgement:
    case RxType::busy:
    case RxType::acknowledge_all:
    case RxType::challenge:
    case RxType::response:
      return header.connection != 0;
    default:
      return true;
  }
}

}  // namespace

std::string_view kind_of(RxType type) {
  switch (type) {
    case RxType::data:
      return "Rx DATA packets";
    case RxType::acknowledgement:
      return "Rx ACK packets";
    case RxType::busy:
      return "Rx BUSY packets";
    case RxType::abort:
      return "Rx ABORT packets";
    case RxType::acknowledge_all:
      return "Rx ACKALL packets";
    case RxType::challenge:
      return "Rx CHALLENGE packets";
    case RxType::response:
      return "Rx RESPONSE packets";
    case RxType::debug:
      return "Rx DEBUG packets";
    case RxType::version:
      return "Rx VERSION packets";
    default:
      return "Rx PARAMS packets";
  }
}

std::optional<RxHeader> read_rx_header(std::string_view payload) {
  using packets::big_endian_16;
  using packets::big_endian_32;
  using packets::byte_at;
  if (payload.size() < kRxHeaderSize) return std::nullopt;
  const std::uint8_t type = byte_at(payload, 20);
  if (type == 0 || type == 12 || type > static_cast<std::uint8_t>(RxType::version)) return std::nullopt;
  RxHeader header;
  header.epoch = big_endian_32(payload, 0);
  header.connection = big_endian_32(payload, 4);
  header.call = big_endian_32(payload, 8);
  header.sequence = big_endian_32(payload, 12);
  header.serial = big_endian_32(payload, 16);
  header.type = static_cast<RxType>(type);
  header.flags = byte_at(payload, 21);
  header.security = byte_at(payload, 23);
  header.service = big_endian_16(payload, 26);  // behind the checksum
  if (!plausible(header, payload.size() - kRxHeaderSize)) return std::nullopt;
  return header;
}

void split_rx_data(const RxHeader& header, std::string_view payload, std::uint32_t missing,
                   std::vector<RxPiece>& pieces) {
  pieces.clear();
  std::string_view rest = payload.substr(kRxHeaderSize);
  RxPiece piece{header.sequence, header.serial, false, {}, 0};
  std::uint8_t flags = header.flags;
  while ((flags & kJumbo) != 0 && rest.size() + missing >= kJumboPiece + kJumboHeader) {
    piece.bytes = rest.substr(0, kJumboPiece);
    piece.missing = static_cast<std::uint32_t>(kJumboPiece - piece.bytes.size());
    pieces.push_back(piece);
    if (rest.size() < kJumboPiece + kJumboHeader) return;  // the next header was not captured
    flags = packets::byte_at(rest, kJumboPiece);
    rest.remove_prefix(kJumboPiece + kJumboHeader);
    ++piece.sequence;
    ++piece.serial;
  }
  piece.last = (flags & 4) != 0;
  piece.bytes = rest;
  piece.missing = missing;
  pieces.push_back(piece);
}

}  // namespace braid::import::afs
