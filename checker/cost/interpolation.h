// Formulas from values: the polynomial that a series of exact values follows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "braid/checker/explore/count_weights.h"

namespace braid::cost {

/// A polynomial in one variable with rational coefficients: coefficients[k] belongs to the k-th power; the
/// last is not 0. Without coefficients it is 0.
struct Polynomial {
  std::vector<explore::BigRational> coefficients;

  [[nodiscard]] bool is_zero() const { return coefficients.empty(); }
  /// Exact. O(degree).
  [[nodiscard]] explore::BigRational at(std::int64_t x) const;
  /// `2·NL + 1`, by falling powers; `0`.
  [[nodiscard]] std::string show(const std::string& variable) const;
  friend bool operator==(const Polynomial&, const Polynomial&) = default;
};

/// The polynomial of least degree through all points, by divided differences (Newton); nothing where that
/// needs as many coefficients as there are points, since then nothing confirms it. The xs differ. O(n^2).
[[nodiscard]] std::optional<Polynomial> interpolate(std::span<const std::int64_t> xs,
                                                    std::span<const std::int64_t> ys);

}  // namespace braid::cost
