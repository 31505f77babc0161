#include "braid/checker/models/network/fault_budgets.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "braid/tracer/quote.h"

namespace braid::models {

std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::loss:
      return "loss";
    case Fault::duplicate:
      return "duplicate";
    case Fault::retransmit:
      return "retransmit";
    case Fault::server_crash:
      return "server-crash";
    case Fault::client_crash:
      return "client-crash";
    case Fault::partition:
      return "partition";
    case Fault::address_change:
      return "address-change";
    case Fault::tick:
      return "tick";
    case Fault::host_check:
      return "host-check";
    case Fault::evict:
      return "evict";
    case Fault::machine_switch:
      return "switch";
  }
  return "?";
}

std::string_view meaning_of(Fault fault) {
  switch (fault) {
    case Fault::loss:
      return "a call, a reply, a callback or its acknowledgement vanishes";
    case Fault::duplicate:
      return "a callback, or a call, is delivered twice";
    case Fault::retransmit:
      return "what was lost is sent again";
    case Fault::server_crash:
      return "the server stops, and starts again without its volatile state";
    case Fault::client_crash:
      return "a client stops, and boots again without its volatile state";
    case Fault::partition:
      return "a client is cut off from the server, and comes back";
    case Fault::address_change:
      return "a client that is cut off changes its address";
    case Fault::tick:
      return "time passes";
    case Fault::host_check:
      return "the server asks a client that it has given up on whether it is back";
    case Fault::evict:
      return "a client's memory drops a block, or its disk a file, that it can read again";
    case Fault::machine_switch:
      return "a CPU leaves a process before its end and goes over to another";
  }
  return "?";
}

FaultBudgets::FaultBudgets(const Trace& trace, std::span<const Fault> known) {
  for (const FaultBudget& budget : trace.faults) {
    const auto fault =
        std::find_if(known.begin(), known.end(), [&](Fault f) { return name_of(f) == budget.name; });
    if (fault == known.end()) {
      std::vector<std::string_view> names;
      for (const Fault f : known) names.push_back(name_of(f));
      const std::string near = did_you_mean(budget.name, names);
      throw InputError(
          trace.source, budget.position, fmt::format("{} has no fault {}", trace.system, quote(budget.name)),
          near.empty() ? fmt::format("its faults are {}", fmt::join(names, ", ")) : near, trace.text);
    }
    if (budget.limit > kGreatestFaultBudget) {
      throw InputError(trace.source, budget.position,
                       fmt::format("the budget {}<={} is too large", budget.name, budget.limit),
                       fmt::format("the greatest is {}", kGreatestFaultBudget), trace.text);
    }
    limits_[static_cast<std::size_t>(*fault)] = static_cast<std::uint32_t>(budget.limit);
  }
}

bool FaultBudgets::any() const {
  return std::any_of(std::begin(limits_), std::end(limits_), [](std::uint32_t limit) { return limit > 0; });
}

}  // namespace braid::models
