// What an event costs by itself, whatever came before: for the cheapest and the dearest of all schedules.
#pragma once

#include "braid/checker/cost/price.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/trace.h"

namespace braid::cost {

/// Messages, or with `bytes` the bytes of them both ways. Throws InputError where the system's events do not
/// tell of messages. It outlives its arguments.
[[nodiscard]] models::EventPrice event_price(const Trace& trace, const explore::Signature& signature,
                                             const Sizes& sizes, bool bytes);

}  // namespace braid::cost
