// What the Andrew benchmark asks of a server, by the messages of a protocol's model.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/cost/andrew_benchmark.h"
#include "braid/checker/cost/price.h"
#include "braid/checker/cost/service_times.h"

namespace braid::cost {

/// One client's run of the benchmark under one protocol.
struct BenchmarkUse {
  std::string system;                       ///< as on a `system` line
  std::array<Price, kAndrewPhases> phases;  ///< by AndrewPhase
  Price total;
  ServerUse use;
};

/// Runs the benchmark's operations on each of its files and directories, in their order, through the model.
/// Models know no directories: a directory is a file that is created, and read as a whole where its names are
/// listed; what is made in it does not change it. Throws InputError where the system cannot be priced or
/// lacks an operation, naming it.
[[nodiscard]] BenchmarkUse benchmark_use(const AndrewBenchmark& benchmark, std::string_view system,
                                         const Sizes& sizes);

/// What the server does for messages of that name, as models call them; `directory`: about one. Throws
/// explore::InternalError for a name that no model has.
[[nodiscard]] MessageKind kind_of_message(std::string_view name, bool directory);

}  // namespace braid::cost
