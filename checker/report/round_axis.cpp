#include "braid/checker/report/round_axis.h"

#include <fmt/format.h>

#include <cmath>

namespace braid::report {

std::string RoundAxis::label(std::uint32_t tick) const {
  return fmt::format("{:g}", tick * step);
}

RoundAxis round_axis(double greatest, std::uint32_t most_ticks) {
  constexpr double kNothing = 1e-100;
  if (!(greatest > kNothing)) return {1, 1};
  // Quotients that rounding has made a little greater than a whole number need no tick more.
  constexpr double kRounding = 1e-9;
  const double power = std::pow(10.0, std::floor(std::log10(greatest / most_ticks)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    const double ticks = std::ceil(greatest / (factor * power) - kRounding);
    if (ticks <= most_ticks) return {factor * power, static_cast<std::uint32_t>(ticks < 1 ? 1 : ticks)};
  }
  return {10 * power, most_ticks};
}

}  // namespace braid::report
