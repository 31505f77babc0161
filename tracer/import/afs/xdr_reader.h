// Reads what XDR (RFC 4506) encodes, as far as AFS uses it.
#pragma once

#include <cstdint>
#include <string_view>

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::afs {

/// Reads from the front of a message. Once something is not there, failed() holds and all that is read is 0
/// or empty.
class XdrReader {
 public:
  explicit XdrReader(std::string_view message) : rest_(message) {}

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }

  [[nodiscard]] std::uint32_t number() {
    const std::string_view bytes = take(4);
    return failed_ ? 0 : packets::big_endian_32(bytes, 0);
  }

  /// A hyper.
  [[nodiscard]] std::uint64_t long_number() {
    const std::string_view bytes = take(8);
    return failed_ ? 0 : packets::big_endian_64(bytes, 0);
  }

  /// A string or variable-length opaque of at most `most` bytes, with its padding.
  [[nodiscard]] std::string_view text(std::uint32_t most) {
    const std::uint32_t size = number();
    if (size > most) failed_ = true;
    const std::string_view bytes = take(size);
    take((4 - size % 4) % 4);
    return failed_ ? std::string_view() : bytes;
  }

  /// The number of elements of an array that has at most `most`.
  [[nodiscard]] std::uint32_t count(std::uint32_t most) {
    const std::uint32_t size = number();
    if (size > most) failed_ = true;
    return failed_ ? 0 : size;
  }

  /// Raw bytes.
  std::string_view take(std::uint64_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  /// Raw bytes, or as many of them as there are; then failed() holds.
  std::string_view take_up_to(std::uint64_t size) {
    if (failed_ || size <= rest_.size()) return take(size);
    const std::string_view bytes = rest_;
    rest_ = {};
    failed_ = true;
    return bytes;
  }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace braid::import::afs
