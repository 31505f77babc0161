// When machine frames were allocated last, and whether that zeroed them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "braid/checker/isolation/event.h"

namespace braid::isolation {

struct FrameLife {
  std::uint64_t frames = 0;
  std::optional<bool> zeroed;  ///< nothing: the recording does not say
  Place place;                 ///< of the allocation
};

/// Memory: by block of frames that was allocated.
class FrameLives {
 public:
  /// An `allocate` is noted; other events are not.
  void see(const Event& event);

  /// The last allocation that the frame was part of, or null.
  [[nodiscard]] const FrameLife* find(std::uint64_t frame) const;

  [[nodiscard]] bool any() const { return !blocks_.empty(); }

 private:
  std::map<std::uint64_t, FrameLife> blocks_;  ///< by first frame
};

}  // namespace braid::isolation
