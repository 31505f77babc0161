// Numbers as bytes: little end first, or as variable-length integers of seven bits a byte (LEB128).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>

namespace braid::explore {

/// A growing row of bytes that keeps its memory when emptied.
class ByteWriter {
 public:
  static constexpr std::size_t kGreatestVarint = 10;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {bytes_.get(), size_}; }
  void clear() { size_ = 0; }

  /// Makes room, so that the next `more` bytes are written without allocating.
  void reserve(std::size_t more) {
    if (capacity_ - size_ >= more) return;
    const std::size_t capacity = std::max(size_ + more, capacity_ * 2);
    std::unique_ptr<std::uint8_t[]> grown(new std::uint8_t[capacity]);
    if (size_ > 0) std::memcpy(grown.get(), bytes_.get(), size_);
    bytes_ = std::move(grown);
    capacity_ = capacity;
  }

  /// REQUIRES room for kGreatestVarint bytes.
  void put_varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_[size_++] = static_cast<std::uint8_t>(value | 0x80);
    bytes_[size_++] = static_cast<std::uint8_t>(value);
  }
  /// The `width` (0..8) lowest bytes of `value`. REQUIRES room for them.
  void put_fixed(std::uint64_t value, unsigned width) {
    for (; width > 0; --width, value >>= 8) bytes_[size_++] = static_cast<std::uint8_t>(value);
  }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// Reads what ByteWriter wrote, from bytes that may be anything: nothing is read beyond their end.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

  /// Nothing if the bytes end too early, or the number has more than 64 bits.
  [[nodiscard]] std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const std::uint64_t byte = bytes_.front();
      bytes_ = bytes_.subspan(1);
      const std::uint64_t bits = byte & 0x7F;
      if (shift == 63 && bits > 1) return std::nullopt;
      value |= bits << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }
  /// A number of `width` (0..8) bytes. Nothing if the bytes end too early.
  [[nodiscard]] std::optional<std::uint64_t> fixed(unsigned width) {
    if (bytes_.size() < width) return std::nullopt;
    std::uint64_t value = 0;
    for (unsigned byte = 0; byte < width; ++byte) value |= std::uint64_t{bytes_[byte]} << (8 * byte);
    bytes_ = bytes_.subspan(width);
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace braid::explore
