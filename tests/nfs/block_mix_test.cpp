// Two clients overwrite a file of two blocks: under NFS the file may end as what neither of them wrote. How
// many schedules do that is counted here a second time, by lattice paths.
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

/// The steps of each client in which the server executes its WRITEs: after GETATTR's call, service and reply,
/// the write, and the first WRITE's call; and after that one's reply and the second one's call.
constexpr std::size_t kFirstWrite = 6;
constexpr std::size_t kSecondWrite = 9;

/// Of all orders of two clients' `steps` steps each, those in which c0's first WRITE comes before c1's, and
/// c1's second before c0's.
std::uint64_t mixing_orders(std::size_t steps) {
  std::vector<std::vector<std::uint64_t>> ways(steps + 1, std::vector<std::uint64_t>(steps + 1, 0));
  for (std::size_t c0 = 0; c0 <= steps; ++c0) {
    for (std::size_t c1 = 0; c1 <= steps; ++c1) {
      if (c0 == 0 && c1 == 0) ways[0][0] = 1;
      const bool too_early_0 = c0 == kSecondWrite && c1 < kSecondWrite;
      const bool too_early_1 = c1 == kFirstWrite && c0 < kFirstWrite;
      if (c0 > 0 && !too_early_0) ways[c0][c1] += ways[c0 - 1][c1];
      if (c1 > 0 && !too_early_1) ways[c0][c1] += ways[c0][c1 - 1];
    }
  }
  return ways[steps][steps];
}

std::string trace_of(const char* system) {
  return std::string(BRAID_SOURCE_DIR "/traces/litmus/nfs/block-mix.") + system + ".broken.trace";
}

void expect_mixes(const char* system, std::size_t steps, std::uint64_t schedules, std::uint64_t mixes) {
  EXPECT_EQ(mixing_orders(steps), mixes);
  const VerbRun run = braid({"count", trace_of(system), "--by", "server.a.0,server.a.1", "--json"});
  ASSERT_EQ(run.code, 0) << run.err;
  const json counted = json::parse(run.out);
  EXPECT_EQ(counted.at("schedules"), std::to_string(schedules));
  ASSERT_EQ(counted.at("outcomes").size(), 4U);
  std::size_t mixed = 0;
  for (const json& outcome : counted.at("outcomes")) {
    const json& blocks = outcome.at("values");
    const bool mix = blocks.at("server.a.0") != blocks.at("server.a.1");
    mixed += mix ? 1 : 0;
    EXPECT_EQ(outcome.at("schedules"), std::to_string(mix ? mixes : schedules / 2 - mixes));
  }
  EXPECT_EQ(mixed, 2U);
}

TEST(NfsBlockMix, IsTheEndOfSoManySchedules) {
  expect_mixes("nfs2", 11, 705432, 106722);
  expect_mixes("nfs3", 13, 10400600, 1420650);  // and a COMMIT each: its call, and its service
}

TEST(NfsBlockMix, HasACounterexample) {
  const VerbRun run = braid({"check", trace_of("nfs2"), "--property", "one-writer"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find("  one-writer fails for f=a.0, g=a.1: server[f] = server[g] is false, although\n"
                         "  file_of(f) = file_of(g), with server.a.0 = c1#1, server.a.1 = c0#1.\n"),
            std::string::npos)
      << run.out;
}

}  // namespace
}  // namespace braid::test
