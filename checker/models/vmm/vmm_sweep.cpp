#include "braid/checker/models/vmm/vmm_sweep.h"

namespace braid::explore {

template SweepResult sweep(const models::Vmm&, const Weights&, std::span<Observer* const>, Executor&,
                           Limits&);

}  // namespace braid::explore
