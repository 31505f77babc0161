#include "braid/checker/models/protocol/protocol_sweep.h"

namespace braid::explore {

template SweepResult sweep(const models::ProtocolModel&, const Weights&, std::span<Observer* const>,
                           Executor&, Limits&);

}  // namespace braid::explore
