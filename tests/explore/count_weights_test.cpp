#include "braid/checker/explore/count_weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "braid/checker/explore/outcomes.h"
#include "sweep_fixture.h"
#include "toy_models.h"

namespace braid::explore {
namespace {

BigInteger factorial(std::uint32_t number) {
  BigInteger product = 1;
  for (std::uint32_t factor = 2; factor <= number; ++factor) product *= factor;
  return product;
}

BigInteger multinomial(const std::vector<Position>& lengths) {
  std::uint32_t sum = 0;
  for (const Position length : lengths) sum += length;
  BigInteger number = factorial(sum);
  for (const Position length : lengths) number /= factorial(length);
  return number;
}

/// Follows one edge with one record, `times` over.
void merge_one(const CountWeights& weights, const CellWeights& source, const std::vector<std::uint64_t>& from,
               const CellWeights& target, std::vector<std::uint64_t>& to, int times = 1) {
  const WeightEdge edge{0, 0, &source, &target};
  const std::uint32_t number = 0;
  for (int i = 0; i < times; ++i) {
    weights.merge(edge, from.data(), nullptr, nullptr, 1, to.data(), &number);
  }
}

class Moduli : public testing::TestWithParam<std::size_t> {};

TEST_P(Moduli, CountsWidenAsTheyDouble) {
  const CountWeights weights(GetParam(), 4);
  CellWeights cell;
  weights.open_initial(cell);
  std::vector<std::uint64_t> record(cell.record_words, 0);
  weights.initial(cell, record.data());
  for (unsigned doublings = 0; doublings <= 400; ++doublings) {
    ASSERT_EQ(CountWeights::count_of(cell, record.data()), BigInteger(1) << doublings);
    ASSERT_EQ(cell.record_words, cell.count_limbs + GetParam());
    ASSERT_LE(cell.count_limbs, doublings / 64 + 2);
    CellWeights next;
    weights.open(next, {{&cell, 1}, {&cell, 1}});
    std::vector<std::uint64_t> doubled(next.record_words, 0);
    merge_one(weights, cell, record, next, doubled, 2);
    cell = next;
    record = doubled;
  }
}

TEST_P(Moduli, CarriesRunThroughAllLimbs) {
  const CountWeights weights(GetParam(), 2);
  for (std::uint32_t limbs = 1; limbs <= 5; ++limbs) {
    for (std::uint32_t more = 0; more <= 2; ++more) {
      CellWeights source;
      source.count_limbs = limbs;
      source.record_words = static_cast<std::uint32_t>(limbs + GetParam());
      CellWeights target;
      target.count_limbs = limbs + more;
      target.record_words = static_cast<std::uint32_t>(limbs + more + GetParam());
      std::vector<std::uint64_t> ones(source.record_words, 0);
      std::fill_n(ones.begin(), limbs, ~std::uint64_t{0});
      std::vector<std::uint64_t> sum(target.record_words, 0);
      const BigInteger each = (BigInteger(1) << (64 * limbs)) - 1;
      merge_one(weights, source, ones, target, sum);
      ASSERT_EQ(CountWeights::count_of(target, sum.data()), each);
      if (more == 0) continue;
      merge_one(weights, source, ones, target, sum, 2);
      ASSERT_EQ(CountWeights::count_of(target, sum.data()), each * 3) << limbs << " to " << limbs + more;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Several, Moduli, testing::Values(0U, 1U, 2U, 3U, 4U, 9U));

TEST(CountWeights, ManyRecordsOfABatchGoWhereTheyBelong) {
  const CountWeights weights(1, 2);
  CellWeights source;
  source.count_limbs = 1;
  source.record_words = 2;
  CellWeights target = source;
  std::vector<std::uint64_t> from;
  for (std::uint64_t i = 0; i < 6; ++i) from.insert(from.end(), {i + 1, 10 * (i + 1)});
  const std::uint32_t sources[] = {5, 1, 3};
  const std::uint32_t targets[] = {1, 0, 1};
  std::vector<std::uint64_t> to(4, 0);
  weights.merge({0, 0, &source, &target}, from.data(), sources, nullptr, 3, to.data(), targets);
  EXPECT_EQ(to, (std::vector<std::uint64_t>{2, 20, 6 + 4, 60 + 40}));
}

TEST(CountWeights, SiblingsShareTheirActorsTurn) {
  const CountWeights weights(2, 6);
  CellWeights cell;
  weights.open_initial(cell);
  std::vector<std::uint64_t> record(cell.record_words, 0);
  weights.initial(cell, record.data());
  CellWeights target;
  weights.open(target, {{&cell, 6}});
  std::vector<std::uint64_t> to(target.record_words, 0);
  const std::uint32_t siblings = 6;
  const std::uint32_t number = 0;
  weights.merge({0, 0, &cell, &target}, record.data(), nullptr, &siblings, 1, to.data(), &number);
  EXPECT_EQ(to[0], 1U);
  EXPECT_EQ(weights.denominator(target.exponents), 6);
  EXPECT_EQ(weights.fraction({to[1], to[2]}, 6), BigRational(1, 6));
}

TEST(CountWeights, CloseDividesByTheChoicesOfEachState) {
  const CountWeights weights(1, 5);
  CellWeights cell;
  cell.count_limbs = 1;
  cell.record_words = 2;
  std::vector<std::uint64_t> records = {7, 1, 8, 1, 9, 1};
  const std::uint32_t choices[] = {0, 1, 5};
  weights.close(cell, choices, 0, 3, records.data());
  EXPECT_EQ(records[1], 1U);
  EXPECT_EQ(records[3], 1U);
  EXPECT_EQ(weights.fraction({records[5]}, 5), BigRational(1, 5));
  weights.close(cell, nullptr, 3, 3, records.data());
  EXPECT_EQ(weights.fraction({records[1]}, 3), BigRational(1, 3));
  EXPECT_EQ(weights.fraction({records[5]}, 15), BigRational(1, 15));
  EXPECT_EQ(records[0], 7U);
}

TEST(CountWeights, FractionsComeBackExact) {
  std::mt19937_64 random(5);
  for (const unsigned exponent : {0U, 1U, 10U, 37U, 60U, 200U, 700U}) {
    const BigInteger denominator = pow(BigInteger(2), exponent) * pow(BigInteger(3), exponent / 2);
    const std::size_t needed = CountWeights::moduli_for(denominator);
    for (const std::size_t moduli : {needed, needed + 3}) {
      const CountWeights weights(moduli, 4);
      for (int i = 0; i < 5; ++i) {
        BigInteger numerator = i == 0 ? BigInteger(0) : i == 1 ? denominator : BigInteger(0);
        for (unsigned limb = 0; i > 1 && limb * 64 < 1200; ++limb) numerator = (numerator << 64) | random();
        if (i > 1) numerator %= denominator + 1;
        std::vector<std::uint64_t> residues;
        for (const PrimeModulus& modulus : weights.moduli()) {
          const auto reduce = [&](const BigInteger& number) {
            return static_cast<std::uint64_t>(number % modulus.value());
          };
          residues.push_back(modulus.multiply(reduce(numerator), modulus.inverse(reduce(denominator))));
        }
        ASSERT_EQ(weights.fraction(residues, denominator), BigRational(numerator, denominator)) << exponent;
      }
    }
  }
}

TEST(CountWeights, ModuliAreEnoughForTheDenominator) {
  EXPECT_EQ(CountWeights::moduli_for(1), 1U);
  EXPECT_EQ(CountWeights::moduli_for((BigInteger(1) << 60) - 1), 1U);
  EXPECT_EQ(CountWeights::moduli_for(BigInteger(1) << 60), 2U);
  EXPECT_EQ(CountWeights::moduli_for(BigInteger(1) << 600), 11U);
}

struct Multinomial {
  std::vector<Position> lengths;
};
class Multinomials : public testing::TestWithParam<Multinomial> {};

TEST_P(Multinomials, SchedulesOfIndependentActorsAreCounted) {
  const std::vector<Position>& lengths = GetParam().lengths;
  const toys::Counters model(lengths);
  const CountWeights first(1, kChoices);
  OutcomeCollector scout(first, grouping_of(model));
  sweep_with(model, first, {&scout});
  ASSERT_EQ(scout.take_table().size(), 1U);
  const BigInteger denominator = first.denominator(scout.exponents());

  const CountWeights weights(CountWeights::moduli_for(denominator), kChoices);
  OutcomeCollector collector(weights, grouping_of(model));
  const SweepResult result = sweep_with(model, weights, {&collector}, 2);
  std::uint64_t states = 1;
  for (const Position length : lengths) states *= length + 1;
  EXPECT_EQ(result.states, states);
  EXPECT_EQ(result.cells, states);
  EXPECT_TRUE(result.graded);
  EXPECT_FALSE(result.conditional);
  const OutcomeTable table = collector.take_table();
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table.begin()->second.schedules, multinomial(lengths));
  EXPECT_EQ(weights.fraction(table.begin()->second.masses, denominator), 1);
}

INSTANTIATE_TEST_SUITE_P(Lengths, Multinomials,
                         testing::Values(Multinomial{{}}, Multinomial{{0}}, Multinomial{{1}},
                                         Multinomial{{5000}}, Multinomial{{3, 4, 5, 6}},
                                         Multinomial{{0, 7, 0}}, Multinomial{{33, 33}},  // just above 64 bits
                                         Multinomial{{150, 150}},                        // five limbs
                                         Multinomial{{25, 25, 25}},  // two limbs, thirds and halves
                                         Multinomial{{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}));

}  // namespace
}  // namespace braid::explore
