// The sweep of checks of AFS at message granularity: compiled once, in afs_check.cpp, also for checks of
// histories.
#pragma once

#include <span>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/instrumented.h"

namespace braid::explore {

extern template SweepResult sweep(const models::Instrumented<models::AfsMessages>&, const Weights&,
                                  std::span<Observer* const>, Executor&, Limits&);

}  // namespace braid::explore
