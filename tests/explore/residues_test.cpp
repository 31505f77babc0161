#include "braid/checker/explore/residues.h"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <boost/multiprecision/miller_rabin.hpp>
#include <random>
#include <vector>

namespace braid::explore {
namespace {

using BigInteger = boost::multiprecision::cpp_int;

std::uint64_t reduced(const BigInteger& number, std::uint64_t modulus) {
  return static_cast<std::uint64_t>(number % modulus);
}

/// The edges of the range, and random numbers.
std::vector<std::uint64_t> residues_of(const PrimeModulus& modulus) {
  const std::uint64_t p = modulus.value();
  std::vector<std::uint64_t> numbers = {0,
                                        1,
                                        2,
                                        3,
                                        p - 1,
                                        p - 2,
                                        p / 2,
                                        p / 2 + 1,
                                        modulus.c,
                                        p - modulus.c,
                                        std::uint64_t{1} << 60,
                                        (std::uint64_t{1} << 60) - 1};
  std::mt19937_64 random(7);
  for (int i = 0; i < 200; ++i) numbers.push_back(random() % p);
  return numbers;
}

TEST(PrimeModuli, AreTheGreatestPrimesBelowTwoToThe61) {
  const std::vector<PrimeModulus> moduli = prime_moduli(40);
  ASSERT_EQ(moduli.size(), 40U);
  EXPECT_EQ(moduli.front().value(), (std::uint64_t{1} << 61) - 1);
  std::size_t next = 0;
  for (std::uint64_t number = (std::uint64_t{1} << 61) - 1; next < moduli.size(); number -= 2) {
    const bool prime = boost::multiprecision::miller_rabin_test(number, 25);
    if (!prime) continue;
    EXPECT_EQ(moduli[next].value(), number);
    ++next;
  }
}

TEST(PrimeModuli, ManyStayAbove2ToThe60WithSmallC) {
  for (const PrimeModulus& modulus : prime_moduli(400)) {
    EXPECT_GT(modulus.value(), std::uint64_t{1} << 60);
    EXPECT_LT(modulus.c, std::uint64_t{1} << 20);
  }
}

TEST(PrimeModuli, NoneAreNone) {
  EXPECT_TRUE(prime_moduli(0).empty());
}

TEST(PrimeModulus, SumsAndProductsAreThoseOfBigIntegers) {
  const std::vector<PrimeModulus> moduli = prime_moduli(300);
  for (const std::size_t index : {0U, 1U, 2U, 17U, 299U}) {
    const PrimeModulus& modulus = moduli[index];
    const std::uint64_t p = modulus.value();
    for (const std::uint64_t a : residues_of(modulus)) {
      for (const std::uint64_t b : residues_of(modulus)) {
        ASSERT_EQ(modulus.add(a, b), reduced(BigInteger(a) + b, p)) << a << ' ' << b;
        ASSERT_EQ(modulus.multiply(a, b), reduced(BigInteger(a) * b, p)) << a << ' ' << b;
      }
    }
  }
}

TEST(PrimeModulus, PowersAndInversesAreThoseOfBigIntegers) {
  for (const PrimeModulus& modulus : prime_moduli(5)) {
    const std::uint64_t p = modulus.value();
    for (const std::uint64_t a : residues_of(modulus)) {
      ASSERT_EQ(modulus.power(a, 12345), reduced(powm(BigInteger(a), BigInteger(12345), BigInteger(p)), p));
      ASSERT_EQ(modulus.power(a, 0), 1U);
      if (a == 0) continue;
      ASSERT_EQ(modulus.multiply(a, modulus.inverse(a)), 1U) << a;
    }
  }
}

}  // namespace
}  // namespace braid::explore
