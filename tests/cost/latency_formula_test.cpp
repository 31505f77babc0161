// Formulas that prices follow.
#include "braid/checker/cost/latency_formula.h"

#include <gtest/gtest.h>

#include "braid/tracer/diagnostic.h"

namespace braid::cost {
namespace {

using explore::BigRational;

Price price(std::uint64_t network, std::uint64_t disk, std::uint64_t memory) {
  Price price;
  price.blocks_to_client = network;
  price.disk_accesses = disk;
  price.memory_accesses = memory;
  return price;
}

TEST(Interpolation, FindsThePolynomialOfLeastDegree) {
  const std::vector<std::int64_t> xs = {3, 5, 6, 10};
  EXPECT_EQ(interpolate(xs, std::vector<std::int64_t>{7, 11, 13, 21})->show("N"), "2·N + 1");
  EXPECT_EQ(interpolate(xs, std::vector<std::int64_t>{9, 25, 36, 100})->show("N"), "N^2");
  EXPECT_EQ(interpolate(xs, std::vector<std::int64_t>{4, 4, 4, 4})->show("N"), "4");
  EXPECT_EQ(interpolate(xs, std::vector<std::int64_t>{0, 0, 0, 0})->show("N"), "0");
  EXPECT_EQ(interpolate(xs, std::vector<std::int64_t>{3, 10, 15, 45})->show("N"), "1/2·N^2 - 1/2·N");
  EXPECT_EQ(interpolate(xs, std::vector<std::int64_t>{3, 10, 15, 45})->at(100), BigRational(4950));
  EXPECT_EQ(interpolate(xs, std::vector<std::int64_t>{1, 0, 0, 7}),
            std::nullopt);  // nothing would confirm it
}

TEST(LatencyFormula, IsShownBySizeAndByDistance) {
  const LatencyFormula formula =
      latency_formula("t", "NL", {4, 5, 6}, {price(8, 4, 1), price(10, 5, 1), price(12, 6, 1)});
  EXPECT_EQ(formula.show(), "2·NL·Lnet + NL·Ldisk + Lmem");
  EXPECT_EQ(formula.dominant().show(), "2·NL·Lnet");
  EXPECT_THROW(static_cast<void>(latency_formula("t", "NL", {4, 5}, {price(1, 0, 0), price(3, 0, 0)})),
               InputError);
}

TEST(LatencyFormula, RatiosAreReduced) {
  const auto of = [](std::uint64_t network, std::uint64_t disk, std::uint64_t at, std::uint64_t more) {
    std::vector<Price> prices;
    for (std::uint64_t n = 3; n < 7; ++n) prices.push_back(price(network * n + at, disk * n + more, 0));
    return latency_formula("t", "N", {3, 4, 5, 6}, prices);
  };
  EXPECT_EQ(ratio(of(2, 0, 0, 0), of(1, 0, 0, 0)), "2");
  EXPECT_EQ(ratio(of(2, 0, 0, 0), of(0, 0, 1, 0)), "2·N");
  EXPECT_EQ(ratio(of(0, 1, 0, 0), of(1, 0, 0, 0)), "Ldisk/Lnet");
  EXPECT_EQ(ratio(of(0, 0, 1, 0), of(1, 0, 0, 0)), "(Lnet) / (N·Lnet)");
  EXPECT_EQ(ratio(of(1, 0, 0, 0), LatencyFormula{}), "-");
}

}  // namespace
}  // namespace braid::cost
