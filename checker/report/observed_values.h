// Values of observables, as people and JSON readers see them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/explore/outcomes.h"
#include "braid/checker/models/system.h"

namespace braid::report {

/// What tells an outcome apart: `server.a=1; c1.read1=0`, `error`, or `blocked (c0, c1 wait)`. `by` names the
/// values of the key. More than `most` values are cut, which is said.
[[nodiscard]] std::string outcome_text(const models::System& system,
                                       const std::vector<explore::ObservableId>& by,
                                       const explore::OutcomeKey& key, std::size_t most);

/// `final`, `blocked`, `error`.
[[nodiscard]] std::string_view name_of(explore::Ending ending);

/// `afs2: 2 clients, 1 file, 6 steps`.
[[nodiscard]] std::string size_text(const Trace& trace);

/// The fault budgets above 0, as written: `tick<=3 loss<=1`; "" without any.
[[nodiscard]] std::string fault_text(const Trace& trace);

}  // namespace braid::report
