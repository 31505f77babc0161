// Which calls a server gets.
#include "braid/checker/cost/call_mix.h"

#include <gtest/gtest.h>

#include <numeric>
#include <sstream>

#include "braid/checker/report/call_mix_report.h"

namespace braid::test {
namespace {

using namespace cost;

TEST(CallMix, AddsUp) {
  ServerUse use;
  use.of(MessageKind::fetch).calls = 3;
  use.of(MessageKind::recall).calls = 1;
  const auto mix = call_mix(use);
  EXPECT_EQ(mix[static_cast<std::size_t>(MessageKind::fetch)], 0.75);
  EXPECT_EQ(mix[static_cast<std::size_t>(MessageKind::recall)], 0.25);
  EXPECT_EQ(std::accumulate(mix.begin(), mix.end(), 0.0), 1);
  const auto none = call_mix({});
  EXPECT_EQ(std::accumulate(none.begin(), none.end(), 0.0), 0);
}

TEST(CallMix, OfThePrototypeLeavesTheRest) {
  double told = 0;
  for (const PublishedShare& share : prototype_call_mix()) told += share.part;
  EXPECT_NEAR(told, 1 - 0.017, 0.0015);  // the parts were rounded
}

TEST(CallMix, IsWritten) {
  ServerUse use;
  use.of(MessageKind::validate).calls = 300;
  use.of(MessageKind::fetch).calls = 60;
  use.of(MessageKind::change_names).calls = 40;
  std::ostringstream out;
  report::write_call_mix(out, "afs1", use);
  EXPECT_EQ(out.str(), R"(  calls under afs1  a cycle  part    prototype in daily use
  validate          300      75.0 %  61.7 % (TestAuth)
  fetch-status      0        0.0 %   26.8 % (GetFileStat)
  fetch             60       15.0 %  4.0 % (Fetch)
  store             0        0.0 %   2.1 % (Store)
  store-status      0        0.0 %   1.8 % (SetFileStat)
  list              0        0.0 %   1.8 % (ListDir)
  change-names      40       10.0 %
  all               400
)");
}

}  // namespace
}  // namespace braid::test
