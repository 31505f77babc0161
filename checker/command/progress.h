// One line on a terminal that says how far the sweep is.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <ostream>
#include <vector>

#include "braid/checker/command/remaining_states.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/observer.h"
#include "braid/checker/models/system.h"

namespace braid::command {

/// Rewrites its line at most every 200 ms: rank, states, speed, memory, and an estimate of the time left: the
/// states that RemainingStates expects, at the speed of the last seconds. None without a forecast, or for the
/// sweeps after the first, which visit fewer states.
class Progress final : public explore::Observer {
 public:
  Progress(std::ostream& out, const explore::Limits& limits, const std::optional<models::Forecast>& forecast);
  /// Erases the line.
  ~Progress() override;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void begin(unsigned workers) override;
  void visit(unsigned worker, const explore::CellView& cell) override;
  void rank_done(const explore::RankSummary& summary) override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Counter;
  struct Sample {
    Clock::time_point time;
    std::uint64_t states = 0;
  };

  [[nodiscard]] Sample sample(Clock::time_point now) const;
  void print_if_due();
  void print(Clock::time_point now);

  std::ostream& out_;
  const explore::Limits& limits_;
  std::vector<double> cells_by_rank_;
  RemainingStates remaining_;
  unsigned sweeps_ = 0;
  unsigned workers_ = 0;
  std::unique_ptr<Counter[]> counters_;
  explore::Rank rank_ = 0;      // the last finished one
  Sample done_;                 // of the finished ranks
  std::deque<Sample> samples_;  // of the last seconds; used by worker 0 only
  Clock::time_point next_;
  bool shown_ = false;
};

}  // namespace braid::command
