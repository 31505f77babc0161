// The study of servers as a whole, and its text.
#include "braid/checker/cost/server_study.h"

#include <gtest/gtest.h>

#include <span>
#include <sstream>

#include "braid/checker/report/published_figures_report.h"
#include "braid/checker/report/server_study_report.h"

namespace braid::test {
namespace {

using namespace cost;

ClosedNetwork server(double cpu, double client) {
  return ClosedNetwork("test", {{"cpu", StationKind::queueing, cpu}, {"client", StationKind::delay, client}});
}

const std::vector<Parameter> kParameters = {
    {"cpu.call", "s", 0.5, ""}, {"client.work", "s", 40, "measured"}, {"cpu.other", "s", 3, ""}};

std::vector<StudiedProtocol> protocols() {
  return {
      {"chatty", [](std::span<const double> values) { return server(20 * values[0], values[1]); }, 4, "A"},
      {"quiet", [](std::span<const double> values) { return server(2 * values[0], values[1]); }, {}, ""},
      {"local", [](std::span<const double>) { return server(0, 50); }, 2, "B"}};
}

std::vector<double> values() {
  return {0.5, 40, 3};
}

TEST(ServerStudy, TellsWhatMatters) {
  const auto studied = protocols();
  const ServerStudy study = study_of(studied, values(), 2);
  EXPECT_TRUE(study.matters(0, 0));
  EXPECT_TRUE(study.matters(1));
  EXPECT_FALSE(study.matters(0, 2));
  EXPECT_FALSE(study.matters(2));
  ASSERT_EQ(study.needed.size(), 3U);
  EXPECT_EQ(study.needed[0].size(), 3U);
  EXPECT_TRUE(study.needed[1].empty());
  EXPECT_EQ(study.capacities[0].clients, clients_at(server(10, 40), 2));
  ASSERT_TRUE(study.needed[0][0].value);
  EXPECT_NEAR(clients_at(server(20 * *study.needed[0][0].value, 40), 2).value_or(0), 4, 1e-9);
  EXPECT_EQ(study.needed[0][2].value, std::nullopt);
}

TEST(ServerStudy, IsWritten) {
  const auto studied = protocols();
  std::ostringstream out;
  report::write_server_study(out, study_of(studied, values(), 2), studied, kParameters, 5);
  EXPECT_EQ(out.str(),
            R"(Clients at which the benchmark takes 2 times as long as alone. A client is one that runs the
benchmark all the time, as 5 active users would.
  protocol  alone  busiest station  its demand  saturates at  clients   active users
  chatty    50 s   cpu              10 s        5             9.943     49.71
  quiet     41 s   cpu              1 s         41            82        410
  local     50 s   none             0 s         no limit      no limit  no limit

Changes of the numbers of clients, and of their ratios, in per cent with one value times 0.9 and
times 1.1, and (elasticity). Values marked * are assumptions.
  value        is     chatty             quiet               local  quiet/chatty       local/chatty
  cpu.call *   0.5 s  +9.0 -7.4 (-0.81)  +10.8 -8.9 (-0.98)  -      +1.7 -1.6 (-0.16)  -
  client.work  40 s   -8.1 +8.1 (+0.81)  -9.8 +9.8 (+0.98)   -      -1.8 +1.6 (+0.17)  -
1 value is without effect.

For chatty to carry 4 clients, 20 active users (A), one of these, with all else as it is:
  value                           is       would have to be
  cpu.call *                      0.5 s    1.933 s
  client.work                     40 s     10.35 s
  all demands where clients wait  1 times  3.866 times

For local to carry 2 clients, 10 active users (B), one of these, with all else as it is:
  value                           is       would have to be
  all demands where clients wait  1 times  no value does: 1 to 1 times as long
)");
}

// A value that hardly counts is named; one that makes a number endless, or ends it, is not small.
TEST(ServerStudy, TellsSmallChangesFromNone) {
  const std::vector<Parameter> parameters = {{"cpu", "s", 1e-5, ""}, {"client", "s", 10, "measured"}};
  const std::vector<StudiedProtocol> studied = {
      {"p", [](std::span<const double> values) { return server(1 + values[0], values[1]); }, {}, ""}};
  std::ostringstream out;
  report::write_server_study(out, study_of(studied, std::vector<double>{1e-5, 10}, 2), studied, parameters,
                             5);
  EXPECT_NE(out.str().find("\nThese change no number by as much as 0.05 %: cpu *.\n"), std::string::npos)
      << out.str();
  EXPECT_EQ(out.str().find("without effect"), std::string::npos) << out.str();

  const std::vector<StudiedProtocol> edge = {
      {"p", [](std::span<const double> values) { return server(values[0], 10); }, {}, ""}};
  const std::vector<Parameter> call = {{"cpu", "s", 2.1e-4, ""}};
  std::ostringstream endless;
  report::write_server_study(endless, study_of(edge, std::vector<double>{2.1e-4}, 2), edge, call, 5);
  EXPECT_NE(endless.str().find("  cpu *  0.00021 s  no limit -9.1\n"), std::string::npos) << endless.str();
}

TEST(PublishedFigures, AreWritten) {
  std::ostringstream out;
  report::write_published_figures(out, 2);
  EXPECT_EQ(out.str(),
            R"(What was published of servers, the demand at one station that it implies, and the clients (load
units of 5 active users) for which the benchmark then takes 2 times as long as alone:
  system     load units  measured                   alone   implied demand     clients       active users
  prototype  10          4 times as long            1700 s  680 s              4.917         24.59
  revised    20          less than 2 times as long  1190 s  less than 118.9 s  more than 20  more than 100
  revised    20          70 % busy                  1190 s  44.21 s            53.83         269.2
  nfs        18          saturated                  1190 s  66.11 s            36            180
prototype: Howard et al. 1988, recalled: stand-alone about 1000 s, with the server about 70 %
longer; about 4 times as long at 10 load units.
revised: Howard et al. 1988, recalled: 19 % longer than stand-alone; less than twice as long at 20
load units.
revised: Howard et al. 1988, recalled: the server's processor about 70 % busy at 20 load units.
nfs: Howard et al. 1988, recalled: processor and disk saturate around 18 load units; at low load NFS
is faster than the revised system, whose time is taken here.
)");
}

}  // namespace
}  // namespace braid::test
