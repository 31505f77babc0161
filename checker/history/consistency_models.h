// The consistency models that a recorded history can be checked against.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "braid/checker/history/history.h"
#include "braid/checker/history/linearization_sweep.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

struct CheckOptions {
  SweepLimits limits;
  std::optional<std::int64_t> staleness_bound;  ///< nanoseconds, for bounded-staleness
};

struct ConsistencyModel {
  std::string_view name;
  std::string_view meaning;  ///< one line for people
  bool needs_unique_writes = true;
  bool needs_sessions = false;
  Verdict (*check)(const History& history, const CheckOptions& options) = nullptr;
};

/// All, strongest first, as far as they can be compared.
[[nodiscard]] std::span<const ConsistencyModel> consistency_models();

/// Null where there is none of that name.
[[nodiscard]] const ConsistencyModel* find_consistency_model(std::string_view name);

/// The verdict, in which preconditions are respected: a check that needs unique writes, or opens and closes,
/// says unknown where the history has none, and so does one that would hold but of which the history leaves
/// something out.
[[nodiscard]] Verdict check_history(const ConsistencyModel& model, const History& history,
                                    const CheckOptions& options);

}  // namespace braid::history
