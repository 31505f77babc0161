// What workloads cost under each system, side by side.
#pragma once

#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "braid/checker/cost/workload_prices.h"
#include "braid/checker/models/system.h"

namespace braid::report {

/// The cheapest and the dearest schedule of a workload in one system.
struct PriceRange {
  std::string system;  ///< as a `system` line has it, for --under
  std::uint32_t label_count = 0;
  models::PriceResult result;
};

/// One workload.
struct PricedWorkload {
  std::string name;                        ///< the trace
  std::vector<cost::SizedPrices> systems;  ///< by system, in the order that was asked for
  std::vector<PriceRange> ranges;          ///< the same; empty where not asked for
  /// How many calls of each name were really sent, where a capture of them is there.
  std::optional<std::map<std::string, std::uint64_t>> recorded = std::nullopt;
};

struct CostReport {
  std::vector<PricedWorkload> workloads;
  cost::Sizes sizes;
  std::optional<cost::Latency> latency;  ///< for seconds
  std::string range_unit;                ///< `messages`, `bytes`: of ranges
};

/// Each workload: calls by kind, bytes, blocks and accesses, latency, with each system's ratio to the first;
/// client by client where there are several.
void write_cost_text(std::ostream& out, const CostReport& report);
/// A row a workload, with the dominant part of each system's latency, and the ratios: as Table 49.4.
void write_cost_table(std::ostream& out, const CostReport& report);
/// As checker/report/cost.schema.json says.
void write_cost_json(std::ostream& out, const CostReport& report);
/// `workload,system,size,client,item,value`, a line each; RFC 4180.
void write_cost_csv(std::ostream& out, const CostReport& report);

}  // namespace braid::report
