#include "braid/checker/report/load_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/report/load_plot_layout.h"
#include "braid/checker/report/round_axis.h"
#include "braid/checker/report/xml_text.h"

namespace braid::report {
namespace {

/// The colours of Okabe and Ito, "Color Universal Design" (2008), which those who see few colours can tell
/// apart, without the yellow; lighter ones of the same hues on dark ground.
constexpr std::array<std::string_view, kColors> kLight = {"#0072b2", "#d55e00", "#008a63",
                                                          "#b6558e", "#a66f00", "#2f86b8"};
constexpr std::array<std::string_view, kColors> kDark = {"#4fb0ea", "#ff8a3c", "#2fc79a",
                                                         "#e39ac6", "#f0b429", "#8fd0f5"};
/// More series than colours repeat them with the next dashes.
constexpr std::array<std::string_view, 4> kDashes = {"none", "8 3", "3 3", "10 3 3 3"};

void check(const LoadPlot& plot) {
  const auto demand = [](bool met, std::string_view cause) {
    if (!met) throw explore::InternalError(fmt::format("a plot cannot be drawn: {}", cause));
  };
  const auto is_number = [](double number) { return std::isfinite(number) && number >= 0; };
  const auto all_numbers = [&](const std::vector<double>& numbers) {
    return std::all_of(numbers.begin(), numbers.end(), is_number);
  };
  demand(!plot.loads.empty() && !plot.series.empty() && !plot.panels.empty(), "there is nothing to draw");
  demand(all_numbers(plot.loads), "a load is no number from 0");
  for (std::size_t i = 1; i < plot.loads.size(); ++i)
    demand(plot.loads[i - 1] < plot.loads[i], "loads do not grow");
  for (const LoadSeries& series : plot.series)
    demand(is_number(series.saturation.value_or(0)), "a saturation is no number from 0");
  for (const LoadPanel& panel : plot.panels) {
    demand(panel.curves.size() == plot.series.size(), "a panel has not a curve for each series");
    for (const auto& curve : panel.curves) {
      demand(curve.size() == plot.loads.size(), "a curve has not a value for each load");
      demand(all_numbers(curve), "a value is no number from 0");
    }
  }
}

void write_style(std::ostream& out) {
  const auto colors = [&](std::string_view indent, const std::array<std::string_view, kColors>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      out << fmt::format(
          "{0}.load-line-{1} {{ stroke: {2}; fill: none; }}\n{0}.load-name-{1} {{ fill: {2}; }}\n", indent, i,
          all[i]);
    }
  };
  out << "<style>\n"
         ".load-text { font-family: sans-serif; font-size: 12px; fill: #24292f; }\n"
         ".load-title { font-size: 16px; font-weight: bold; }\n"
         ".load-back { fill: #ffffff; }\n"
         ".load-grid { stroke: #d8dee4; stroke-width: 1; }\n"
         ".load-axis { stroke: #57606a; stroke-width: 1; }\n";
  colors("", kLight);
  out << "@media (prefers-color-scheme: dark) {\n"
         "  .load-text { fill: #e6edf3; }\n"
         "  .load-back { fill: #14181d; }\n"
         "  .load-grid { stroke: #30363d; }\n"
         "  .load-axis { stroke: #8b949e; }\n";
  colors("  ", kDark);
  out << "}\n</style>\n";
}

void write_text(std::ostream& out, double x, double y, std::string_view classes, std::string_view anchor,
                std::string_view text) {
  out << fmt::format(R"(<text class="load-text{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", classes,
                     x, y, anchor, xml_text(text))
      << '\n';
}

void write_line(std::ostream& out, std::string_view attributes, double x1, double y1, double x2, double y2) {
  out << fmt::format(R"(<line {} x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>)", attributes, x1, y1, x2,
                     y2)
      << '\n';
}

std::string stroke_of(std::size_t series) {
  return fmt::format(R"(class="load-line-{}" stroke-width="2" stroke-dasharray="{}")", series % kColors,
                     kDashes[series / kColors % kDashes.size()]);
}

void write_axes(std::ostream& out, const PanelLayout& layout, const LoadPlot& plot, const LoadPanel& panel) {
  for (std::uint32_t tick = 0; tick <= layout.vertical.ticks; ++tick) {
    const double y = layout.y_of(tick * layout.vertical.step);
    write_line(out, R"(class="load-grid")", layout.left, y, layout.right, y);
    write_text(out, layout.left - 8, y + 4, "", "end", layout.vertical.label(tick));
  }
  for (std::uint32_t tick = 0; tick <= layout.horizontal.ticks; ++tick) {
    const double load = tick * layout.horizontal.step;
    if (load > layout.greatest_load) break;
    const double x = layout.x_of(load);
    write_line(out, R"(class="load-axis")", x, layout.bottom, x, layout.bottom + 5);
    write_text(out, x, layout.bottom + 19, "", "middle", layout.horizontal.label(tick));
  }
  write_line(out, R"(class="load-axis")", layout.left, layout.top, layout.left, layout.bottom);
  write_line(out, R"(class="load-axis")", layout.left, layout.bottom, layout.right, layout.bottom);
  write_text(out, layout.left, layout.top - 12, "", "start", panel.vertical_title);
  write_text(out, (layout.left + layout.right) / 2, layout.bottom + 37, "", "middle", plot.horizontal_title);
}

void write_curve(std::ostream& out, const PanelLayout& layout, const std::vector<double>& loads,
                 const std::vector<double>& values, std::size_t series) {
  const std::size_t points = std::min(loads.size(), kMostPoints);
  std::string path;
  for (std::size_t i = 0; i < points; ++i) {
    const std::size_t at = points == 1 ? 0 : i * (loads.size() - 1) / (points - 1);
    path +=
        fmt::format("{}{:.1f},{:.1f}", i == 0 ? "M" : " L", layout.x_of(loads[at]), layout.y_of(values[at]));
  }
  if (points == 1) path += " h0.1";  // a dot
  out << fmt::format(R"(<path {} stroke-linecap="round" d="{}"/>)", stroke_of(series), path) << '\n';
}

/// The value of a curve at a load between its ends.
double value_at(const std::vector<double>& loads, const std::vector<double>& values, double load) {
  const auto after =
      static_cast<std::size_t>(std::lower_bound(loads.begin(), loads.end(), load) - loads.begin());
  if (after == 0) return values.front();
  const double part = (load - loads[after - 1]) / (loads[after] - loads[after - 1]);
  return values[after - 1] + part * (values[after] - values[after - 1]);
}

void write_saturation(std::ostream& out, const PanelLayout& layout, const LoadPlot& plot,
                      const std::vector<double>& values, std::size_t series) {
  const auto& saturation = plot.series[series].saturation;
  if (!saturation || !(*saturation >= plot.loads.front() && *saturation <= plot.loads.back())) return;
  const double x = layout.x_of(*saturation);
  const double y = layout.y_of(value_at(plot.loads, values, *saturation));
  write_line(out, fmt::format(R"(class="load-line-{}" stroke-dasharray="1 3")", series % kColors), x,
             layout.top, x, layout.bottom);
  out << fmt::format(R"(<circle class="load-line-{}" stroke-width="2" cx="{:.1f}" cy="{:.1f}" r="4"/>)",
                     series % kColors, x, y)
      << '\n';
}

void write_panel(std::ostream& out, const PanelLayout& layout, const LoadPlot& plot, const LoadPanel& panel) {
  write_axes(out, layout, plot, panel);
  std::vector<double> ends;
  for (std::size_t i = 0; i < panel.curves.size(); ++i) {
    write_saturation(out, layout, plot, panel.curves[i], i);
    write_curve(out, layout, plot.loads, panel.curves[i], i);
    ends.push_back(layout.y_of(panel.curves[i].back()));
  }
  const std::vector<double> heights = spread(ends, layout.top, layout.bottom);
  const double x = layout.right + 8;
  for (std::size_t i = 0; i < heights.size(); ++i) {
    write_text(out, x, heights[i] + 4, fmt::format(" load-name-{}", i % kColors), "start",
               shortened(plot.series[i].name, kLongestLabel));
  }
}

void write_legend(std::ostream& out, double top, const LoadPlot& plot) {
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    const LoadSeries& series = plot.series[i];
    const double y = top + kLegendLine * static_cast<double>(i);
    write_line(out, stroke_of(i), kLeft, y - 4, kLeft + 32, y - 4);
    std::string text = shortened(series.name, kLongestName);
    if (series.saturation) {
      text += fmt::format(": saturates at {:.4g}{}", *series.saturation,
                          *series.saturation > plot.loads.back() ? ", beyond the plot" : "");
    } else {
      text += ": does not saturate";
    }
    write_text(out, kLeft + 40, y, "", "start", text);
  }
}

}  // namespace

void write_load_plot(std::ostream& out, const LoadPlot& plot) {
  check(plot);
  const PlotLayout layout(plot);
  out << fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" version="1.1" role="img" width="{0:.0f}" height="{1:.0f}" viewBox="0 0 {0:.0f} {1:.0f}">)"
      "\n<title>{2}</title>\n",
      kWidth, layout.height(), xml_text(plot.title));
  write_style(out);
  out << fmt::format(R"(<rect class="load-back" width="{:.0f}" height="{:.0f}"/>)", kWidth, layout.height())
      << '\n';
  write_text(out, kLeft, 28, " load-title", "start", shortened(plot.title, kLongestTitle));
  for (std::size_t i = 0; i < plot.panels.size(); ++i)
    write_panel(out, layout.panel(i), plot, plot.panels[i]);
  write_legend(out, layout.legend_top(), plot);
  out << "</svg>\n";
}

}  // namespace braid::report
