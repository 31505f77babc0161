// Random workloads of a few clients on one file, always the same for a seed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "braid/checker/cost/file_use.h"

namespace braid::test {

inline constexpr std::uint64_t kBlockBytes = 100;

struct RandomWorkload {
  std::uint32_t blocks = 1;
  std::vector<cost::FileUse> uses;
};

/// Three clients with at most two sessions each; every session is opened for what is done in it. `operations`
/// are made; sessions that are open then stay open. Where truncations are known, some opens truncate; what is
/// known to be created is created first, and what is known to be removed is removed after three quarters,
/// when its sessions go on.
[[nodiscard]] inline RandomWorkload random_workload_of_file(std::uint64_t seed, std::uint32_t blocks,
                                                            std::size_t operations,
                                                            const std::vector<Operation>& known) {
  constexpr std::uint32_t kClients = 3;
  constexpr std::size_t kSessions = 2;
  const auto below = [&seed](std::uint64_t bound) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;  // Knuth's MMIX generator
    return (seed >> 33) % bound;
  };
  RandomWorkload workload;
  workload.blocks = blocks;
  std::vector<std::vector<std::uint64_t>> open(kClients);
  std::uint64_t next_session = 0;
  const auto knows = [&](Operation operation) {
    return std::find(known.begin(), known.end(), operation) != known.end();
  };
  const auto by_name = [&](Operation operation) {
    cost::FileUse use;
    use.operation = operation;
    use.client = static_cast<std::uint32_t>(below(kClients));
    workload.uses.push_back(use);
  };
  if (knows(Operation::create)) by_name(Operation::create);
  const std::size_t removed_after = knows(Operation::remove) ? operations * 3 / 4 : operations;
  while (workload.uses.size() < operations) {
    const bool removed = workload.uses.size() > removed_after;
    if (workload.uses.size() == removed_after) by_name(Operation::remove);
    const auto is_open = [](const std::vector<std::uint64_t>& sessions) { return !sessions.empty(); };
    if (removed && std::none_of(open.begin(), open.end(), is_open)) break;
    cost::FileUse use;
    use.client = static_cast<std::uint32_t>(below(kClients));
    use.operation = known[below(known.size())];
    std::vector<std::uint64_t>& sessions = open[use.client];
    if (use.operation == Operation::create || use.operation == Operation::remove) continue;
    const bool uses_name = use.operation == Operation::open || use.operation == Operation::stat;
    if (uses_name && workload.uses.size() > removed_after) continue;
    if (use.operation == Operation::open) {
      if (sessions.size() == kSessions) continue;
      use.session = next_session++;
      use.truncates = knows(Operation::truncate) && below(4) == 0;
      use.writes = use.truncates;
      sessions.push_back(use.session);
    } else if (use.operation != Operation::stat) {
      if (sessions.empty()) continue;
      const std::size_t which = below(sessions.size());
      use.session = sessions[which];
      if (use.operation == Operation::close)
        sessions.erase(sessions.begin() + static_cast<std::ptrdiff_t>(which));
      if (use.operation == Operation::read || use.operation == Operation::write) {
        use.offset = kBlockBytes * below(blocks);
        use.length = kBlockBytes;
      }
    }
    workload.uses.push_back(use);
  }
  for (const cost::FileUse& use : workload.uses) {
    if (use.operation != Operation::write && use.operation != Operation::truncate) continue;
    for (cost::FileUse& opened : workload.uses)
      if (opened.operation == Operation::open && opened.session == use.session) opened.writes = true;
  }
  return workload;
}

}  // namespace braid::test
