#include "braid/tracer/import/packets/capture_clock.h"

#include <algorithm>

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::packets {
namespace {

constexpr std::string_view kNanosecondsBig("\xa1\xb2\x3c\x4d", 4);
constexpr std::string_view kNanosecondsLittle("\x4d\x3c\xb2\xa1", 4);
constexpr std::string_view kSectionHeader("\x0a\x0d\x0d\x0a", 4);
constexpr std::string_view kLittleEndianSection("\x4d\x3c\x2b\x1a", 4);
constexpr std::uint32_t kInterfaceDescription = 1;
constexpr std::uint16_t kEndOfOptions = 0;
constexpr std::uint16_t kTimestampResolution = 9;

/// pcapng is written in the byte order of the machine that captured.
struct PcapngNumbers {
  std::string_view bytes;
  bool little = false;

  [[nodiscard]] bool has(std::size_t at, std::size_t size) const {
    return at <= bytes.size() && size <= bytes.size() - at;
  }
  [[nodiscard]] std::uint16_t number_16(std::size_t at) const {
    const std::uint16_t big = big_endian_16(bytes, at);
    return little ? static_cast<std::uint16_t>(big >> 8 | big << 8) : big;
  }
  [[nodiscard]] std::uint32_t number_32(std::size_t at) const {
    const std::uint32_t first = number_16(at);
    const std::uint32_t second = number_16(at + 2);
    return little ? second << 16 | first : first << 16 | second;
  }
};

/// The byte of the option: a power of ten, or with the highest bit of two.
std::uint8_t decimals_of_resolution(std::uint8_t resolution) {
  constexpr std::uint8_t kPowerOfTwo = 0x80;
  if ((resolution & kPowerOfTwo) == 0) return resolution > 6 ? 9 : 6;
  constexpr std::uint8_t kBitsOfMicroseconds = 20;
  return (resolution & 0x7f) > kBitsOfMicroseconds ? 9 : 6;
}

std::uint8_t decimals_of_interface(const PcapngNumbers& numbers, std::size_t option, std::size_t end) {
  while (option + 4 <= end && numbers.has(option, 5)) {
    const std::uint16_t code = numbers.number_16(option);
    const std::uint16_t size = numbers.number_16(option + 2);
    if (code == kEndOfOptions) break;
    if (code == kTimestampResolution && size == 1)
      return decimals_of_resolution(byte_at(numbers.bytes, option + 4));
    option += 4 + (size + std::size_t{3}) / 4 * 4;
  }
  return 6;
}

std::uint8_t decimals_of_pcapng(std::string_view head) {
  constexpr std::size_t kByteOrder = 8;
  const PcapngNumbers numbers{head,
                              head.substr(std::min(head.size(), kByteOrder), 4) == kLittleEndianSection};
  std::size_t block = 0;
  while (numbers.has(block, 16)) {
    const std::uint32_t size = numbers.number_32(block + 4);
    if (size < 12) break;
    if (numbers.number_32(block) == kInterfaceDescription)
      return decimals_of_interface(numbers, block + 16, block + size - 4);
    block += size;
  }
  return 6;
}

}  // namespace

std::uint8_t decimals_of_capture(std::string_view head) {
  if (head.starts_with(kSectionHeader)) return decimals_of_pcapng(head);
  return head.starts_with(kNanosecondsBig) || head.starts_with(kNanosecondsLittle) ? 9 : 6;
}

}  // namespace braid::import::packets
