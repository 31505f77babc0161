#include "braid/checker/explore/residues.h"

namespace braid::explore {
namespace {

/// Miller-Rabin; with the first twelve primes as bases it decides every number below 3.3 * 10^24 (Sorenson
/// and Webster, 2015).
bool is_prime(PrimeModulus modulus) {
  const std::uint64_t n = modulus.value();
  if (n % 2 == 0) return false;
  std::uint64_t odd = n - 1;
  unsigned twos = 0;
  for (; odd % 2 == 0; odd /= 2) ++twos;
  for (const std::uint64_t base : {2u, 3u, 5u, 7u, 11u, 13u, 17u, 19u, 23u, 29u, 31u, 37u}) {
    std::uint64_t power = modulus.power(base, odd);
    if (power == 1 || power == n - 1) continue;
    bool composite = true;
    for (unsigned square = 1; square < twos && composite; ++square) {
      power = modulus.multiply(power, power);
      composite = power != n - 1;
    }
    if (composite) return false;
  }
  return true;
}

}  // namespace

std::vector<PrimeModulus> prime_moduli(std::size_t count) {
  std::vector<PrimeModulus> moduli;
  for (std::uint64_t c = 1; moduli.size() < count; c += 2) {
    if (is_prime({c})) moduli.push_back({c});
  }
  return moduli;
}

}  // namespace braid::explore
