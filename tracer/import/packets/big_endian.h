// Numbers in network byte order.
#pragma once

#include <cstdint>
#include <string_view>

namespace braid::import::packets {

/// The byte at `at`. REQUIRES at < bytes.size(); the others alike.
[[nodiscard]] inline std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

[[nodiscard]] inline std::uint16_t big_endian_16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(byte_at(bytes, at) << 8 | byte_at(bytes, at + 1));
}

[[nodiscard]] inline std::uint32_t big_endian_32(std::string_view bytes, std::size_t at) {
  return std::uint32_t{big_endian_16(bytes, at)} << 16 | big_endian_16(bytes, at + 2);
}

[[nodiscard]] inline std::uint64_t big_endian_64(std::string_view bytes, std::size_t at) {
  return std::uint64_t{big_endian_32(bytes, at)} << 32 | big_endian_32(bytes, at + 4);
}

}  // namespace braid::import::packets
