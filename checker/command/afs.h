// `braid afs`: the AFS homework simulator of OSTEP chapter 49.
#pragma once

#include <ostream>
#include <span>
#include <string_view>

namespace braid::command {

/// Runs the simulator on the arguments after the verb. On `out` it writes the same bytes as the original does
/// under Python 3.11, for arguments in ASCII (and `-h` in its own words). Returns the original's exit status:
/// 0; 1 where the original aborts or fails by an exception (of which one line on `err` tells); 2 where its
/// option parser refuses the arguments (nothing is on `out` then).
[[nodiscard]] int run_afs(std::span<const std::string_view> arguments, std::ostream& out, std::ostream& err);

}  // namespace braid::command
