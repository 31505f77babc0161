// braid validate, of recorded messages against a protocol.
#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/exit_code.h"

namespace braid::command {

/// The protocol that --against names, if it names one. Throws CommandLineError where it names more than that,
/// or there are options that only protocols, or only consistency models, have.
[[nodiscard]] std::optional<std::string> protocol_asked(const OptionValues& values);

/// Checks the files that the command line names, as one recording. `stop`: see ConformanceOptions.
[[nodiscard]] ExitCode validate_messages(const std::string& protocol, const OptionValues& values,
                                         std::function<bool()> stop, std::ostream& out, std::ostream& err);

}  // namespace braid::command
