// braid record client: a command under strace, or a built-in workload.
#pragma once

#include <ostream>

#include "braid/checker/command/verb.h"

namespace braid::command {

/// `arguments` are those behind `client`; what is behind the first `--` is a command, word by word. Throws
/// CommandLineError, InputError.
[[nodiscard]] ExitCode record_client(Arguments arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
