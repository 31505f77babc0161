// AFS at message granularity behind the System interface.
#pragma once

#include <memory>

#include "braid/checker/models/system.h"

namespace braid::models {

/// For `afs1` and `afs2`. Throws InputError if the model cannot take the trace.
[[nodiscard]] std::unique_ptr<System> afs_message_system(Trace trace);

[[nodiscard]] const SystemDescription& afs1_message_description();
[[nodiscard]] const SystemDescription& afs2_message_description();

}  // namespace braid::models
