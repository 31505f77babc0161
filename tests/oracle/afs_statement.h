// Statements about afs2 workloads, each made twice: in the property language, and in plain C++ over the past
// of a schedule.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "afs_history.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_formula.h"
#include "braid/tracer/trace.h"

namespace braid::oracle {

struct AfsStatement {
  std::string name;
  /// Binds it as `braid check` does.
  std::function<formula::BoundProperty(explore::Signature&)> bind;
  std::vector<HistoryClaim> claims;  ///< it holds if all do
};

/// Conditions of all four kinds over the reads, the server's files and the caches of this workload.
[[nodiscard]] std::vector<AfsStatement> afs_conditions(const Trace& trace);

/// All properties that are shipped, and some more whose statements are of the other kinds and whose updates
/// meet in one step.
[[nodiscard]] std::vector<AfsStatement> afs_properties(const Trace& trace);

}  // namespace braid::oracle
