// Takes a message in XDR (RFC 4506) apart, without copying it.
#pragma once

#include <cstdint>
#include <string_view>

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::packets {

/// Once something is not there, everything further is zero or empty, and failed() is true.
class XdrReader {
 public:
  /// `cut`: the message had more bytes than were captured.
  explicit XdrReader(std::string_view bytes, bool cut = false) : rest_(bytes), cut_(cut) {}

  [[nodiscard]] std::uint32_t number() {
    const std::string_view bytes = fixed(4);
    return bytes.empty() ? 0 : big_endian_32(bytes, 0);
  }
  [[nodiscard]] std::uint64_t long_number() {
    const std::string_view bytes = fixed(8);
    return bytes.empty() ? 0 : big_endian_64(bytes, 0);
  }
  [[nodiscard]] bool truth() { return number() != 0; }

  /// Opaque data of a fixed size, with its padding; empty if it is not there.
  [[nodiscard]] std::string_view fixed(std::uint32_t size) {
    const std::uint64_t padded = (std::uint64_t{size} + 3) / 4 * 4;
    if (failed_ || padded > rest_.size()) {
      failed_ = true;
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(padded);
    return bytes;
  }

  /// Opaque data or a text of variable size.
  [[nodiscard]] std::string_view opaque() { return fixed(number()); }

  /// The same, of at most `most` bytes; more is a failure.
  [[nodiscard]] std::string_view text(std::uint32_t most) { return fixed(count(most)); }

  /// The number of elements of an array that has at most `most`; more is a failure, and none.
  [[nodiscard]] std::uint32_t count(std::uint32_t most) {
    const std::uint32_t size = number();
    if (size > most) failed_ = true;
    return failed_ ? 0 : size;
  }

  /// Bytes without padding, or as many of them as there are; then failed() is true.
  [[nodiscard]] std::string_view take_up_to(std::uint64_t size) {
    if (failed_) return {};
    failed_ = size > rest_.size();
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(bytes.size());
    return bytes;
  }

  struct Cut {
    std::string_view bytes;  ///< what there is of it
    bool cut = false;
    std::uint32_t size = 0;  ///< of all of it
  };
  /// As opaque(), but if only its beginning was captured, that.
  [[nodiscard]] Cut opaque_perhaps_cut() {
    const std::uint32_t size = number();
    if (failed_ || !cut_ || (std::uint64_t{size} + 3) / 4 * 4 <= rest_.size())
      return {fixed(size), false, size};
    const Cut result{rest_.substr(0, size), rest_.size() < size, size};
    rest_ = {};
    failed_ = true;
    return result;
  }

  void pass(std::uint32_t size) { static_cast<void>(fixed(size)); }
  void pass_opaque() { static_cast<void>(opaque()); }

  /// The message is not what it should be.
  void fail() { failed_ = true; }

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool cut() const { return cut_; }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool cut_ = false;
  bool failed_ = false;
};

}  // namespace braid::import::packets
