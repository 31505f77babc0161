// The sweep of checks of protocols: compiled once, in protocol_check.cpp, also for checks of histories.
#pragma once

#include <span>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/instrumented.h"
#include "braid/checker/models/protocol/protocol_model.h"

namespace braid::explore {

extern template SweepResult sweep(const models::Instrumented<models::ProtocolModel>&, const Weights&,
                                  std::span<Observer* const>, Executor&, Limits&);

}  // namespace braid::explore
