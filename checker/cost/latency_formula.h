// What a workload's latency is made of, as a formula of the size of its file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "braid/checker/cost/interpolation.h"
#include "braid/checker/cost/price.h"

namespace braid::cost {

/// `network·Lnet + disk·Ldisk + memory·Lmem`: blocks at each distance, as polynomials of one size.
struct LatencyFormula {
  std::string variable;  ///< `NL`; empty where no size varies
  Polynomial network;
  Polynomial disk;
  Polynomial memory;

  /// `2·NL·Lnet + Lmem`; `0`.
  [[nodiscard]] std::string show() const;
  /// The part that counts where Lnet is far above Ldisk, and that above Lmem, as OSTEP assumes for
  /// Table 49.4: `2·NL·Lnet`.
  [[nodiscard]] LatencyFormula dominant() const;
  friend bool operator==(const LatencyFormula&, const LatencyFormula&) = default;
};

/// The formula that the prices follow, exactly; `sizes` are the values of the variable, parallel to `prices`.
/// One price is a formula without variable. Throws InputError where several prices follow no polynomial that
/// one of them is left to confirm.
[[nodiscard]] LatencyFormula latency_formula(const std::string& source, const std::string& variable,
                                             const std::vector<std::int64_t>& sizes,
                                             const std::vector<Price>& prices);

/// `a / b` of two formulas of one term each: `2·NL`, `Ldisk/Lnet`; with `(a) / (b)` where it is not simpler,
/// `-` where b is 0.
[[nodiscard]] std::string ratio(const LatencyFormula& a, const LatencyFormula& b);

}  // namespace braid::cost
