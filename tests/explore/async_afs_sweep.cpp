#include "toy_sweeps.h"

namespace braid::explore {

template SweepResult sweep(const async_afs::AsyncAfs&, const Weights&, std::span<Observer* const>, Executor&,
                           Limits&);

}  // namespace braid::explore
