#include "braid/tracer/record/guest/elf_image.h"

#include <string_view>

namespace braid::record::guest {
namespace {

constexpr std::uint32_t kHeaderSize = 52;
constexpr std::uint32_t kSegmentHeaderSize = 32;

/// Little-endian, whatever this machine is.
void put(std::string& file, std::uint32_t value, int bytes) {
  for (int byte = 0; byte < bytes; ++byte) file += static_cast<char>((value >> (8 * byte)) & 0xff);
}

void put_half(std::string& file, std::uint32_t value) {
  put(file, value, 2);
}

void put_word(std::string& file, std::uint32_t value) {
  put(file, value, 4);
}

void put_header(std::string& file, std::uint32_t segments, std::uint32_t entry) {
  constexpr std::string_view kIdentification("\x7f\x45\x4c\x46\x01\x01\x01\0\0\0\0\0\0\0\0\0", 16);
  constexpr std::uint32_t kExecutable = 2;
  constexpr std::uint32_t kMips = 8;
  constexpr std::uint32_t kMips32Release2 = 0x70001000;  // with the ABI o32
  file += kIdentification;
  put_half(file, kExecutable);
  put_half(file, kMips);
  put_word(file, 1);  // version
  put_word(file, entry);
  put_word(file, kHeaderSize);  // where the segments' headers are
  put_word(file, 0);            // no sections
  put_word(file, kMips32Release2);
  put_half(file, kHeaderSize);
  put_half(file, kSegmentHeaderSize);
  put_half(file, segments);
  put_half(file, 0);
  put_half(file, 0);
  put_half(file, 0);
}

void put_segment_header(std::string& file, const Segment& segment, std::uint32_t offset) {
  constexpr std::uint32_t kLoad = 1;
  constexpr std::uint32_t kAllRights = 7;
  const auto size = static_cast<std::uint32_t>(segment.bytes.size());
  put_word(file, kLoad);
  put_word(file, offset);
  put_word(file, segment.address);
  put_word(file, segment.address);
  put_word(file, size);
  put_word(file, size);
  put_word(file, kAllRights);
  put_word(file, 1);  // no alignment
}

}  // namespace

std::string mips_executable(std::span<const Segment> segments, std::uint32_t entry) {
  std::string file;
  const auto count = static_cast<std::uint32_t>(segments.size());
  put_header(file, count, entry);
  std::uint32_t offset = kHeaderSize + (count * kSegmentHeaderSize);
  for (const Segment& segment : segments) {
    put_segment_header(file, segment, offset);
    offset += static_cast<std::uint32_t>(segment.bytes.size());
  }
  for (const Segment& segment : segments) file.append(segment.bytes.begin(), segment.bytes.end());
  return file;
}

}  // namespace braid::record::guest
