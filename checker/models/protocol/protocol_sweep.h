// The sweep of protocols: compiled once, in protocol_sweep.cpp, for whoever sweeps one.
#pragma once

#include <span>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/protocol/protocol_model.h"

namespace braid::explore {

extern template SweepResult sweep(const models::ProtocolModel&, const Weights&, std::span<Observer* const>,
                                  Executor&, Limits&);

}  // namespace braid::explore
