// Where the parts of a load plot lie.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "braid/checker/report/load_plot.h"
#include "braid/checker/report/round_axis.h"

namespace braid::report {

// In pixels of SVG, from the upper left corner, or in characters.
inline constexpr double kWidth = 760;
inline constexpr double kLeft = 64;
inline constexpr double kLegendLine = 20;
inline constexpr std::size_t kColors = 6;
inline constexpr std::size_t kLongestLabel = 20;  ///< characters at the end of a curve
inline constexpr std::size_t kLongestName = 60;   ///< in the legend
inline constexpr std::size_t kLongestTitle = 70;

struct PanelLayout {
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
  double greatest_load = 1;  ///< at `right`; the last tick may lie left of it
  RoundAxis horizontal;
  RoundAxis vertical;

  [[nodiscard]] double x_of(double load) const { return left + load / greatest_load * (right - left); }
  [[nodiscard]] double y_of(double value) const { return bottom - value / vertical.end() * (bottom - top); }
};

class PlotLayout {
 public:
  explicit PlotLayout(const LoadPlot& plot);

  [[nodiscard]] double height() const { return height_; }
  [[nodiscard]] double legend_top() const { return legend_top_; }
  [[nodiscard]] const PanelLayout& panel(std::size_t number) const { return panels_[number]; }

 private:
  std::vector<PanelLayout> panels_;
  double legend_top_ = 0;
  double height_ = 0;
};

/// Moves labels at `heights` up and down until none covers another, as little as is simple, and keeps their
/// order; those of the same height in theirs. Between `top` and `bottom` as long as they have room there.
[[nodiscard]] std::vector<double> spread(std::span<const double> heights, double top, double bottom);

}  // namespace braid::report
