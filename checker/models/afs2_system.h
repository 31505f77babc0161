// AFSv2 behind the System interface.
#pragma once

#include <memory>

#include "braid/checker/models/system.h"

namespace braid::models {

/// Throws InputError if afs2 cannot take the trace.
[[nodiscard]] std::unique_ptr<System> afs2_system(Trace trace);

[[nodiscard]] const SystemDescription& afs2_description();

}  // namespace braid::models
