// The past of an afs2 schedule, and the search for the canonical schedule after which something can be said
// of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "afs_oracle.h"
#include "braid/tracer/trace.h"
#include "exploration.h"

namespace braid::oracle {

/// A schedule as far as it has come: every step, and every state between them.
class AfsHistory {
 public:
  struct Step {
    std::size_t client = 0;
    Event event;
    AfsOracle::State after;
  };

  explicit AfsHistory(AfsOracle::State initial) : initial_(std::move(initial)) {}

  [[nodiscard]] const AfsOracle::State& initial() const { return initial_; }
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  [[nodiscard]] const AfsOracle::State& now() const {
    return steps_.empty() ? initial_ : steps_.back().after;
  }

  void push(Step step) { steps_.push_back(std::move(step)); }
  void pop() { steps_.pop_back(); }

 private:
  AfsOracle::State initial_;
  std::vector<Step> steps_;
};

/// Whether something is true after a schedule.
using HistoryPredicate = std::function<bool(const AfsHistory&)>;

/// One claim about all schedules. always: the truth holds after every step, but for one that fails; the
/// others: after the last of a schedule that does not fail.
struct HistoryClaim {
  ConditionKind kind = ConditionKind::always;
  HistoryPredicate truth;
};

/// By brute force, over every schedule.
struct HistoryFindings {
  /// By claim: the canonical schedule that decides it, which is one after which an `exists` or `never` is
  /// true, or an `always` or `forall` is false.
  std::vector<std::optional<RankedSchedule>> decided;
  std::optional<RankedSchedule> error;  ///< the canonical one whose last step fails
};
[[nodiscard]] HistoryFindings search_every_schedule(const Trace& trace,
                                                    const std::vector<HistoryClaim>& claims);

}  // namespace braid::oracle
