// Closed networks: what they are made of, their bounds, and mean-value analysis against closed forms.
#include "braid/checker/cost/queueing_network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "braid/checker/cost/mean_value_analysis.h"
#include "refusal_text.h"

namespace braid::test {
namespace {

using namespace cost;

constexpr double kTolerance = 1e-12;  // relative

void expect_equal(double computed, double expected) {
  EXPECT_NEAR(computed, expected, kTolerance * std::abs(expected));
}

ClosedNetwork network(std::vector<double> demands, double think_time = 0) {
  std::vector<Station> stations;
  for (const double demand : demands)
    stations.push_back({"station " + std::to_string(stations.size()), StationKind::queueing, demand});
  stations.push_back({"client", StationKind::delay, think_time});
  return ClosedNetwork("test", std::move(stations));
}

std::string refusal(std::vector<Station> stations) {
  return refusal_text([&] { ClosedNetwork("tariff.txt", std::move(stations)); });
}

TEST(ClosedNetwork, RefusesWhatIsNoDemand) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refusal({{"cpu", StationKind::queueing, 1}}), "accepted");
  EXPECT_EQ(refusal({{"cpu", StationKind::queueing, -1}}),
            "tariff.txt: station cpu has a demand of -1 s; 0, or from 1e-100 to 1e+18 seconds");
  EXPECT_EQ(refusal({{"cpu", StationKind::queueing, kInfinity}}),
            "tariff.txt: station cpu has a demand of inf s; 0, or from 1e-100 to 1e+18 seconds");
  EXPECT_EQ(refusal({{"cpu", StationKind::queueing, std::nan("")}}),
            "tariff.txt: station cpu has a demand of nan s; 0, or from 1e-100 to 1e+18 seconds");
  EXPECT_EQ(refusal({{"cpu", StationKind::queueing, 1e-200}}),
            "tariff.txt: station cpu has a demand of 1e-200 s; 0, or from 1e-100 to 1e+18 seconds");
  EXPECT_EQ(refusal({}), "tariff.txt: no station has any demand; at least one demand above 0 seconds");
  EXPECT_EQ(refusal({{"cpu", StationKind::queueing, 0}, {"client", StationKind::delay, 0}}),
            "tariff.txt: no station has any demand; at least one demand above 0 seconds");
  EXPECT_EQ(refusal({{"cpu", StationKind::queueing, 1}, {"cpu", StationKind::delay, 1}}),
            "tariff.txt: two stations are called cpu; names that differ");
  EXPECT_EQ(refusal({{"", StationKind::queueing, 1}}),
            "tariff.txt: station 1 has no name; a name for each station");
}

TEST(ClosedNetwork, FindsItsBottleneck) {
  const ClosedNetwork three = network({2, 5, 5}, 8);
  EXPECT_EQ(three.service(), 12);
  EXPECT_EQ(three.think_time(), 8);
  EXPECT_EQ(three.bottleneck(), 1U);
  EXPECT_EQ(three.saturation_point(), 4.0);
  const ClosedNetwork idle = network({0}, 8);
  EXPECT_EQ(idle.bottleneck(), std::nullopt);
  EXPECT_EQ(idle.saturation_point(), std::nullopt);
}

TEST(ClosedNetwork, HasAsymptoticBounds) {
  const AsymptoticBounds few = asymptotic_bounds(network({2, 5}, 3), 1.5);
  EXPECT_EQ(few.shortest_cycle, 10);
  EXPECT_EQ(few.longest_cycle, 13.5);
  EXPECT_EQ(few.greatest_throughput, 0.15);
  expect_equal(few.least_throughput, 1 / 9.0);
  const AsymptoticBounds many = asymptotic_bounds(network({2, 5}, 3), 20);
  EXPECT_EQ(many.shortest_cycle, 100);
  EXPECT_EQ(many.greatest_throughput, 0.2);
}

TEST(MeanValueAnalysis, IsPlainForOneCustomer) {
  const ClosedNetwork server = network({0.5, 0.25, 0}, 3.25);
  const auto loads = solve(server, 1);
  ASSERT_EQ(loads.size(), 1U);
  EXPECT_EQ(loads[0].customers, 1U);
  EXPECT_EQ(loads[0].response_time, 0.75);
  EXPECT_EQ(loads[0].cycle_time, 4);
  EXPECT_EQ(loads[0].throughput, 0.25);
  EXPECT_EQ(loads[0].stations[0].utilization, 0.125);
  EXPECT_EQ(loads[0].stations[0].queue_length, 0.125);
  EXPECT_EQ(loads[0].stations[2].residence, 0);
  EXPECT_EQ(loads[0].stations[3].queue_length, 3.25 / 4);
  EXPECT_TRUE(solve(server, 0).empty());
}

/// The M/M/1//N queue: N machines run `run` seconds and wait for one repairman, who takes `repair` seconds.
/// He is idle with probability 1 / sum over k of N! / (N - k)! (repair / run)^k.
double repairman_throughput(int machines, double run, double repair) {
  double sum = 0;
  double term = 1;
  for (int broken = 0; broken <= machines; ++broken) {
    sum += term;
    term *= (machines - broken) * repair / run;
  }
  return (1 - 1 / sum) / repair;
}

TEST(MeanValueAnalysis, AgreesWithTheMachineRepairman) {
  for (const double repair : {0.01, 0.7, 30.0}) {
    const auto loads = solve(network({repair}, 5), 60);
    for (const NetworkLoad& load : loads)
      expect_equal(load.throughput, repairman_throughput(static_cast<int>(load.customers), 5, repair));
  }
}

TEST(MeanValueAnalysis, AgreesWithBalancedSystems) {
  // All states are equally likely: of K stations of demand D, N customers make N / (D (N + K - 1)) cycles a
  // second.
  for (const NetworkLoad& load : solve(network({2, 2, 2, 2}), 50)) {
    expect_equal(load.throughput, load.customers / (2.0 * (load.customers + 3)));
    expect_equal(load.stations[3].queue_length, load.customers / 4.0);
  }
}

/// Buzen, "Computational Algorithms for Closed Queueing Networks with Exponential Servers", CACM
/// 16(9):527-531 (1973): the normalization constants G(0..limit) of the product form; a delay's factor is Z^n
/// / n!.
std::vector<long double> normalization(const ClosedNetwork& network, std::size_t limit) {
  std::vector<long double> constants(limit + 1);
  constants[0] = 1;
  for (const Station& station : network.stations()) {
    std::vector<long double> factors(limit + 1, 1);
    for (std::size_t n = 1; n <= limit; ++n) {
      const long double visits = station.kind == StationKind::delay ? static_cast<long double>(n) : 1;
      factors[n] = factors[n - 1] * station.demand / visits;
    }
    std::vector<long double> folded(limit + 1);
    for (std::size_t n = 0; n <= limit; ++n) {
      for (std::size_t here = 0; here <= n; ++here) folded[n] += factors[here] * constants[n - here];
    }
    constants = folded;
  }
  return constants;
}

void expect_product_form(const ClosedNetwork& network) {
  constexpr std::size_t kLimit = 40;
  const auto constants = normalization(network, kLimit);
  const auto loads = solve(network, kLimit);
  for (std::size_t n = 1; n <= kLimit; ++n) {
    const NetworkLoad& load = loads[n - 1];
    expect_equal(load.throughput, static_cast<double>(constants[n - 1] / constants[n]));
    for (std::size_t i = 0; i < load.stations.size(); ++i) {
      const Station& station = network.stations()[i];
      if (station.kind == StationKind::delay) continue;
      // At least k customers are there with probability D^k G(N - k) / G(N).
      long double length = 0;
      long double power = 1;
      for (std::size_t k = 1; k <= n; ++k) {
        power *= station.demand;
        length += power * constants[n - k] / constants[n];
      }
      expect_equal(load.stations[i].queue_length, static_cast<double>(length));
    }
  }
}

TEST(MeanValueAnalysis, AgreesWithTheProductForm) {
  expect_product_form(network({0.3, 0.1, 0.05}, 2));
  expect_product_form(network({1.5, 0.9, 0.2, 1.4}));
  expect_product_form(network({0.4, 0}, 0.1));
  expect_product_form(ClosedNetwork("test", {{"think", StationKind::delay, 2},
                                             {"cpu", StationKind::queueing, 0.4},
                                             {"travel", StationKind::delay, 1}}));
}

TEST(MeanValueAnalysis, KeepsItsLaws) {
  const ClosedNetwork server = network({0.3, 0.1, 0.29}, 2);
  double before = 0;
  for (const NetworkLoad& load : solve(server, 100)) {
    const AsymptoticBounds bounds = asymptotic_bounds(server, load.customers);
    EXPECT_GE(load.throughput, bounds.least_throughput * (1 - kTolerance));
    EXPECT_LE(load.throughput, bounds.greatest_throughput * (1 + kTolerance));
    EXPECT_GE(load.cycle_time, before) << "a customer more makes nobody faster";
    before = load.cycle_time;
    double customers = 0;
    for (const StationLoad& station : load.stations) customers += station.queue_length;
    expect_equal(customers, load.customers);
    expect_equal(load.stations[0].utilization, load.throughput * 0.3);
    EXPECT_LE(load.stations[0].utilization, 1 + kTolerance);
    expect_equal(load.cycle_time, load.response_time + 2);
  }
}

TEST(MeanValueAnalysis, StaysExactForManyCustomers) {
  const ClosedNetwork balanced = network({1e-3, 1e-3});
  MeanValueAnalysis analysis(balanced);
  double throughput = 0;
  for (int customers = 1; customers <= 100'000; ++customers) throughput = analysis.next().throughput;
  EXPECT_NEAR(throughput, 100'000 / (1e-3 * 100'001), 1e-6);
}

}  // namespace
}  // namespace braid::test
