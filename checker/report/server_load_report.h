// braid cost --clients: how many clients a server carries, as text, JSON and CSV.
#pragma once

#include <cstdint>
#include <ostream>
#include <vector>

#include "braid/checker/cost/benchmark_use.h"
#include "braid/checker/cost/mean_value_analysis.h"
#include "braid/checker/cost/parameters.h"
#include "braid/checker/cost/server_study.h"

namespace braid::report {

/// One system: what the benchmark asks of it, and how its server stands under load.
struct LoadedSystem {
  cost::BenchmarkUse use;
  cost::StudiedProtocol protocol;
  cost::ClosedNetwork network;           ///< with the parameters as they are
  std::vector<cost::NetworkLoad> loads;  ///< for 1, 2, 3, ... clients; as many in each system
};

struct ServerLoadReport {
  std::vector<LoadedSystem> systems;
  std::vector<cost::Parameter> parameters;
  cost::ServerStudy study;      ///< of the systems, with these parameters
  double stretch = 0;           ///< how many times as long as alone the benchmark may take
  double users_per_client = 1;  ///< how many active users a client of the networks stands for
};

/// The messages of each phase, the server under load, what the numbers depend on, and what was published.
void write_server_load_text(std::ostream& out, const ServerLoadReport& report);
/// As checker/report/cost_clients.schema.json says.
void write_server_load_json(std::ostream& out, const ServerLoadReport& report);
/// `system,clients,users,stretch,response_s,cycle_s,throughput_per_s,busiest_station,utilization`, a line for
/// each load of each system; RFC 4180.
void write_server_load_csv(std::ostream& out, const ServerLoadReport& report);

}  // namespace braid::report
