// The batch evaluator, the evaluator of single states and a naive one agree.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "afs_signature.h"
#include "braid/checker/explore/packed.h"
#include "braid/checker/formula/batch_evaluator.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/explanation.h"
#include "braid/checker/formula/parser.h"
#include "random_expression.h"

namespace braid::formula::testing {
namespace {

using explore::Field;
using explore::Observable;
using explore::Reading;
using explore::Signature;

BoundFormula bound(const Signature& signature, std::string_view text,
                   ConditionKind kind = ConditionKind::always) {
  return bind_condition(kind, parse_expression("test", text), signature);
}

/// States of one cell, packed at random, and what they hold.
struct Cell {
  std::vector<Reading> readings;  ///< of all observables
  std::vector<std::uint64_t> words;
  std::size_t stride = 1;
  std::vector<Values> states;

  [[nodiscard]] std::vector<Reading> readings_of(std::span<const explore::ObservableId> ids) const {
    std::vector<Reading> some;
    for (const explore::ObservableId id : ids) some.push_back(readings[id]);
    return some;
  }
};

/// Some observables are constant in the cell, the others have any part of their range, in fields of any place
/// and up to two bits too wide.
Cell random_cell(const Signature& signature, RandomExpressions& random, std::size_t states) {
  Cell cell;
  std::vector<std::pair<std::int64_t, std::uint64_t>> spans;  // least value, number of values
  unsigned used = 0;
  std::uint32_t word = 0;
  const unsigned usable = random.below(2) == 0 ? 63 : 64;
  for (const Observable& observable : signature.observables) {
    const auto size = static_cast<std::uint64_t>(observable.greatest - observable.least) + 1;
    const std::uint64_t values = random.below(4) == 0 ? 1 : 1 + random.below(size);
    const auto least = observable.least + static_cast<std::int64_t>(random.below(size - values + 1));
    unsigned width = explore::bits_for(values - 1);
    if (width != 0 && observable.type != explore::ValueType::boolean)
      width += static_cast<unsigned>(random.below(3));
    if (used + width > usable) {
      ++word;
      used = 0;
    }
    cell.readings.push_back(
        {width == 0 ? Field{}
                    : Field{word, static_cast<std::uint8_t>(used), static_cast<std::uint8_t>(width)},
         least});
    spans.emplace_back(least, values);
    used += width + static_cast<unsigned>(random.below(3));
  }
  cell.stride = word + 1 + random.below(2);
  for (std::size_t i = 0; i < states; ++i) {
    explore::WideState state{std::vector<std::uint64_t>(cell.stride)};
    Values values;
    for (std::size_t id = 0; id < spans.size(); ++id) {
      const std::uint64_t offset = random.below(spans[id].second);
      if (cell.readings[id].field.width > 0) state.set(cell.readings[id].field, offset);
      values.push_back(spans[id].first + static_cast<std::int64_t>(offset));
    }
    cell.words.insert(cell.words.end(), state.words.begin(), state.words.end());
    cell.states.push_back(std::move(values));
  }
  return cell;
}

void expect_agreement(const std::vector<BoundFormula>& formulas, const std::vector<RandomExpression>& naive,
                      BatchEvaluator& evaluator, const Cell& cell) {
  const std::vector<Reading> readings = cell.readings_of(evaluator.used());
  Deciding deciding;
  evaluator.evaluate(readings, cell.words.data(), cell.stride, cell.states.size(), deciding);
  ASSERT_EQ(deciding.first.size(), formulas.size());
  std::vector<std::uint64_t> mask((cell.states.size() + 63) / 64);
  for (std::size_t f = 0; f < formulas.size(); ++f) {
    evaluator.deciding_states(f, readings, cell.words.data(), cell.stride, cell.states.size(), mask);
    std::size_t first = Deciding::kNone;
    for (std::size_t s = 0; s < cell.states.size(); ++s) {
      const bool truth = naive[f].value({}, cell.states[s]) != 0;
      const bool decides = truth == decided_by_truth(formulas[f].kind);
      if (decides && first == Deciding::kNone) first = s;
      const auto get = [&](explore::ObservableId id) { return cell.states[s][id]; };
      ASSERT_EQ(deciding_instance(formulas[f], get) < formulas[f].instances.size(), decides) << naive[f].text;
      ASSERT_EQ((mask[s / 64] >> (s % 64) & 1) != 0, decides) << naive[f].text;
    }
    ASSERT_EQ(deciding.first[f], first) << naive[f].text;
  }
}

TEST(Batch, AgreesWithTheNaiveEvaluatorOnRandomExpressions) {
  const Signature signature = random_signature();
  RandomExpressions random(signature, 20240229);
  constexpr std::array kKinds{ConditionKind::always, ConditionKind::never, ConditionKind::exists,
                              ConditionKind::forall};
  std::size_t bound_formulas = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<BoundFormula> formulas;
    std::vector<RandomExpression> naive;
    for (std::uint64_t f = 0; f < 1 + random.below(3); ++f) {
      const RandomExpression expression = random.condition(4);
      try {
        formulas.push_back(bound(signature, expression.text, kKinds[random.below(4)]));
        naive.push_back(expression);
      } catch (const InputError& error) {
        ASSERT_NE(std::string(error.what()).find("can leave the range of 64-bit"), std::string::npos)
            << error.what();
      }
    }
    bound_formulas += formulas.size();
    BatchEvaluator evaluator(formulas);
    for (int c = 0; c < 4; ++c) {
      const Cell cell = random_cell(signature, random, c == 0 ? 0 : random.below(c == 1 ? 600 : 20) + 1);
      expect_agreement(formulas, naive, evaluator, cell);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(bound_formulas, 600U);
}

TEST(Batch, FindsTheFirstFailingStateInAnyBlock) {
  const Signature signature = random_signature();
  const std::vector formulas{bound(signature, "flag[c0, a] implies server[a] = data[c0, a]")};
  BatchEvaluator evaluator(formulas);
  ASSERT_EQ(evaluator.used().size(), 3U);
  const std::vector<Reading> readings{{{0, 3, 3}, 0}, {{0, 9, 3}, 0}, {{0, 20, 1}, 0}};
  for (const std::size_t at : {0U, 1U, 255U, 256U, 257U, 999U}) {
    std::vector<std::uint64_t> words(1000, std::uint64_t{1} << 20 | 3U << 3 | 3U << 9);
    words[at] = std::uint64_t{1} << 20 | 3U << 3 | 2U << 9;
    Deciding deciding;
    evaluator.evaluate(readings, words.data(), 1, words.size(), deciding);
    EXPECT_EQ(deciding.first, std::vector<std::size_t>{at});
    evaluator.evaluate(readings, words.data(), 1, at, deciding);
    EXPECT_FALSE(deciding.any());
  }
}

TEST(Batch, ReadsStatesOfSeveralWords) {
  const Signature signature = random_signature();
  const std::vector formulas{bound(signature, "server[a] = data[c0, a]")};
  BatchEvaluator evaluator(formulas);
  const std::vector<Reading> readings{{{2, 60, 3}, 0}, {{0, 1, 3}, 0}};
  std::vector<std::uint64_t> words(3 * 300);
  for (std::size_t s = 0; s < 300; ++s) {
    words[3 * s] = s % 5 << 1;
    words[3 * s + 1] = ~std::uint64_t{0};
    words[3 * s + 2] = (s == 270 ? (s + 1) % 5 : s % 5) << 60;
  }
  Deciding deciding;
  evaluator.evaluate(readings, words.data(), 3, 300, deciding);
  EXPECT_EQ(deciding.first[0], 270U);
}

TEST(Batch, FormulasOfConstantsNeedNoObservables) {
  const Signature signature = random_signature();
  const std::vector formulas{bound(signature, "1 + 1 = 2"), bound(signature, "2 < 1"),
                             bound(signature, "2 < 1", ConditionKind::exists),
                             bound(signature, "count[c0, a] <= 4 or count[c0, a] > 4")};
  BatchEvaluator evaluator(formulas);
  EXPECT_TRUE(evaluator.used().empty());
  const std::vector<std::uint64_t> words(3);
  Deciding deciding;
  evaluator.evaluate({}, words.data(), 1, 3, deciding);
  EXPECT_EQ(deciding.first, (std::vector<std::size_t>{Deciding::kNone, 0, Deciding::kNone, Deciding::kNone}));
  evaluator.evaluate({}, words.data(), 1, 0, deciding);
  EXPECT_FALSE(deciding.any());
}

TEST(Batch, CompilesOnceForEqualReadings) {
  const Signature signature = random_signature();
  const std::vector formulas{
      bound(signature, "for c in clients, f in files: flag[c, f] implies count[c, f] > 0")};
  BatchEvaluator evaluator(formulas);
  RandomExpressions random(signature, 7);
  const Cell cell = random_cell(signature, random, 10);
  Deciding deciding;
  for (int i = 0; i < 5; ++i) {
    evaluator.evaluate(cell.readings_of(evaluator.used()), cell.words.data(), cell.stride, 10, deciding);
  }
  EXPECT_EQ(evaluator.compiled(), 4U);
}

TEST(Batch, ManyKindsOfCellsOnlyRestartTheCache) {
  const Signature signature = random_signature();
  const std::vector formulas{bound(signature, "big[c0] < many[c1]")};
  BatchEvaluator evaluator(formulas);
  Deciding deciding;
  const std::uint64_t word = 7;
  for (std::int64_t base = 0; base < 10000; ++base) {
    const std::vector<Reading> readings{{{}, base}, {{0, 0, 3}, base % 2 == 0 ? base : base - 7}};
    evaluator.evaluate(readings, &word, 1, 1, deciding);
    ASSERT_EQ(deciding.any(), base % 2 != 0) << base;
  }
}

}  // namespace
}  // namespace braid::formula::testing
