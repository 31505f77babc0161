// The rank of NFSv4: see the head of nfs4.h.
#include <algorithm>

#include "braid/checker/models/nfs4/nfs4.h"

namespace braid::models {
namespace {

/// What one step may set that weighs negatively, and what that costs.
struct Costs {
  std::int64_t recalls = 0;  ///< an open that is taken up
  std::int64_t overdue = 0;  ///< a revocation
  std::int64_t lease = 0;    ///< a renewal; an expiry
  std::int64_t reclaim = 0;
  std::int64_t tick = 0;
  std::int64_t restart = 0;
};

}  // namespace

void Nfs4::weigh() {
  const bool delegations = options_.delegations != Delegations::none;
  const std::int64_t c = clients();
  const std::int64_t f = files();
  std::int64_t own = 0;  // the most processes of a client
  for (const std::vector<Process>& of_client : program_.processes_of)
    own = std::max(own, static_cast<std::int64_t>(of_client.size()));
  const std::int64_t granted = delegations ? f : 0;  // files with delegations
  const bool revocations = budgets_.of(Fault::tick) > 0 || budgets_.of(Fault::server_crash) > 0;

  Costs costs;
  costs.recalls = delegations ? 3 * (c - 1) : 0;
  const bool again = budgets_.of(Fault::loss) > 0 && options_.repeated == RepeatedSlot::executed;
  const std::int64_t phase =
      std::max<std::int64_t>(revocations ? 2 : 1, again ? costs.recalls + 1 : (costs.recalls + 2) / 2);
  costs.overdue = 2 + own;
  costs.lease = 1 + granted + f * own;
  costs.reclaim = 1 + 3 * granted + 2 * f * own;
  costs.tick = 1 + c * (2 * costs.lease + granted * (costs.overdue + 1));
  costs.restart = 1 + c * (costs.reclaim + 2 * own * phase) + 2;
  const std::int64_t loss = 1 + (budgets_.of(Fault::server_crash) > 0 ? 3 : 2) * phase;
  const auto blocks = static_cast<std::int64_t>(program_.most_blocks);
  const std::int64_t block = blocks > 1 ? static_cast<std::int64_t>(kStage) * phase + 1 : 0;
  shape_.event_weight = 3 + 2 * static_cast<std::int64_t>(kStage) * phase + blocks * block;

  const auto add = [&](explore::Field field, std::int64_t weight) {
    if (field.width != 0) shape_.progress.push_back({field, weight});
  };
  for (const Nfs4Fields::OfProcess& of : fields_.processes) {
    add(of.step, phase);
    add(of.done, block);
  }
  for (const auto& of_client : fields_.buffers) {
    for (std::size_t number = 0; number < of_client.size() && blocks > 1; ++number)
      add(of_client[number].dirty, -block);
  }
  for (const auto& of_process : fields_.sessions) {
    for (const Nfs4Fields::OfSession& of : of_process) {
      add(of.revoked, -1);
      add(of.freeing, -1);
    }
  }
  for (const auto& of_client : fields_.copies) {
    for (const Nfs4Fields::OfCopy& of : of_client) {
      add(of.recall, -1);
      add(of.revoked, -1);
      add(of.overdue, -costs.overdue);
    }
  }
  for (const Nfs4Fields::OfClient& of : fields_.clients) {
    add(of.lapsed, -costs.lease);
    add(of.expired, -costs.lease);
    add(of.stale, -costs.reclaim);
    add(of.link, 1);
  }
  add(fields_.grace, -1);
  add(fields_.now, costs.tick);
  add(fields_.crashes, costs.restart);
  add(fields_.losses, loss);
  add(fields_.evictions, 1);

  const bool time = budgets_.of(Fault::tick) > 0;
  const bool crash = budgets_.of(Fault::server_crash) > 0;
  const std::int64_t lease = time ? costs.lease : 0;
  const std::int64_t overdue = time && delegations ? costs.overdue : 0;
  const std::int64_t revoked = revocations ? 2 : 0;
  std::int64_t greatest = shape_.event_weight + 2 * revoked + (delegations ? 2 : 0);
  const auto allow = [&](bool used, std::int64_t growth) {
    if (used) greatest = std::max(greatest, growth);
  };
  allow(true, 5 * phase + lease + revoked);                                           // calls, replies
  allow(delegations, 4 + overdue + revoked);                                          // recalls, returns
  allow(time, 2 * costs.lease + 2 * granted);                                         // renewals
  allow(time, costs.lease + granted * (costs.overdue + 4));                           // expiries
  allow(time, costs.tick + 1);                                                        // ticks
  allow(crash, costs.reclaim + 2 * lease + 2 * granted);                              // reclaims
  allow(crash, costs.restart + c * (lease + granted * (overdue + 5) + 3 * f * own));  // restarts
  allow(budgets_.of(Fault::loss) > 0, loss);
  shape_.greatest_growth = static_cast<std::uint32_t>(greatest + blocks * block);
}

}  // namespace braid::models
