// What a sweep came to.
#pragma once

#include <cstdint>

#include "braid/checker/explore/control.h"
#include "braid/checker/explore/limits.h"

namespace braid::explore {

struct SweepResult {
  StopReason stopped = StopReason::none;  ///< none: the sweep is complete
  Rank rank = 0;                          ///< the last rank of a complete sweep, else the one it stopped in
  std::uint64_t states = 0;               ///< of complete ranks
  std::uint64_t transitions = 0;          ///< into these states
  std::uint64_t cells = 0;
  std::uint64_t widest_rank = 0;  ///< the most states of one rank
  bool graded = true;             ///< whether every step went up by exactly one rank: ranks count steps
  bool conditional = false;       ///< whether some step was guarded or had several branches

  [[nodiscard]] bool complete() const { return stopped == StopReason::none; }
};

}  // namespace braid::explore
