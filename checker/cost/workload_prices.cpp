#include "braid/checker/cost/workload_prices.h"

#include <fmt/format.h>

#include <utility>

#include "braid/checker/models/network/fault_budgets.h"
#include "braid/tracer/notation.h"
#include "braid/tracer/notation_sizes.h"
#include "braid/tracer/notation_system.h"

namespace braid::cost {
namespace {

bool says(std::string_view words, std::string_view part) {
  return words.find(part) != std::string_view::npos;
}

const NamedSize* varying_size(const Trace& trace) {
  const NamedSize* varying = nullptr;
  for (const NamedSize& size : trace.sizes) {
    if (size.first == size.last) continue;
    if (varying != nullptr) {
      throw InputError(trace.source, {}, fmt::format("two sizes vary: {} and {}", varying->name, size.name),
                       "a formula is of one size; give the others one value, `size NAME = NUMBER`",
                       trace.text);
    }
    varying = &size;
  }
  return varying;
}

PricedRun run(const std::string& source, std::string_view text, const Order& order, const Sizes& sizes) {
  Trace trace = parse_notation(source, text);
  const Capacity capacity{trace.capacity.memory.value_or(Capacity::kUnlimited),
                          trace.capacity.disk.value_or(Capacity::kUnlimited)};
  if (!order.schedule) {
    trace.faults.clear();
    const bool limited = trace.capacity.memory || trace.capacity.disk;
    if (limited && models::has_evictions(trace))
      trace.faults.push_back({"evict", models::kGreatestFaultBudget, {}});
  }
  return run_in_order(*models::open_system(std::move(trace)), order, sizes, capacity);
}

}  // namespace

std::string priced_system(std::string_view words) {
  const std::string_view system = words.substr(0, words.find(' '));
  if (system == "afs2" && !says(words, "granularity=")) return fmt::format("{} granularity=message", words);
  if (system == "nfs4" && !says(words, "flush=")) return fmt::format("{} flush=close", words);
  return std::string(words);
}

SizedPrices price_workload(const std::string& source, std::string_view text, std::string_view system,
                           const Order& order, const Sizes& sizes) {
  SizedPrices prices;
  prices.system = system;
  const std::string moved = with_system(text, priced_system(system));
  const Trace trace = parse_notation(source, moved);
  const NamedSize* const varying = order.schedule ? nullptr : varying_size(trace);
  std::vector<Price> totals;
  const std::uint32_t first = varying == nullptr ? 1 : varying->first;
  const std::uint32_t last = varying == nullptr ? 1 : varying->last;
  if (varying != nullptr) prices.variable = varying->name;
  for (std::uint32_t size = first; size <= last; ++size) {
    const std::string sized = varying == nullptr ? moved : with_size(moved, varying->name, size);
    prices.sizes.push_back(size);
    prices.runs.push_back(run(source, sized, order, sizes));
    totals.push_back(prices.runs.back().total);
  }
  prices.latency = latency_formula(source, prices.variable, prices.sizes, totals);
  return prices;
}

}  // namespace braid::cost
