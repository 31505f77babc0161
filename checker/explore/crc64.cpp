#include "braid/checker/explore/crc64.h"

#include <array>
#include <cstddef>

namespace braid::explore {
namespace {

constexpr std::size_t kSlices = 8;
using Tables = std::array<std::array<std::uint64_t, 256>, kSlices>;

/// tables[s][b]: what the byte b, followed by s zero bytes, does to the remainder.
constexpr Tables make_tables() {
  constexpr std::uint64_t kPolynomial = 0xC96C5795D7870F42U;
  Tables tables{};
  for (std::uint64_t byte = 0; byte < 256; ++byte) {
    std::uint64_t remainder = byte;
    for (int bit = 0; bit < 8; ++bit) remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = remainder;
  }
  for (std::size_t slice = 1; slice < kSlices; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint64_t shorter = tables[slice - 1][byte];
      tables[slice][byte] = (shorter >> 8) ^ tables[0][shorter & 0xFF];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

}  // namespace

void Crc64::update(std::span<const std::uint8_t> bytes) noexcept {
  std::uint64_t remainder = remainder_;
  std::size_t at = 0;
  for (; bytes.size() - at >= kSlices; at += kSlices) {
    for (std::size_t i = 0; i < kSlices; ++i) remainder ^= std::uint64_t{bytes[at + i]} << (8 * i);
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < kSlices; ++i) {
      next ^= kTables[kSlices - 1 - i][(remainder >> (8 * i)) & 0xFF];
    }
    remainder = next;
  }
  for (; at < bytes.size(); ++at) remainder = (remainder >> 8) ^ kTables[0][(remainder ^ bytes[at]) & 0xFF];
  remainder_ = remainder;
}

}  // namespace braid::explore
