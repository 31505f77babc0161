// The virtual machine monitor behind the System interface.
#pragma once

#include <memory>

#include "braid/checker/models/system.h"

namespace braid::models {

/// For `vmm`. Throws InputError if the model cannot take the trace.
[[nodiscard]] std::unique_ptr<System> vmm_system(Trace trace);

[[nodiscard]] const SystemDescription& vmm_description();

}  // namespace braid::models
