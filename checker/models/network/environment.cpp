#include "braid/checker/models/network/environment.h"

#include "braid/checker/explore/internal_error.h"

namespace braid::models {

Environment::Environment(const FaultBudgets& budgets, std::uint32_t clients, std::uint32_t first)
    : budgets_(budgets), end_(first) {
  const auto for_clients = [&](Fault fault, std::vector<std::uint32_t>& places) {
    if (budgets.of(fault) == 0) return;
    for (std::uint32_t client = 0; client < clients; ++client) places.push_back(end_++);
  };
  const auto once = [&](Fault fault, std::uint32_t& place) {
    if (budgets.of(fault) > 0) place = end_++;
  };
  for_clients(Fault::client_crash, client_);
  for_clients(Fault::partition, link_);
  for_clients(Fault::address_change, address_);
  once(Fault::server_crash, server_);
  once(Fault::tick, clock_);
  once(Fault::loss, loss_);
  once(Fault::duplicate, duplicate_);
  once(Fault::retransmit, retransmit_);
  once(Fault::host_check, host_check_);
  once(Fault::evict, evict_);
}

bool Environment::allows(Fault fault, explore::Control control) const {
  const std::uint32_t budget = budgets_.of(fault);
  if (budget == 0) return false;
  std::uint32_t spent = 0;
  const auto add = [&](const std::vector<std::uint32_t>& places, std::uint32_t times) {
    for (const std::uint32_t place : places) spent += (control.positions[place] + times - 1) / times;
  };
  switch (fault) {
    case Fault::client_crash:
      add(client_, 2);
      break;
    case Fault::partition:
      add(link_, 2);
      break;
    case Fault::address_change:
      add(address_, 1);
      break;
    case Fault::server_crash:
      spent = server_crashes(control);
      break;
    case Fault::tick:
      spent = now(control);
      break;
    case Fault::loss:
    case Fault::duplicate:
    case Fault::retransmit:
    case Fault::host_check:
    case Fault::evict:
      spent = control.positions[spent_place(fault)];
      break;
    case Fault::machine_switch:
      throw explore::InternalError("a fault of other models");
  }
  return spent < budget;
}

std::uint32_t Environment::spent_place(Fault fault) const {
  const std::uint32_t place = fault == Fault::loss         ? loss_
                              : fault == Fault::duplicate  ? duplicate_
                              : fault == Fault::retransmit ? retransmit_
                              : fault == Fault::host_check ? host_check_
                                                           : evict_;
  if (place == kNowhere) throw explore::InternalError("a fault without a budget has no position");
  return place;
}

}  // namespace braid::models
