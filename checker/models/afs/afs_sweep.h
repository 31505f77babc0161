// The sweep of AFS at message granularity: compiled once, in afs_sweep.cpp, for whoever sweeps the model.
#pragma once

#include <span>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::explore {

extern template SweepResult sweep(const models::AfsMessages&, const Weights&, std::span<Observer* const>,
                                  Executor&, Limits&);

}  // namespace braid::explore
