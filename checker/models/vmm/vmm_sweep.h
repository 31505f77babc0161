// The sweep of the virtual machine monitor: compiled once, in vmm_sweep.cpp, for whoever sweeps the model.
#pragma once

#include <span>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/vmm/vmm.h"

namespace braid::explore {

extern template SweepResult sweep(const models::Vmm&, const Weights&, std::span<Observer* const>, Executor&,
                                  Limits&);

}  // namespace braid::explore
