// The sweep of checks of afs2: compiled once, in afs2_check.cpp, also for checks of histories.
#pragma once

#include <span>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/afs2.h"
#include "braid/checker/models/instrumented.h"

namespace braid::explore {

extern template SweepResult sweep(const models::Instrumented<models::Afs2>&, const Weights&,
                                  std::span<Observer* const>, Executor&, Limits&);

}  // namespace braid::explore
