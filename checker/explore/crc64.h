// A checksum for what is kept in files.
#pragma once

#include <cstdint>
#include <span>

namespace braid::explore {

/// CRC-64/XZ: the polynomial of ECMA-182, reflected, all ones before and after. Finds every error that is
/// confined to 64 consecutive bits. Its check value, for the nine bytes "123456789", is 0x995DC9BBDF1939FA.
class Crc64 {
 public:
  /// Takes in more bytes; the same whatever the pieces. O(bytes), about a nanosecond each.
  void update(std::span<const std::uint8_t> bytes) noexcept;
  /// The checksum of all bytes so far.
  [[nodiscard]] std::uint64_t value() const noexcept { return ~remainder_; }

 private:
  std::uint64_t remainder_ = ~std::uint64_t{0};
};

}  // namespace braid::explore
