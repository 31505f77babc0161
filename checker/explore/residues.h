// Arithmetic modulo primes just below 2^61, in which probability masses are carried.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace braid::explore {

/// A prime 2^61 - c with small c: products are reduced by two multiplications with c, without division.
struct PrimeModulus {
  std::uint64_t c = 1;

  [[nodiscard]] constexpr std::uint64_t value() const { return (std::uint64_t{1} << 61) - c; }

  /// a + b. REQUIRES a, b < value().
  [[nodiscard]] constexpr std::uint64_t add(std::uint64_t a, std::uint64_t b) const {
    const std::uint64_t sum = a + b;
    return sum >= value() ? sum - value() : sum;
  }

  /// a * b. REQUIRES a, b < value().
  [[nodiscard]] constexpr std::uint64_t multiply(std::uint64_t a, std::uint64_t b) const {
    __extension__ using Wide = unsigned __int128;
    constexpr std::uint64_t kLow = (std::uint64_t{1} << 61) - 1;
    // 2^61 = c, so high * 2^61 + low = high * c + low; twice brings it below 2^62.
    Wide product = static_cast<Wide>(a) * b;
    product = (product >> 61) * c + (static_cast<std::uint64_t>(product) & kLow);
    const std::uint64_t folded =
        static_cast<std::uint64_t>(product >> 61) * c + (static_cast<std::uint64_t>(product) & kLow);
    return folded >= value() ? folded - value() : folded;
  }

  [[nodiscard]] constexpr std::uint64_t power(std::uint64_t base, std::uint64_t exponent) const {
    std::uint64_t result = 1;
    for (; exponent != 0; exponent >>= 1) {
      if ((exponent & 1) != 0) result = multiply(result, base);
      base = multiply(base, base);
    }
    return result;
  }

  /// The inverse of a, by Fermat. REQUIRES 0 < a < value().
  [[nodiscard]] constexpr std::uint64_t inverse(std::uint64_t a) const { return power(a, value() - 2); }
};

/// The `count` greatest primes below 2^61, 2^61 - 1 first. Cost: some hundred microseconds a prime.
[[nodiscard]] std::vector<PrimeModulus> prime_moduli(std::size_t count);

}  // namespace braid::explore
