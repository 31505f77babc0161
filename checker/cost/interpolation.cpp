#include "braid/checker/cost/interpolation.h"

#include <fmt/format.h>

namespace braid::cost {

using explore::BigRational;

namespace {

void drop_leading_zeros(std::vector<BigRational>& coefficients) {
  while (!coefficients.empty() && coefficients.back() == 0) coefficients.pop_back();
}

std::string show_power(const std::string& variable, std::size_t power) {
  return power == 1 ? variable : fmt::format("{}^{}", variable, power);
}

}  // namespace

BigRational Polynomial::at(std::int64_t x) const {
  BigRational value = 0;
  const BigRational variable = x;
  for (std::size_t power = coefficients.size(); power-- > 0;) {
    value *= variable;
    value += coefficients[power];
  }
  return value;
}

std::string Polynomial::show(const std::string& variable) const {
  std::string text;
  for (std::size_t power = coefficients.size(); power-- > 0;) {
    const BigRational& coefficient = coefficients[power];
    if (coefficient == 0) continue;
    const bool negative = coefficient < 0;
    const BigRational size = abs(coefficient);
    if (!text.empty()) text += negative ? " - " : " + ";
    if (text.empty() && negative) text += "-";
    if (power == 0) {
      text += size.str();
    } else if (size == 1) {
      text += show_power(variable, power);
    } else {
      text += fmt::format("{}·{}", size.str(), show_power(variable, power));
    }
  }
  return text.empty() ? "0" : text;
}

std::optional<Polynomial> interpolate(std::span<const std::int64_t> xs, std::span<const std::int64_t> ys) {
  // differences[k] becomes the divided difference over the first k + 1 points.
  std::vector<BigRational> differences(ys.begin(), ys.end());
  for (std::size_t order = 1; order < differences.size(); ++order) {
    for (std::size_t at = differences.size(); at-- > order;) {
      differences[at] -= differences[at - 1];
      differences[at] /= BigRational(xs[at] - xs[at - order]);
    }
  }
  drop_leading_zeros(differences);
  if (differences.size() >= xs.size()) return std::nullopt;
  // Horner's scheme over (x - xs[k]).
  Polynomial polynomial;
  std::vector<BigRational>& sum = polynomial.coefficients;
  for (std::size_t order = differences.size(); order-- > 0;) {
    std::vector<BigRational> next(sum.size() + 1, BigRational(0));
    for (std::size_t power = 0; power < sum.size(); ++power) {
      next[power + 1] += sum[power];
      next[power] -= sum[power] * xs[order];
    }
    next[0] += differences[order];
    sum = std::move(next);
  }
  drop_leading_zeros(sum);
  return polynomial;
}

}  // namespace braid::cost
