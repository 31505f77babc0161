// Which calls a server gets, as text.
#pragma once

#include <ostream>
#include <string_view>

#include "braid/checker/cost/service_times.h"

namespace braid::report {

/// A table of the kinds that `protocol` uses, or that were published of the prototype: calls of one client in
/// one cycle, their part of all, and the published part in daily use, which is another workload.
void write_call_mix(std::ostream& out, std::string_view protocol, const cost::ServerUse& use);

}  // namespace braid::report
