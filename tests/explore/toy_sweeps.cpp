#include "toy_sweeps.h"

namespace braid::explore {

template SweepResult sweep(const toys::Counters&, const Weights&, std::span<Observer* const>, Executor&,
                           Limits&);
template SweepResult sweep(const toys::Semaphores&, const Weights&, std::span<Observer* const>, Executor&,
                           Limits&);
template SweepResult sweep(const toys::Walkers&, const Weights&, std::span<Observer* const>, Executor&,
                           Limits&);

}  // namespace braid::explore
