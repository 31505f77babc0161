// How many states a sweep still has before it, estimated from the ranks behind it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "braid/checker/explore/control.h"

namespace braid::command {

/// The forecast knows the cells of every rank, not how many states are in a cell; nor how many of the cells a
/// reduced sweep leaves out. The states for each cell of the forecast grow by nearly the same factor from
/// rank to rank, as values multiply, so the factor of the second half of the finished ranks is used for those
/// that are left.
class RemainingStates {
 public:
  /// `cells_by_rank` may be empty: then nothing is estimated.
  explicit RemainingStates(std::vector<double> cells_by_rank) : cells_by_rank_(std::move(cells_by_rank)) {}

  /// A rank is finished; to be called by rising rank.
  void rank_done(explore::Rank rank, std::uint64_t states);

  /// The states of the ranks after the last finished one; nothing before the fourth rank. O(ranks).
  [[nodiscard]] std::optional<double> estimate() const;

 private:
  struct Density {
    explore::Rank rank = 0;
    double log_states = 0;  ///< for a cell of the forecast, on average
  };

  std::vector<double> cells_by_rank_;
  std::vector<Density> densities_;
};

}  // namespace braid::command
