// What the host of recorded machines has given them, at some moment.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/recording/guest_moments.h"

namespace braid::recording {

/// Which machine frames guest frames have, and what shadow pages map. Memory: by guest frame and entry.
class GuestHost {
 public:
  /// Goes on by a moment. Returns the guest frames whose translations a zap takes away.
  std::vector<std::uint64_t> take(const GuestMoment& moment);

  /// The frame that a guest frame has; nothing where it has none, or that was not seen.
  [[nodiscard]] std::optional<std::uint64_t> frame(const std::string& machine,
                                                   std::uint64_t guest_frame) const;

 private:
  struct Machine {
    std::map<std::uint64_t, std::uint64_t> frames;             ///< by guest frame
    std::map<std::uint64_t, std::uint64_t> entries;            ///< guest frames, by the entry's address
    std::map<std::uint64_t, std::optional<ShadowPage>> pages;  ///< by page of entries
    std::optional<ShadowPage> taken;                           ///< the last one of level 1
  };

  static void map(Machine& machine, const GuestMoment& moment);
  static std::vector<std::uint64_t> zap(Machine& machine, const ShadowPage& shadow);

  std::map<std::string, Machine> machines_;
};

}  // namespace braid::recording
