// Axes with round ticks.
#pragma once

#include <cstdint>
#include <string>

namespace braid::report {

/// An axis from 0 to `ticks * step`, with a tick at each multiple of the step, which is 1, 2 or 5 times a
/// power of ten.
struct RoundAxis {
  double step = 1;
  std::uint32_t ticks = 1;  ///< above 0

  [[nodiscard]] double end() const { return ticks * step; }
  [[nodiscard]] std::string label(std::uint32_t tick) const;  ///< `0`, `0.2`, `50`, `1e+06`
};

/// The axis with the smallest step that reaches `greatest` with at most `most_ticks` ticks. REQUIRES that
/// `greatest` is finite and not negative (for 0 the axis ends at 1), and most_ticks >= 1.
[[nodiscard]] RoundAxis round_axis(double greatest, std::uint32_t most_ticks);

}  // namespace braid::report
