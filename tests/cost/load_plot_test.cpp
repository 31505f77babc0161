// Plots of load: well formed, the same bytes, round axes, escaped text.
#include "braid/checker/report/load_plot.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <sstream>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/report/load_curves.h"
#include "braid/checker/report/load_plot_layout.h"
#include "braid/checker/report/round_axis.h"
#include "braid/checker/report/xml_text.h"
#include "well_formed_xml.h"

namespace braid::test {
namespace {

using namespace report;

std::string drawn(const LoadPlot& plot) {
  std::ostringstream out;
  write_load_plot(out, plot);
  return out.str();
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

LoadPlot two_protocols() {
  LoadPlot plot;
  plot.title = "Two servers";
  plot.horizontal_title = "clients";
  plot.loads = {1, 2, 3, 4};
  plot.series = {{"afs1", 2.5}, {"afs2", 10}};
  plot.panels = {{"time", {{1, 1.2, 1.6, 2.25}, {1, 1.05, 1.1, 1.2}}}};
  return plot;
}

TEST(WellFormedXml, IsToldFromOther) {
  EXPECT_EQ(xml_fault("<a b=\"1\"><c/>text &amp; more</a>\n"), "");
  EXPECT_EQ(xml_fault("<a><c></a>"), "a closes c");
  EXPECT_EQ(xml_fault("<a>"), "the document ends inside a");
  EXPECT_EQ(xml_fault("<a>1 & 2</a>"), "an & that is no reference");
  EXPECT_EQ(xml_fault("<a b=\"<\"/>"), "a < that is no tag");
  EXPECT_EQ(xml_fault("<a b=\"1\" b=\"2\"/>"), "b is there twice");
  EXPECT_EQ(xml_fault("<a/><b/>"), "something follows the document's element");
  EXPECT_EQ(xml_fault("<a>\x01</a>"), "a control character");
}

TEST(LoadPlot, IsThisFile) {
  std::ifstream file(BRAID_GOLDEN_PLOT, std::ios::binary);
  std::ostringstream expected;
  expected << file.rdbuf();
  ASSERT_FALSE(expected.str().empty());
  EXPECT_EQ(drawn(two_protocols()), expected.str());
  EXPECT_EQ(xml_fault(expected.str()), "");
}

TEST(LoadPlot, MarksSaturationWhereItIsInside) {
  const std::string picture = drawn(two_protocols());
  EXPECT_EQ(count_of(picture, "<circle"), 1U);
  EXPECT_EQ(count_of(picture, ">afs1: saturates at 2.5<"), 1U);
  EXPECT_EQ(count_of(picture, ">afs2: saturates at 10, beyond the plot<"), 1U);
  LoadPlot plot = two_protocols();
  plot.series[0].saturation.reset();
  plot.series[1].saturation = 4;
  EXPECT_EQ(count_of(drawn(plot), ">afs1: does not saturate<"), 1U);
  EXPECT_EQ(count_of(drawn(plot), "<circle"), 1U);
}

TEST(LoadPlot, EscapesItsTexts) {
  LoadPlot plot = two_protocols();
  plot.title = "<script>\"a\" & 'b'</script>";
  plot.horizontal_title = "a<b";
  plot.panels[0].vertical_title = "]]>&";
  plot.series[0].name = "x\x01\xFF<";
  const std::string picture = drawn(plot);
  EXPECT_EQ(xml_fault(picture), "");
  EXPECT_EQ(count_of(picture, "<script"), 0U);
  EXPECT_EQ(count_of(picture, ">&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;<"), 2U);
  EXPECT_EQ(count_of(picture, ">x\xEF\xBF\xBD\xEF\xBF\xBD&lt;<"), 1U);
}

TEST(LoadPlot, IsSelfContained) {
  const std::string picture = drawn(two_protocols());
  for (const char* reference : {"<script", "href", "url(", "@import", "onload", "<image"})
    EXPECT_EQ(count_of(picture, reference), 0U) << reference;
  EXPECT_EQ(count_of(picture, "http"), 1U) << "the name space only";
  EXPECT_EQ(count_of(picture, "prefers-color-scheme: dark"), 1U);
}

TEST(LoadPlot, DrawsOnePointAndMany) {
  LoadPlot plot = two_protocols();
  plot.loads = {1};
  plot.panels[0].curves = {{1}, {1}};
  EXPECT_EQ(xml_fault(drawn(plot)), "");
  plot.loads.clear();
  std::vector<double> values;
  for (int i = 1; i <= 10'000; ++i) {
    plot.loads.push_back(i);
    values.push_back(i);
  }
  plot.panels[0].curves = {values, values};
  const std::string picture = drawn(plot);
  EXPECT_EQ(count_of(picture, " L"), 2 * (kMostPoints - 1));
  EXPECT_EQ(xml_fault(picture), "");
}

TEST(LoadPlot, TellsMoreSeriesThanColorsApart) {
  LoadPlot plot = two_protocols();
  plot.series.clear();
  plot.panels[0].curves.clear();
  for (int i = 0; i < 8; ++i) {
    plot.series.push_back({fmt::format("protocol {} {}", i, std::string(200, 'x')), {}});
    plot.panels[0].curves.push_back({1, 1, 1, 1});
  }
  const std::string picture = drawn(plot);
  EXPECT_EQ(count_of(picture, "<path class=\"load-line-1\" stroke-width=\"2\" stroke-dasharray=\"none\""),
            1U);
  EXPECT_EQ(count_of(picture, "<path class=\"load-line-1\" stroke-width=\"2\" stroke-dasharray=\"8 3\""), 1U);
  EXPECT_EQ(count_of(picture, std::string(61, 'x')), 0U) << "names are shortened";
}

std::string fault_of(const LoadPlot& plot) {
  try {
    (void)drawn(plot);
  } catch (const explore::InternalError& error) {
    return error.what();
  }
  return "drawn";
}

TEST(LoadPlot, RefusesWhatCannotBeDrawn) {
  const auto fault = [](auto change) {
    LoadPlot plot = two_protocols();
    change(plot);
    return fault_of(plot);
  };
  EXPECT_EQ(fault([](auto&) {}), "drawn");
  EXPECT_EQ(fault([](auto& plot) { plot.loads.clear(); }),
            "a plot cannot be drawn: there is nothing to draw");
  EXPECT_EQ(fault([](auto& plot) { plot.panels.clear(); }),
            "a plot cannot be drawn: there is nothing to draw");
  EXPECT_EQ(fault([](auto& plot) { plot.loads[1] = 1; }), "a plot cannot be drawn: loads do not grow");
  EXPECT_EQ(fault([](auto& plot) { plot.series.pop_back(); }),
            "a plot cannot be drawn: a panel has not a curve for each series");
  EXPECT_EQ(fault([](auto& plot) { plot.panels[0].curves[1].pop_back(); }),
            "a plot cannot be drawn: a curve has not a value for each load");
  EXPECT_EQ(fault([](auto& plot) { plot.panels[0].curves[1][0] = std::numeric_limits<double>::infinity(); }),
            "a plot cannot be drawn: a value is no number from 0");
  EXPECT_EQ(fault([](auto& plot) { plot.series[0].saturation = -1; }),
            "a plot cannot be drawn: a saturation is no number from 0");
}

std::string labels_of(const RoundAxis& axis) {
  std::string labels;
  for (std::uint32_t tick = 0; tick <= axis.ticks; ++tick) labels += (tick > 0 ? " " : "") + axis.label(tick);
  return labels;
}

TEST(RoundAxis, HasRoundTicks) {
  EXPECT_EQ(labels_of(round_axis(4, 6)), "0 1 2 3 4");
  EXPECT_EQ(labels_of(round_axis(2.25, 6)), "0 0.5 1 1.5 2 2.5");
  EXPECT_EQ(labels_of(round_axis(0.3, 6)), "0 0.05 0.1 0.15 0.2 0.25 0.3");
  EXPECT_EQ(labels_of(round_axis(0.7, 10)), "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7");
  EXPECT_EQ(labels_of(round_axis(99, 6)), "0 20 40 60 80 100");
  EXPECT_EQ(labels_of(round_axis(101, 6)), "0 20 40 60 80 100 120");
  EXPECT_EQ(labels_of(round_axis(121, 6)), "0 50 100 150");
  EXPECT_EQ(labels_of(round_axis(0, 6)), "0 1");
  EXPECT_EQ(labels_of(round_axis(5, 1)), "0 5");
  EXPECT_EQ(labels_of(round_axis(6, 1)), "0 10");
  EXPECT_EQ(labels_of(round_axis(2'000'000, 4)), "0 500000 1e+06 1.5e+06 2e+06");
}

TEST(RoundAxis, ReachesEveryNumber) {
  for (double greatest = 1e-9; greatest < 1e9; greatest *= 1.0137) {
    for (const std::uint32_t most : {1U, 4U, 10U}) {
      const RoundAxis axis = round_axis(greatest, most);
      EXPECT_GE(axis.end(), greatest * (1 - 1e-8));
      EXPECT_LE(axis.ticks, most);
      EXPECT_GE(axis.ticks, 1U);
      EXPECT_LT((axis.ticks - 1) * axis.step, greatest);
    }
  }
}

TEST(LoadPlotLayout, SpreadsLabels) {
  using Heights = std::vector<double>;
  EXPECT_EQ(spread(Heights{50, 10}, 0, 100), (Heights{50, 10}));
  EXPECT_EQ(spread(Heights{50, 50, 50}, 0, 100), (Heights{50, 64, 78}));
  EXPECT_EQ(spread(Heights{95, 90, 20}, 0, 100), (Heights{100, 86, 20}));
  EXPECT_EQ(spread(Heights{}, 0, 100), Heights{});
}

TEST(XmlText, KeepsWhatXmlCanHold) {
  EXPECT_EQ(xml_text("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(xml_text("\xC3\xA4\t\n"), "\xC3\xA4\t\n");
  EXPECT_EQ(xml_text(std::string_view("\0", 1)), "\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xEF\xBF\xBF"), "\xEF\xBF\xBD");
  EXPECT_EQ(shortened("abcdef", 6), "abcdef");
  EXPECT_EQ(shortened("abcdefg", 6), "abcde\xE2\x80\xA6");
  EXPECT_EQ(shortened("\xC3\xA4\xC3\xA4\xC3\xA4", 2), "\xC3\xA4\xE2\x80\xA6");
  EXPECT_EQ(character_count("\xC3\xA4\xFFz"), 3U);
}

TEST(LoadCurves, AreThoseOfTheNetworks) {
  const cost::ClosedNetwork lone("test", {{"cpu", cost::StationKind::queueing, 100}});
  const cost::ClosedNetwork idle("test", {{"client", cost::StationKind::delay, 100}});
  const std::vector<ProtocolNetwork> protocols = {{"lone", lone}, {"idle", idle}};
  const LoadPlot plot = load_curves("title", "active users", protocols, 3, 5);
  EXPECT_EQ(plot.loads, (std::vector<double>{5, 10, 15}));
  EXPECT_EQ(plot.series[0].saturation, 5.0);
  EXPECT_EQ(plot.series[1].saturation, std::nullopt);
  ASSERT_EQ(plot.panels.size(), 3U);
  EXPECT_EQ(plot.panels[0].curves, (std::vector<std::vector<double>>{{1, 2, 3}, {1, 1, 1}}));
  EXPECT_EQ(plot.panels[1].curves, (std::vector<std::vector<double>>{{36, 36, 36}, {36, 72, 108}}));
  EXPECT_EQ(plot.panels[2].curves, (std::vector<std::vector<double>>{{100, 100, 100}, {0, 0, 0}}));
  EXPECT_EQ(xml_fault(drawn(plot)), "");
}

}  // namespace
}  // namespace braid::test
