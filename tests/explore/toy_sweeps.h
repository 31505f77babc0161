// The sweeps of the tests' models: compiled once, in toy_sweeps.cpp and async_afs_sweep.cpp, for all tests.
#pragma once

#include <span>

#include "../package/project/async_afs.h"
#include "braid/checker/explore/sweep.h"
#include "toy_models.h"

namespace braid::explore {

extern template SweepResult sweep(const toys::Counters&, const Weights&, std::span<Observer* const>,
                                  Executor&, Limits&);
extern template SweepResult sweep(const toys::Semaphores&, const Weights&, std::span<Observer* const>,
                                  Executor&, Limits&);
extern template SweepResult sweep(const toys::Walkers&, const Weights&, std::span<Observer* const>, Executor&,
                                  Limits&);
extern template SweepResult sweep(const async_afs::AsyncAfs&, const Weights&, std::span<Observer* const>,
                                  Executor&, Limits&);

}  // namespace braid::explore
