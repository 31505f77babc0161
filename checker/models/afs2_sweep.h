// The sweep of afs2: compiled once, in afs2_sweep.cpp, for whoever sweeps the model.
#pragma once

#include <span>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/afs2.h"

namespace braid::explore {

extern template SweepResult sweep(const models::Afs2&, const Weights&, std::span<Observer* const>, Executor&,
                                  Limits&);

}  // namespace braid::explore
