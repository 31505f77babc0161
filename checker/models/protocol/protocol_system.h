// Protocols behind the System interface.
#pragma once

#include <memory>

#include "braid/checker/models/protocol/protocol.h"
#include "braid/checker/models/system.h"

namespace braid::models {

/// REQUIRES that the trace's system is a protocol. Throws InputError if the protocol cannot take the trace.
[[nodiscard]] std::unique_ptr<System> protocol_system(Trace trace);

[[nodiscard]] SystemDescription describe(const ProtocolKind& kind);

}  // namespace braid::models
