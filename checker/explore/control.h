// Control: the part of a state that a cell shares, the positions of all actors and the rank.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace braid::explore {

/// Where an actor stands: its event, attempt and phase, numbered by the model. It may grow only.
using Position = std::uint32_t;

/// A number that grows along every step, so that equal states have equal ranks.
using Rank = std::int64_t;

/// The control of a state, borrowed.
struct Control {
  std::span<const Position> positions;
  Rank rank = 0;
};

/// The control of a state, owned.
struct OwnedControl {
  std::vector<Position> positions;
  Rank rank = 0;

  [[nodiscard]] Control view() const { return {positions, rank}; }
};

}  // namespace braid::explore
