// A plot of how servers behave under load, as a picture in SVG.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace braid::report {

/// What a curve of each panel stands for.
struct LoadSeries {
  std::string name;                  ///< of the protocol
  std::optional<double> saturation;  ///< the load at which its server saturates
};

/// One diagram; all panels of a plot have the same horizontal axis.
struct LoadPanel {
  std::string vertical_title;               ///< `time, relative to one client`
  std::vector<std::vector<double>> curves;  ///< [series][load]; not negative
};

struct LoadPlot {
  std::string title;
  std::string horizontal_title;  ///< `clients`
  std::vector<double> loads;     ///< growing, the first not negative
  std::vector<LoadSeries> series;
  std::vector<LoadPanel> panels;
};

/// Writes the panels below each other, with round ticks from 0, a curve a series with its name at its end,
/// and a dotted line and a circle where its server saturates; below them a legend, which tells the saturation
/// also where it lies outside the plot. One document of SVG 1.1 without scripts or references, readable in
/// light and dark surroundings. The same bytes for the same plot; long curves are thinned to kMostPoints
/// points. Throws explore::InternalError for a plot without loads, series or panels, whose sizes do not fit,
/// or whose numbers are not as said.
void write_load_plot(std::ostream& out, const LoadPlot& plot);

inline constexpr std::size_t kMostPoints = 500;

}  // namespace braid::report
