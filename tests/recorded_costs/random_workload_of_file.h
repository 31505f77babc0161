// Random workloads of a few clients on one file, always the same for a seed.
#pragma once

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
/// are made; sessions that are open then stay open.
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
  while (workload.uses.size() < operations) {
    cost::FileUse use;
    use.client = static_cast<std::uint32_t>(below(kClients));
    use.operation = known[below(known.size())];
    std::vector<std::uint64_t>& sessions = open[use.client];
    if (use.operation == Operation::open) {
      if (sessions.size() == kSessions) continue;
      use.session = next_session++;
      use.writes = false;
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
    if (use.operation != Operation::write) continue;
    for (cost::FileUse& opened : workload.uses)
      if (opened.operation == Operation::open && opened.session == use.session) opened.writes = true;
  }
  return workload;
}

}  // namespace braid::test
