#include "braid/checker/models/afs2_sweep.h"

namespace braid::explore {

template SweepResult sweep(const models::Afs2&, const Weights&, std::span<Observer* const>, Executor&,
                           Limits&);

}  // namespace braid::explore
