#include "braid/checker/models/afs/afs_sweep.h"

namespace braid::explore {

template SweepResult sweep(const models::AfsMessages&, const Weights&, std::span<Observer* const>, Executor&,
                           Limits&);

}  // namespace braid::explore
