#include "braid/checker/command/client_name.h"

#include <fmt/format.h>

#include "braid/checker/command/command_line.h"
#include "braid/tracer/quote.h"

namespace braid::command {

auto read_client_name(const std::string& text) -> import::ClientName {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    throw CommandLineError(fmt::format("--client is {}; NAME=PREFIX is needed", quote(text)));
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace braid::command
