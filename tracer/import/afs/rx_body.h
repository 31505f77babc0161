// A message of Rx - the arguments of a call, or its results - put together from its packets.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "braid/tracer/import/afs/rx_packet.h"

namespace braid::import::afs {

/// Takes pieces in any order, each as often as it comes. Memory: at most kMostBody bytes in order, and
/// kMostEarly pieces that came before others.
class RxBody {
 public:
  static constexpr std::size_t kMostBody = std::size_t{1} << 26;
  /// More than the largest window of Rx, 255.
  static constexpr std::size_t kMostEarly = 512;

  /// False where the piece is there already.
  bool add(const RxPiece& piece);

  /// Whether any piece came.
  [[nodiscard]] bool begun() const { return begun_; }
  /// Whether the last piece came, perhaps before others.
  [[nodiscard]] bool ended() const { return last_.has_value(); }
  /// Whether all pieces came.
  [[nodiscard]] bool complete() const { return last_ && next_ > *last_; }
  /// Whether text() is all of the message.
  [[nodiscard]] bool whole() const { return complete() && !cut_; }

  /// Its beginning, up to the first byte that is missing.
  [[nodiscard]] std::string_view text() const { return text_; }

  /// Bytes that are held in memory.
  [[nodiscard]] std::size_t held() const { return text_.size() + early_bytes_; }

 private:
  struct Early {
    std::string bytes;
    std::uint32_t missing = 0;
  };
  void append(std::string_view bytes, std::uint32_t missing);

  std::string text_;
  std::map<std::uint32_t, Early> early_;
  std::size_t early_bytes_ = 0;
  std::uint32_t next_ = 1;             ///< the sequence number that text_ waits for
  std::optional<std::uint32_t> last_;  ///< the last piece's
  bool begun_ = false;
  bool cut_ = false;  ///< what comes does not follow text_ any more
};

}  // namespace braid::import::afs
