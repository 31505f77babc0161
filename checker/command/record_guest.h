// braid record guest: machines of KVM by the kernel's trace points, or a bundled one under QEMU.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

/// `arguments` are those behind `guest`; what is behind the first `--` is a command, word by word. Throws
/// CommandLineError, InputError.
[[nodiscard]] ExitCode record_guest(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
