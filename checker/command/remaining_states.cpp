#include "braid/checker/command/remaining_states.h"

#include <cmath>

namespace braid::command {

void RemainingStates::rank_done(explore::Rank rank, std::uint64_t states) {
  const auto index = static_cast<std::size_t>(rank);
  if (index >= cells_by_rank_.size() || states == 0) return;
  densities_.push_back({rank, std::log(static_cast<double>(states) / cells_by_rank_[index])});
}

std::optional<double> RemainingStates::estimate() const {
  constexpr std::size_t kLeastRanks = 4;
  if (cells_by_rank_.empty() || densities_.size() < kLeastRanks) return std::nullopt;
  const Density& last = densities_.back();
  const Density& middle = densities_[densities_.size() / 2];
  const double growth = last.rank == middle.rank ? 0.0
                                                 : (last.log_states - middle.log_states) /
                                                       static_cast<double>(last.rank - middle.rank);
  double states = 0;
  for (auto rank = static_cast<std::size_t>(last.rank) + 1; rank < cells_by_rank_.size(); ++rank) {
    const double ahead = static_cast<double>(rank) - static_cast<double>(last.rank);
    states += cells_by_rank_[rank] * std::exp(last.log_states + growth * ahead);
  }
  return states;
}

}  // namespace braid::command
