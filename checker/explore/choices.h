// Arithmetic on numbers of choices, which become denominators of probabilities.
#pragma once

#include <cstdint>
#include <numeric>

#include "braid/checker/explore/internal_error.h"

namespace braid::explore {

/// a * b. Throws InternalError beyond 64 bits: a wrong denominator must not pass unseen.
[[nodiscard]] inline std::uint64_t common_product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) {
    throw InternalError("the states of a cell have too many different numbers of choices");
  }
  return product;
}

/// The least common multiple. REQUIRES a, b > 0. Throws as common_product() does.
[[nodiscard]] inline std::uint64_t common_multiple(std::uint64_t a, std::uint64_t b) {
  return common_product(a, b / std::gcd(a, b));
}

}  // namespace braid::explore
