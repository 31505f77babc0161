// Writes captures for tests: packets of TCP and UDP, in Ethernet frames.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace braid::import::test {

/// The number in network byte order.
[[nodiscard]] std::string big_16(std::uint32_t number);
[[nodiscard]] std::string big_32(std::uint32_t number);
[[nodiscard]] std::string big_64(std::uint64_t number);

/// An IPv4 packet from 10.0.0.FROM to 10.0.0.TO.
[[nodiscard]] std::string ipv4(std::uint8_t from, std::uint8_t to, std::uint8_t protocol,
                               std::string_view payload, std::uint16_t fragment = 0,
                               std::uint16_t identification = 7);
[[nodiscard]] std::string udp(std::uint16_t from, std::uint16_t to, std::string_view payload);

inline constexpr std::uint8_t kFin = 0x01;
inline constexpr std::uint8_t kSyn = 0x02;
inline constexpr std::uint8_t kReset = 0x04;
inline constexpr std::uint8_t kAck = 0x10;
[[nodiscard]] std::string tcp(std::uint16_t from, std::uint16_t to, std::uint32_t sequence,
                              std::string_view payload, std::uint8_t flags = 0,
                              std::uint32_t acknowledged = 0);

/// An Ethernet frame.
[[nodiscard]] std::string ethernet(std::uint16_t type, std::string_view payload);

/// A pcap file with times in microseconds, big endian. Each frame is a millisecond after the last.
class WrittenCapture {
 public:
  explicit WrittenCapture(std::uint32_t link_type = 1);
  /// `wire_size` 0: as many bytes as are captured.
  WrittenCapture& frame(std::string_view bytes, std::uint32_t wire_size = 0);
  /// An Ethernet frame with an IPv4 packet.
  WrittenCapture& ip(std::string_view packet) { return frame(ethernet(0x0800, packet)); }
  /// Of the next frame, in microseconds.
  WrittenCapture& at(std::uint64_t time);
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::uint64_t time_ = 1'000'000;
};

}  // namespace braid::import::test
