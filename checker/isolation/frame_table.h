// Something for each of the frames, or aligned blocks of them, that entries of page tables map.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>

namespace braid::isolation {

/// Levels of entries that map memory: 4 KiB, 2 MiB, 1 GiB.
inline constexpr unsigned kLevels = 3;
/// Each level's blocks are 512 of those of the level below.
inline constexpr unsigned kLevelBits = 9;

/// Memory: what was asked for by at() and not erased.
template <class Content>
class FrameTable {
 public:
  /// Of the block of that level that the frame is in. REQUIRES 1 <= level <= kLevels.
  Content& at(std::uint64_t frame, unsigned level) {
    return levels_[level - 1][frame >> (kLevelBits * (level - 1))];
  }

  void erase(std::uint64_t frame, unsigned level) {
    levels_[level - 1].erase(frame >> (kLevelBits * (level - 1)));
  }

  /// All of which a part is among the `frames` from `first` on.
  template <class Visit>
  void for_each_overlap(std::uint64_t first, std::uint64_t frames, Visit&& visit) {
    if (frames == 0) return;
    const std::uint64_t most = std::numeric_limits<std::uint64_t>::max() - first;
    const std::uint64_t last = first + (frames - 1 < most ? frames - 1 : most);
    for (unsigned level = 1; level <= kLevels; ++level) {
      auto& blocks = levels_[level - 1];
      const unsigned shift = kLevelBits * (level - 1);
      for (auto block = blocks.lower_bound(first >> shift);
           block != blocks.end() && block->first <= last >> shift; ++block)
        visit(block->second);
    }
  }

 private:
  std::array<std::map<std::uint64_t, Content>, kLevels> levels_;
};

/// How many frames an entry of that level maps.
[[nodiscard]] constexpr std::uint64_t frames_of_level(unsigned level) {
  return std::uint64_t{1} << (kLevelBits * (level - 1));
}

}  // namespace braid::isolation
