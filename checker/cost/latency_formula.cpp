#include "braid/checker/cost/latency_formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "braid/tracer/diagnostic.h"

namespace braid::cost {
namespace {

using explore::BigRational;

constexpr std::array<std::string_view, 3> kDistances = {"Lnet", "Ldisk", "Lmem"};

std::array<const Polynomial*, 3> terms_of(const LatencyFormula& formula) {
  return {&formula.network, &formula.disk, &formula.memory};
}

std::string show_term(const Polynomial& blocks, std::string_view distance, const std::string& variable) {
  if (blocks == Polynomial{{BigRational(1)}}) return std::string(distance);
  const auto powers = std::count_if(blocks.coefficients.begin(), blocks.coefficients.end(),
                                    [](const BigRational& coefficient) { return coefficient != 0; });
  const std::string shown = blocks.show(variable);
  return powers == 1 ? fmt::format("{}·{}", shown, distance) : fmt::format("({})·{}", shown, distance);
}

/// The polynomial q with q·b = a, if there is one. REQUIRES that b is not 0.
std::optional<Polynomial> quotient(Polynomial a, const Polynomial& b) {
  Polynomial result;
  if (a.coefficients.size() >= b.coefficients.size())
    result.coefficients.assign(a.coefficients.size() - b.coefficients.size() + 1, BigRational(0));
  for (std::size_t at = result.coefficients.size(); at-- > 0;) {
    const BigRational factor = a.coefficients[at + b.coefficients.size() - 1] / b.coefficients.back();
    result.coefficients[at] = factor;
    for (std::size_t power = 0; power < b.coefficients.size(); ++power)
      a.coefficients[at + power] -= factor * b.coefficients[power];
  }
  const bool exact = std::all_of(a.coefficients.begin(), a.coefficients.end(),
                                 [](const BigRational& rest) { return rest == 0; });
  return exact ? std::optional(result) : std::nullopt;
}

/// Which distance the only term is at; nothing where there are none, or several.
std::optional<std::size_t> only_term(const LatencyFormula& formula) {
  std::optional<std::size_t> only;
  const auto terms = terms_of(formula);
  for (std::size_t at = 0; at < terms.size(); ++at) {
    if (terms[at]->is_zero()) continue;
    if (only) return std::nullopt;
    only = at;
  }
  return only;
}

}  // namespace

std::string LatencyFormula::show() const {
  std::string text;
  const auto terms = terms_of(*this);
  for (std::size_t at = 0; at < terms.size(); ++at) {
    if (terms[at]->is_zero()) continue;
    text += (text.empty() ? "" : " + ") + show_term(*terms[at], kDistances[at], variable);
  }
  return text.empty() ? "0" : text;
}

LatencyFormula LatencyFormula::dominant() const {
  LatencyFormula dominant;
  dominant.variable = variable;
  if (!network.is_zero()) {
    dominant.network = network;
  } else if (!disk.is_zero()) {
    dominant.disk = disk;
  } else {
    dominant.memory = memory;
  }
  return dominant;
}

LatencyFormula latency_formula(const std::string& source, const std::string& variable,
                               const std::vector<std::int64_t>& sizes, const std::vector<Price>& prices) {
  LatencyFormula formula;
  formula.variable = variable;
  const auto fit = [&](const auto& blocks_of) {
    std::vector<std::int64_t> blocks;
    for (const Price& price : prices) blocks.push_back(static_cast<std::int64_t>(blocks_of(price)));
    if (blocks.size() == 1) return blocks[0] == 0 ? Polynomial{} : Polynomial{{BigRational(blocks[0])}};
    const std::optional<Polynomial> found = interpolate(sizes, blocks);
    if (found) return *found;
    throw InputError(
        source, {},
        fmt::format("the costs at {} = {} follow no formula: {}", variable, fmt::join(sizes, ", "),
                    fmt::join(blocks, ", ")),
        fmt::format("`size {0} = A to B` with more sizes, all on one side of the capacities", variable));
  };
  formula.network = fit([](const Price& price) { return price.network_blocks(); });
  formula.disk = fit([](const Price& price) { return price.disk_accesses; });
  formula.memory = fit([](const Price& price) { return price.memory_accesses; });
  return formula;
}

std::string ratio(const LatencyFormula& a, const LatencyFormula& b) {
  const std::optional<std::size_t> above = only_term(a);
  const std::optional<std::size_t> below = only_term(b);
  if (b.show() == "0") return "-";
  if (above && below) {
    const std::string& variable = a.variable;
    const std::optional<Polynomial> blocks = quotient(*terms_of(a)[*above], *terms_of(b)[*below]);
    const std::string distances =
        *above == *below ? "" : fmt::format("{}/{}", kDistances[*above], kDistances[*below]);
    if (blocks) {
      const bool one = *blocks == Polynomial{{BigRational(1)}};
      if (distances.empty()) return blocks->show(variable);
      return one ? distances : fmt::format("{}·{}", blocks->show(variable), distances);
    }
  }
  return fmt::format("({}) / ({})", a.show(), b.show());
}

}  // namespace braid::cost
