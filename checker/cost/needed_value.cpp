#include "braid/checker/cost/needed_value.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace braid::cost {
namespace {

constexpr int kTriesEachWay = 60;  // 20 a decade
constexpr int kMostBisections = 60;

/// How far the stretch is off with the parameter times 10^(3 i / kTriesEachWay), i any number.
class Deviation {
 public:
  Deviation(const NetworkOf& protocol, std::span<const double> values, std::size_t number, double clients,
            double stretch)
      : protocol_(protocol),
        values_(values.begin(), values.end()),
        number_(number),
        value_(values[number]),
        clients_(clients),
        stretch_(stretch) {}

  [[nodiscard]] double value_at(double i) const {
    return value_ * std::pow(kFurthestFactor, i / kTriesEachWay);
  }
  double operator()(double i) {
    values_[number_] = value_at(i);
    return stretch_at(protocol_(values_), clients_) - stretch_;
  }

 private:
  const NetworkOf& protocol_;
  std::vector<double> values_;
  std::size_t number_;
  double value_;
  double clients_;
  double stretch_;
};

double bisected(Deviation& deviation, double low, double high) {
  const bool grows = deviation(low) < 0;
  for (int k = 0; k < kMostBisections; ++k) {
    const double middle = low + (high - low) / 2;
    ((deviation(middle) < 0) == grows ? low : high) = middle;
  }
  return deviation.value_at(low + (high - low) / 2);
}

/// Whether the stretch becomes right on the way.
bool crosses(double from, double to) {
  return (from < 0) != (to < 0);
}

}  // namespace

NeededValue needed_value(const NetworkOf& protocol, std::span<const double> values, std::size_t number,
                         double clients, double stretch) {
  Deviation deviation(protocol, values, number, clients, stretch);
  std::vector<double> tried;
  for (int i = -kTriesEachWay; i <= kTriesEachWay; ++i) tried.push_back(deviation(i));
  NeededValue needed;
  needed.least_stretch = stretch + *std::min_element(tried.begin(), tried.end());
  needed.greatest_stretch = stretch + *std::max_element(tried.begin(), tried.end());
  const auto as_it_is = tried.begin() + kTriesEachWay;
  if (*as_it_is == 0) needed.value = values[number];
  for (int i = 0; i < kTriesEachWay && !needed.value; ++i) {
    if (crosses(as_it_is[i], as_it_is[i + 1])) {
      needed.value = bisected(deviation, i, i + 1);
    } else if (crosses(as_it_is[-i], as_it_is[-i - 1])) {
      needed.value = bisected(deviation, -i - 1, -i);
    }
  }
  return needed;
}

}  // namespace braid::cost
