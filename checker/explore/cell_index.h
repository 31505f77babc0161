// Finds a cell of a rank by the positions of its actors.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "braid/checker/explore/control.h"

namespace braid::explore {

/// A hash set of cells, keyed by positions. Cells are owned elsewhere and must not move.
template <class Cell>
class CellIndex {
 public:
  /// The cell with these positions, or null.
  [[nodiscard]] Cell* find(std::span<const Position> positions) const {
    if (slots_.empty()) return nullptr;
    for (std::size_t slot = home(positions);; slot = (slot + 1) & (slots_.size() - 1)) {
      Cell* cell = slots_[slot];
      if (cell == nullptr) return nullptr;
      if (std::equal(positions.begin(), positions.end(), cell->control.positions.begin())) return cell;
    }
  }

  /// REQUIRES find(cell->control.positions) == nullptr.
  void insert(Cell* cell) {
    if ((count_ + 1) * 2 > slots_.size()) grow();
    place(cell);
    ++count_;
  }

 private:
  void grow() {
    std::vector<Cell*> old(std::max<std::size_t>(16, slots_.size() * 2), nullptr);
    old.swap(slots_);
    for (Cell* cell : old) {
      if (cell != nullptr) place(cell);
    }
  }
  void place(Cell* cell) {
    std::size_t slot = home(cell->control.positions);
    while (slots_[slot] != nullptr) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = cell;
  }
  [[nodiscard]] std::size_t home(std::span<const Position> positions) const {
    std::uint64_t hash = positions.size();
    for (const Position position : positions) {
      hash = (hash ^ position) * 0x9E3779B97F4A7C15u;
      hash ^= hash >> 32;
    }
    return static_cast<std::size_t>(hash) & (slots_.size() - 1);
  }

  std::vector<Cell*> slots_;  // a power of two of them, at most half full
  std::size_t count_ = 0;
};

}  // namespace braid::explore
