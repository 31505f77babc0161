// braid cost --clients: how many clients a server carries.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "braid/checker/cost/price.h"

namespace braid::command {

enum class ServerLoadForm : std::uint8_t { text, json, csv };

struct ServerLoadOptions {
  std::vector<std::string> systems;      ///< as on a `system` line
  std::vector<std::string> assignments;  ///< `cpu.fetch=0.08`: service times
  std::optional<double>
      stretch;  ///< how many times as long the benchmark may take; else that of the prototype
  std::optional<std::string> plot;  ///< a file for a picture (SVG)
  cost::Sizes sizes;
  ServerLoadForm form = ServerLoadForm::text;
};

/// Runs the Andrew benchmark through each system's model and solves the queueing network that follows. Throws
/// InputError where a system lacks an operation, for unknown service times, and for a plot that cannot be
/// written.
void write_server_load(const ServerLoadOptions& options, std::ostream& out);

}  // namespace braid::command
