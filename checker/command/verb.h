// What all verbs have in common: how they end.
#pragma once

#include <functional>
#include <ostream>
#include <span>
#include <string_view>

#include "braid/checker/command/exit_code.h"

namespace braid::command {

/// The words behind the verb.
using Arguments = std::span<const std::string_view>;

/// Runs `body` and turns what it throws into one message on `err`, beginning with `braid VERB: `, and an exit
/// code: CommandLineError 2, InputError 3, no memory 4, anything else 70.
[[nodiscard]] ExitCode run_verb(std::string_view verb, std::ostream& err,
                                const std::function<ExitCode()>& body);

}  // namespace braid::command
