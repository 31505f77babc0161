// The parameters of service, the networks that follow, and what published figures imply.
#include "braid/checker/cost/service_times.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "braid/checker/cost/clients_per_server.h"
#include "braid/checker/cost/mean_value_analysis.h"
#include "braid/checker/cost/published_figures.h"
#include "refusal_text.h"

namespace braid::test {
namespace {

using namespace cost;

TEST(Parameters, AreSetByName) {
  Parameters times = default_service_times();
  times.set("--service", "cpu.fetch=0.25");
  const Parameter& fetch = times.all()[times.number_of("cpu.fetch")];
  EXPECT_EQ(fetch.value, 0.25);
  EXPECT_EQ(fetch.source, "--service");
  EXPECT_FALSE(fetch.is_assumption());
  EXPECT_EQ(times.values()[times.number_of("cpu.fetch")], 0.25);
  times.set("--service", "network.byte=8e-7");
  EXPECT_EQ(times.values()[times.number_of("network.byte")], 8e-7);
  EXPECT_THROW((void)times.number_of("cpu.nothing"), std::out_of_range);
}

TEST(Parameters, RefuseWhatIsNone) {
  Parameters times({{"cpu.fetch", "s", 1, ""}, {"disk.fetch", "s", 1, ""}});
  const auto refusal = [&](std::string_view text) {
    return refusal_text([&] { times.set("--service", text); });
  };
  EXPECT_EQ(refusal("cpu.fetch=1e6"), "accepted");
  EXPECT_EQ(refusal("cpu.fetch=0"), "accepted");
  EXPECT_EQ(refusal("cpu.fetsh=1"),
            "--service: there is no parameter `cpu.fetsh`; did you mean `cpu.fetch`?");
  EXPECT_EQ(refusal("speed=1"),
            "--service: there is no parameter `speed`; there are `cpu.fetch` and `disk.fetch`");
  EXPECT_EQ(refusal("cpu.fetch"), "--service: `cpu.fetch` gives no value; NAME=NUMBER, as cpu.fetch=0.08");
  EXPECT_EQ(refusal("cpu.fetch="), "--service: `cpu.fetch=` gives no number; a number from 0 to 1000000");
  EXPECT_EQ(refusal("cpu.fetch=1s"), "--service: `cpu.fetch=1s` gives no number; a number from 0 to 1000000");
  EXPECT_EQ(refusal("cpu.fetch=1e999"),
            "--service: `cpu.fetch=1e999` gives no number; a number from 0 to 1000000");
  EXPECT_EQ(refusal("cpu.fetch=-1"), "--service: cpu.fetch is -1; a number from 0 to 1000000");
  EXPECT_EQ(refusal("cpu.fetch=nan"), "--service: cpu.fetch is nan; a number from 0 to 1000000");
  EXPECT_EQ(refusal("cpu.fetch=inf"), "--service: cpu.fetch is inf; a number from 0 to 1000000");
}

TEST(ServiceTimes, HaveTwoOfEachKindAndEightOthers) {
  const Parameters times = default_service_times();
  ASSERT_EQ(times.all().size(), 2 * kMessageKinds + 8);
  std::set<std::string> names;
  for (const Parameter& parameter : times.all()) {
    names.insert(parameter.name);
    EXPECT_TRUE(parameter.value >= 0 && parameter.value <= Parameters::kGreatest) << parameter.name;
  }
  EXPECT_EQ(names.size(), times.all().size());
  for (std::size_t kind = 0; kind < kMessageKinds; ++kind) {
    const std::string name(name_of(static_cast<MessageKind>(kind)));
    EXPECT_EQ(times.number_of("cpu." + name), 2 * kind);
    EXPECT_EQ(times.number_of("disk." + name), 2 * kind + 1);
  }
  EXPECT_EQ(name_of(MessageKind::validate), "validate");
  EXPECT_EQ(name_of(MessageKind::write_unstable), "write-unstable");
  EXPECT_EQ(name_of(MessageKind::recall), "recall");
}

TEST(ServiceTimes, SayWhatIsAssumed) {
  const Parameters times = default_service_times();
  std::vector<std::string> with_source;
  for (const Parameter& parameter : times.all()) {
    if (!parameter.is_assumption()) with_source.push_back(parameter.name);
  }
  EXPECT_EQ(with_source, (std::vector<std::string>{"network.byte", "client.benchmark"}));
}

/// All parameters 0 but one, which is 1: the demands it alone makes, of cpu, disk, network and client.
std::vector<double> demands_by(const ServerUse& use, std::string_view name) {
  Parameters times = default_service_times();
  std::vector<double> values(times.all().size(), 0.0);
  values[times.number_of("client.benchmark")] = 1000;
  values[times.number_of(name)] += 1;
  std::vector<double> demands;
  const ClosedNetwork network = network_of(use, values);
  for (const Station& station : network.stations()) demands.push_back(station.demand);
  demands.back() -= 1000;
  return demands;
}

TEST(ServiceTimes, AreChargedToTheirStations) {
  ServerUse use;
  use.of(MessageKind::fetch) = {3, 500, 11};
  use.of(MessageKind::validate) = {40, 7, 100};
  use.process_switches = 43;
  using Demands = std::vector<double>;
  EXPECT_EQ(demands_by(use, "cpu.fetch"), (Demands{3, 0, 0, 0}));
  EXPECT_EQ(demands_by(use, "disk.validate"), (Demands{0, 40, 0, 0}));
  EXPECT_EQ(demands_by(use, "cpu.store"), (Demands{0, 0, 0, 0}));
  EXPECT_EQ(demands_by(use, "cpu.byte"), (Demands{507, 0, 0, 0}));
  EXPECT_EQ(demands_by(use, "disk.byte"), (Demands{0, 507, 0, 0}));
  EXPECT_EQ(demands_by(use, "network.byte"), (Demands{0, 0, 507, 0}));
  EXPECT_EQ(demands_by(use, "network.message"), (Demands{0, 0, 43, 0}));
  EXPECT_EQ(demands_by(use, "cpu.component"), (Demands{111, 0, 0, 0}));
  EXPECT_EQ(demands_by(use, "cpu.switch"), (Demands{43, 0, 0, 0}));
  EXPECT_EQ(demands_by(use, "client.benchmark"), (Demands{0, 0, 0, 1}));
  EXPECT_EQ(demands_by(use, "client.message"), (Demands{0, 0, 0, 43}));
  const ClosedNetwork network = network_of(use, default_service_times().values());
  EXPECT_EQ(network.stations()[0].name, "server cpu");
  EXPECT_EQ(network.stations()[3].kind, StationKind::delay);
}

TEST(ServiceTimes, LeaveAnIdleServerAlone) {
  const ClosedNetwork network = network_of({}, default_service_times().values());
  EXPECT_EQ(network.cycle_alone(), 1000);
  EXPECT_EQ(network.bottleneck(), std::nullopt);
}

// The prototype's own figures: 1700 s alone, 4 times as long with 10 load units. So its busiest station takes
// 680 of the 700 s that the server adds; and 20 active users, 4 load units, stretch the benchmark 1.68 times.
TEST(PublishedFigures, OfThePrototypeAgreeWithEachOther) {
  const PublishedLoad& prototype = published_loads()[0];
  const auto demand = implied_demand(prototype);
  EXPECT_NEAR(demand.value_or(0), 680, 1);
  EXPECT_LE(demand.value_or(0), prototype.seconds_alone - 1000);
  const ClosedNetwork network = one_station_network(prototype.seconds_alone, demand.value_or(0));
  EXPECT_NEAR(stretch_at(network, prototype.load_units), prototype.value, 1e-9);
  EXPECT_NEAR(acceptable_stretch(), 1.68, 0.005);
  EXPECT_NEAR(clients_at(network, acceptable_stretch()).value_or(0) * kUsersPerLoadUnit,
              published_capacities()[0].users, 1e-9);
}

// What was published of the revised system is more than 50 clients.
TEST(PublishedFigures, OfTheRevisedSystemAllowMoreThanFiftyClients) {
  for (const PublishedLoad& load : published_loads().subspan(1, 2)) {
    EXPECT_EQ(load.system, "revised");
    const auto demand = implied_demand(load);
    ASSERT_TRUE(demand);
    const ClosedNetwork network = one_station_network(load.seconds_alone, *demand);
    EXPECT_GT(clients_at(network, acceptable_stretch()).value_or(0) * kUsersPerLoadUnit,
              published_capacities()[1].users);
  }
}

TEST(PublishedFigures, ImplyTheDemandThatMeasuresThem) {
  const PublishedLoad& busy = published_loads()[2];
  ASSERT_EQ(busy.measure, LoadMeasure::utilization);
  const ClosedNetwork network = one_station_network(busy.seconds_alone, implied_demand(busy).value_or(0));
  EXPECT_NEAR(solve(network, 20).back().stations[0].utilization, 0.7, 1e-9);
  const PublishedLoad& saturated = published_loads()[3];
  ASSERT_EQ(saturated.measure, LoadMeasure::saturation);
  EXPECT_EQ(implied_demand(saturated), 1190.0 / 18);
}

TEST(PublishedFigures, ImplyNoDemandWhereNoneWouldDo) {
  // 4 customers take 4 times as long at most.
  EXPECT_EQ(implied_demand({"test", 1000, 4, LoadMeasure::stretch, 4.5, ""}), std::nullopt);
  EXPECT_NEAR(implied_demand({"test", 1000, 4, LoadMeasure::stretch, 4, ""}).value_or(0), 1000, 1e-6);
}

}  // namespace
}  // namespace braid::test
