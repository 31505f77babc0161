#include "braid/checker/report/load_plot_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "braid/checker/report/xml_text.h"

namespace braid::report {
namespace {

constexpr double kPanelHeight = 220;
constexpr double kAboveFirst = 64;  // the plot's title, and the panel's
constexpr double kBetweenPanels = 84;
constexpr double kBelowPanels = 66;
constexpr double kLabelGap = 14;
constexpr double kCharacterWidth = 7.5;  // of the widest fonts at 12 pixels
constexpr double kMostHorizontalTicks = 10;
constexpr std::uint32_t kVerticalTicks = 6;

double greatest_of(const LoadPanel& panel) {
  double greatest = 0;
  for (const auto& curve : panel.curves)
    greatest = std::max(greatest, *std::max_element(curve.begin(), curve.end()));
  return greatest;
}

}  // namespace

PlotLayout::PlotLayout(const LoadPlot& plot) {
  std::size_t longest = 0;
  for (const LoadSeries& series : plot.series)
    longest = std::max(longest, std::min(character_count(series.name), kLongestLabel));
  PanelLayout panel;
  panel.left = kLeft;
  panel.right = kWidth - 20 - kCharacterWidth * static_cast<double>(longest);
  if (plot.loads.back() > 0) panel.greatest_load = plot.loads.back();
  // No more ticks than clients: there is no half of one.
  const double ticks = std::clamp(std::ceil(panel.greatest_load), 1.0, kMostHorizontalTicks);
  panel.horizontal = round_axis(panel.greatest_load, static_cast<std::uint32_t>(ticks));
  for (const LoadPanel& drawn : plot.panels) {
    panel.top = panels_.empty() ? kAboveFirst : panel.bottom + kBetweenPanels;
    panel.bottom = panel.top + kPanelHeight;
    panel.vertical = round_axis(greatest_of(drawn), kVerticalTicks);
    panels_.push_back(panel);
  }
  legend_top_ = panel.bottom + kBelowPanels;
  height_ = legend_top_ + kLegendLine * static_cast<double>(plot.series.size() - 1) + 16;
}

std::vector<double> spread(std::span<const double> heights, double top, double bottom) {
  std::vector<std::size_t> order(heights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return heights[a] < heights[b]; });
  std::vector<double> moved(heights.begin(), heights.end());
  double least = top;
  for (const std::size_t i : order) {
    moved[i] = std::max(moved[i], least);
    least = moved[i] + kLabelGap;
  }
  double greatest = bottom;
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    moved[*i] = std::min(moved[*i], greatest);
    greatest = moved[*i] - kLabelGap;
  }
  return moved;
}

}  // namespace braid::report
