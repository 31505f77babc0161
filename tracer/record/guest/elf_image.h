// Programs for machines without an operating system, as files.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace braid::record::guest {

/// Bytes that are to lie at an address.
struct Segment {
  std::uint32_t address = 0;
  std::span<const std::uint8_t> bytes;
};

/// An executable ELF file for a little-endian MIPS32 that begins at `entry` (System V ABI, chapters 4 and 5).
[[nodiscard]] std::string mips_executable(std::span<const Segment> segments, std::uint32_t entry);

}  // namespace braid::record::guest
