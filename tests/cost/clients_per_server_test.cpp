// How many clients a server carries, what that depends on, and what values would carry a stated number.
#include "braid/checker/cost/clients_per_server.h"

#include <gtest/gtest.h>

#include <cmath>

#include "braid/checker/cost/needed_value.h"
#include "braid/checker/cost/sensitivity.h"

namespace braid::test {
namespace {

using namespace cost;

ClosedNetwork server(double cpu, double disk, double client) {
  return ClosedNetwork("test", {{"cpu", StationKind::queueing, cpu},
                                {"disk", StationKind::queueing, disk},
                                {"client", StationKind::delay, client}});
}

// Alone at one station, N customers take N times as long as one.
TEST(ClientsPerServer, FollowsALoneStation) {
  const ClosedNetwork lone = server(7, 0, 0);
  EXPECT_DOUBLE_EQ(stretch_at(lone, 1), 1);
  EXPECT_DOUBLE_EQ(stretch_at(lone, 3), 3);
  EXPECT_DOUBLE_EQ(stretch_at(lone, 3.25), 3.25);
  EXPECT_NEAR(clients_at(lone, 1.5).value_or(0), 1.5, 1e-12);
  EXPECT_NEAR(clients_at(lone, 40).value_or(0), 40, 1e-12);
}

// K equal stations: the cycle is D (N + K - 1), K D alone; so N = k K - K + 1.
TEST(ClientsPerServer, FollowsBalancedStations) {
  EXPECT_NEAR(clients_at(server(2, 2, 0), 2).value_or(0), 3, 1e-12);
  EXPECT_NEAR(clients_at(server(2, 2, 0), 1.75).value_or(0), 2.5, 1e-12);
}

TEST(ClientsPerServer, IsTheInverseOfTheStretch) {
  const ClosedNetwork mixed = server(3, 2, 40);
  for (const double stretch : {1.001, 1.5, 2.0, 10.0}) {
    const auto clients = clients_at(mixed, stretch);
    ASSERT_TRUE(clients);
    EXPECT_NEAR(stretch_at(mixed, *clients), stretch, 1e-12);
    // The bottleneck alone already takes this long.
    EXPECT_LE(*clients, stretch * mixed.saturation_point().value_or(0));
  }
}

TEST(ClientsPerServer, HasNoLimitWhereNobodyWaits) {
  EXPECT_EQ(clients_at(server(0, 0, 40), 2), std::nullopt);
  EXPECT_EQ(clients_at(server(1e-9, 0, 40), 2), std::nullopt) << "more than kMostClients";
  // Long in front of saturation all bounds allow it, but not the exact solution.
  EXPECT_EQ(clients_at(server(1e-4, 0, 100), 2), std::nullopt);
  EXPECT_GE(clients_at(server(1, 0, 1e4), 2).value_or(0), 10'000);
  EXPECT_EQ(clients_at(server(7, 0, 0), 1 + 1e-16), 1.0);
}

TEST(ClientsPerServer, TellsAboutTheBottleneck) {
  const ServerCapacity capacity = capacity_of(server(2, 2, 0), 2);
  EXPECT_EQ(capacity.seconds_alone, 4);
  EXPECT_EQ(capacity.bottleneck, "cpu");
  EXPECT_EQ(capacity.bottleneck_demand, 2);
  EXPECT_EQ(capacity.saturation, 2.0);
  EXPECT_NEAR(capacity.clients.value_or(0), 3, 1e-12);
  EXPECT_NEAR(capacity.utilization.value_or(0), 0.75, 1e-12);  // 3 / (3 + 2 - 1)
  const ServerCapacity idle = capacity_of(server(0, 0, 5), 2);
  EXPECT_EQ(idle.bottleneck, "");
  EXPECT_EQ(idle.saturation, std::nullopt);
  EXPECT_EQ(idle.utilization, std::nullopt);
}

/// Two protocols that differ in how often they need the processor: values are its seconds a call, the disk's
/// seconds, the client's, and one that nothing depends on.
const std::vector<double> kValues = {0.5, 2, 40, 7};

ClosedNetwork few_calls(std::span<const double> values) {
  return server(4 * values[0], values[1], values[2]);
}
ClosedNetwork many_calls(std::span<const double> values) {
  return server(20 * values[0], values[1], values[2]);
}

TEST(Sensitivity, GivesBothDirections) {
  const std::vector<NetworkOf> protocols = {many_calls, few_calls};
  const Sensitivity sensitivity = sensitivity_of(protocols, kValues, 2);
  const auto many = clients_at(server(10, 2, 40), 2);
  const auto few = clients_at(server(2, 2, 40), 2);
  EXPECT_EQ(sensitivity.clients, (std::vector<std::optional<double>>{many, few}));
  EXPECT_EQ(sensitivity.ratios, (std::vector<std::optional<double>>{1, *few / *many}));
  ASSERT_EQ(sensitivity.effects.size(), 4U);
  const Effect& call = sensitivity.effects[0].clients[0];
  EXPECT_EQ(call.less, clients_at(server(20 * (0.5 * 0.9), 2, 40), 2));
  EXPECT_EQ(call.greater, clients_at(server(20 * (0.5 * 1.1), 2, 40), 2));
  EXPECT_DOUBLE_EQ(call.elasticity.value_or(0), std::log(*call.greater / *call.less) / std::log(1.1 / 0.9));
  EXPECT_LT(call.elasticity, 0.0);
  EXPECT_GT(sensitivity.effects[2].clients[0].elasticity, 0.0)
      << "who works longer himself, disturbs others less";
  EXPECT_GT(sensitivity.effects[0].ratios[1].elasticity, 0.0) << "dear calls speak for few of them";
  EXPECT_EQ(sensitivity.effects[0].ratios[0].elasticity, 0.0);
  EXPECT_EQ(sensitivity.effects[3].clients[1].less, few);
  EXPECT_EQ(sensitivity.effects[3].clients[1].elasticity, 0.0);
}

// A network whose demands all grow alike has only its clock changed: the elasticities add up to 0.
TEST(Sensitivity, AddsUpToNothing) {
  const std::vector<NetworkOf> protocols = {few_calls};
  const Sensitivity sensitivity = sensitivity_of(protocols, kValues, 1.7, 1e-4);
  double sum = 0;
  for (const ParameterEffects& effects : sensitivity.effects)
    sum += effects.clients[0].elasticity.value_or(99);
  EXPECT_NEAR(sum, 0, 1e-6);
}

TEST(Sensitivity, HasNoNumberWithoutALimit) {
  const std::vector<NetworkOf> protocols = {[](std::span<const double>) { return server(0, 0, 1); },
                                            few_calls};
  const Sensitivity sensitivity = sensitivity_of(protocols, kValues, 2);
  EXPECT_EQ(sensitivity.clients[0], std::nullopt);
  EXPECT_EQ(sensitivity.ratios[1], std::nullopt);
  EXPECT_EQ(sensitivity.effects[0].clients[0].elasticity, std::nullopt);
  EXPECT_EQ(sensitivity.effects[0].ratios[1].elasticity, std::nullopt);
  EXPECT_NE(sensitivity.effects[0].clients[1].elasticity, std::nullopt);
}

TEST(NeededValue, IsFound) {
  for (std::size_t number = 0; number < 3; ++number) {
    const NeededValue needed = needed_value(few_calls, kValues, number, 12, 1.6);
    ASSERT_TRUE(needed.value) << number;
    std::vector<double> values = kValues;
    values[number] = *needed.value;
    EXPECT_NEAR(clients_at(few_calls(values), 1.6).value_or(0), 12, 1e-9) << number;
    EXPECT_LT(needed.least_stretch, 1.6);
    EXPECT_GT(needed.greatest_stretch, 1.6);
  }
}

// 20 / 4 customers at one station and nothing else: 5 times as long, whatever its demand.
TEST(NeededValue, IsNotFoundWhereThereIsNone) {
  const NetworkOf lone = [](std::span<const double> values) { return server(values[0], 0, 0); };
  const NeededValue needed = needed_value(lone, std::vector<double>{3}, 0, 5, 4);
  EXPECT_EQ(needed.value, std::nullopt);
  EXPECT_NEAR(needed.least_stretch, 5, 1e-9);
  EXPECT_NEAR(needed.greatest_stretch, 5, 1e-9);
  EXPECT_EQ(needed_value(few_calls, kValues, 3, 12, 1.6).value, std::nullopt);
  EXPECT_EQ(needed_value(few_calls, std::vector<double>{0.5, 0, 40, 7}, 1, 12, 1.6).value, std::nullopt);
}

TEST(NeededValue, IsTheNearestOfSeveral) {
  // The time of a cycle with 3 clients relative to one alone is greatest where the client does least: the
  // parameter moves the client's work up and then down.
  const NetworkOf humped = [](std::span<const double> values) {
    const double off = std::log10(values[0]);
    return server(1, 0, 1 + off * off);
  };
  const double stretch = stretch_at(server(1, 0, 1 + 0.25), 3);
  EXPECT_NEAR(needed_value(humped, std::vector<double>{2}, 0, 3, stretch).value.value_or(0), std::sqrt(10),
              1e-9);
  EXPECT_NEAR(needed_value(humped, std::vector<double>{0.5}, 0, 3, stretch).value.value_or(0),
              1 / std::sqrt(10), 1e-9);
}

TEST(NeededValue, LeavesAValueThatIsRight) {
  const double stretch = stretch_at(few_calls(kValues), 9);
  EXPECT_DOUBLE_EQ(needed_value(few_calls, kValues, 0, 9, stretch).value.value_or(0), 0.5);
}

}  // namespace
}  // namespace braid::test
