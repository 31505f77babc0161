// `--client NAME=PREFIX` on the command line.
#pragma once

#include <string>

#include "braid/tracer/import/format.h"

namespace braid::command {

/// Throws CommandLineError where a part is missing.
[[nodiscard]] auto read_client_name(const std::string& text) -> import::ClientName;

}  // namespace braid::command
