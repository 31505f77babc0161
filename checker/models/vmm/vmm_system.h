// The virtual machine monitor behind the System interface.
#pragma once

#include <memory>
#include <optional>

#include "braid/checker/models/system.h"

namespace braid::models {

/// For `vmm`. Throws InputError if the model cannot take the trace.
[[nodiscard]] std::unique_ptr<System> vmm_system(Trace trace);

/// The trace with run=machine, without what the monitor does of its own accord and without claims; nothing if
/// it is that already.
[[nodiscard]] std::optional<Trace> native_vmm_trace(const Trace& trace);

[[nodiscard]] const SystemDescription& vmm_description();

}  // namespace braid::models
