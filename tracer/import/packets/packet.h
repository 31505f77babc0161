// Packets of a capture, down to the payload of TCP and UDP.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "braid/tracer/recording/time.h"

namespace braid::import::packets {

/// An IPv4 or IPv6 address.
struct Address {
  std::array<std::uint8_t, 16> bytes{};  ///< IPv4: the first four
  bool v6 = false;
  friend auto operator<=>(const Address&, const Address&) = default;
};

/// `10.9.0.1`, `fe80::1` (RFC 5952).
[[nodiscard]] std::string to_string(const Address& address);

/// Reads what to_string writes, and other spellings of it; nothing where `text` is no address.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

struct Endpoint {
  Address address;
  std::uint16_t port = 0;
  friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

enum class Transport : std::uint8_t { tcp, udp };

/// A segment or datagram; of IP fragments, the whole datagram, with the last fragment's time and number.
struct Packet {
  std::uint64_t number = 0;  ///< in its capture, from 1
  std::uint64_t source = 0;  ///< which of the import's inputs
  recording::Time time;      ///< with 6 or 9 decimals, as the capture has them
  Transport transport = Transport::udp;
  Endpoint from;
  Endpoint to;
  std::string_view payload;        ///< valid until the next packet is read
  std::uint32_t missing = 0;       ///< bytes at the end of the payload that were not captured (snap length)
  std::uint32_t sequence = 0;      ///< tcp: of the payload's first byte
  std::uint32_t acknowledged = 0;  ///< tcp: the next byte that is expected; only where `ack`
  bool ack = false;
  bool syn = false;
  bool fin = false;
  bool reset = false;
};

}  // namespace braid::import::packets
