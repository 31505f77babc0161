#include "written_capture.h"

namespace braid::import::test {

std::string big_16(std::uint32_t number) {
  return {static_cast<char>(number >> 8 & 0xff), static_cast<char>(number & 0xff)};
}

std::string big_32(std::uint32_t number) {
  return big_16(number >> 16) + big_16(number & 0xffff);
}

std::string big_64(std::uint64_t number) {
  return big_32(static_cast<std::uint32_t>(number >> 32)) + big_32(static_cast<std::uint32_t>(number));
}

std::string ipv4(std::uint8_t from, std::uint8_t to, std::uint8_t protocol, std::string_view payload,
                 std::uint16_t fragment, std::uint16_t identification) {
  std::string packet = "\x45";
  packet += '\0';
  packet +=
      big_16(static_cast<std::uint32_t>(payload.size() + 20)) + big_16(identification) + big_16(fragment);
  packet += '\x40';
  packet += static_cast<char>(protocol);
  packet += big_16(0) + big_32(0x0a000000U | from) + big_32(0x0a000000U | to);
  return packet.append(payload);
}

std::string udp(std::uint16_t from, std::uint16_t to, std::string_view payload) {
  return (big_16(from) + big_16(to) + big_16(static_cast<std::uint32_t>(payload.size() + 8)) + big_16(0))
      .append(payload);
}

std::string tcp(std::uint16_t from, std::uint16_t to, std::uint32_t sequence, std::string_view payload,
                std::uint8_t flags, std::uint32_t acknowledged) {
  std::string segment = big_16(from) + big_16(to) + big_32(sequence) + big_32(acknowledged);
  segment += '\x50';
  segment += static_cast<char>(flags);
  segment += big_16(1000) + big_32(0);
  return segment.append(payload);
}

std::string ethernet(std::uint16_t type, std::string_view payload) {
  return (std::string(12, '\x02') + big_16(type)).append(payload);
}

WrittenCapture::WrittenCapture(std::uint32_t link_type)
    : bytes_(big_32(0xa1b2c3d4) + big_16(2) + big_16(4) + big_64(0) + big_32(262144) + big_32(link_type)) {}

WrittenCapture& WrittenCapture::frame(std::string_view bytes, std::uint32_t wire_size) {
  const auto size = static_cast<std::uint32_t>(bytes.size());
  bytes_ += big_32(static_cast<std::uint32_t>(time_ / 1'000'000)) +
            big_32(static_cast<std::uint32_t>(time_ % 1'000'000)) + big_32(size) +
            big_32(wire_size == 0 ? size : wire_size);
  bytes_ += bytes;
  time_ += 1000;
  return *this;
}

WrittenCapture& WrittenCapture::at(std::uint64_t time) {
  time_ = time;
  return *this;
}

}  // namespace braid::import::test
