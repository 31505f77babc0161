#include "braid/checker/explore/outcomes.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "sweep_fixture.h"
#include "toy_models.h"

namespace braid::explore {
namespace {

using toys::Semaphores;

/// A cell with one field of 4 bits in bit 0 and another in bit 4; by hand.
struct HandMadeCell {
  HandMadeCell() {
    weights.record_words = 2;
    weights.count_limbs = 1;
    weights.exponents = {1};
    view.stride = 2;
    view.weights = &weights;
  }
  /// A state with these fields, `noise` elsewhere, this many schedules, and mass.
  void add(std::uint64_t low, std::uint64_t high, std::uint64_t noise, std::uint64_t schedules,
           std::uint64_t mass, std::uint32_t choices_here = 0) {
    states.insert(states.end(), {noise << 8 | high << 4 | low, noise});
    records.insert(records.end(), {schedules, mass});
    choices.push_back(choices_here);
    view.states = states.data();
    view.records = records.data();
    view.choices = choices.data();
    view.count = choices.size();
  }
  std::vector<std::uint64_t> states, records;
  std::vector<std::uint32_t> choices;
  CellWeights weights;
  CellView view;
};

OutcomeGrouping grouping_of_fields() {
  const auto read = [](ObservableId id, Control) {
    return id == 0 ? Reading{{0, 0, 4}, 100} : id == 1 ? Reading{{0, 4, 4}, -1} : Reading{{}, 42};
  };
  return {{0, 1, 2}, read, [](Control) { return std::vector<std::uint32_t>{1, 3}; }};
}

TEST(OutcomeGrouping, StatesWithEqualValuesFormOneOutcome) {
  HandMadeCell cell;
  cell.view.ending = Ending::final;
  cell.add(1, 2, 5, 1, 0);
  cell.add(3, 2, 6, 1, 0);
  cell.add(1, 2, 7, 1, 0);
  cell.add(1, 0, 7, 1, 0, /*choices_here=*/2);
  OutcomeGrouping grouping = grouping_of_fields();
  std::map<OutcomeKey, std::vector<std::uint32_t>> groups;
  grouping.group(cell.view, [&](const OutcomeKey& key, std::span<const std::uint32_t> states) {
    EXPECT_TRUE(groups.emplace(key, std::vector<std::uint32_t>(states.begin(), states.end())).second);
  });
  const std::map<OutcomeKey, std::vector<std::uint32_t>> expected = {
      {{Ending::final, {101, 1, 42}, {}}, {0, 2}},
      {{Ending::final, {103, 1, 42}, {}}, {1}},
  };
  EXPECT_EQ(groups, expected);
}

TEST(OutcomeGrouping, BlockedStatesAreToldApartByWhoWaitsOnly) {
  HandMadeCell cell;
  cell.view.ending = Ending::blocked;
  cell.add(1, 2, 0, 1, 0);
  cell.add(9, 9, 0, 1, 0);
  OutcomeGrouping grouping = grouping_of_fields();
  int groups = 0;
  grouping.group(cell.view, [&](const OutcomeKey& key, std::span<const std::uint32_t> states) {
    ++groups;
    EXPECT_EQ(key, (OutcomeKey{Ending::blocked, {}, {1, 3}}));
    EXPECT_EQ(states.size(), 2U);
  });
  EXPECT_EQ(groups, 1);
}

TEST(OutcomeGrouping, ErrorsAreOneOutcome) {
  HandMadeCell cell;
  cell.view.ending = Ending::error;
  cell.add(1, 2, 0, 1, 0);
  cell.add(9, 9, 0, 1, 0);
  OutcomeGrouping grouping = grouping_of_fields();
  int groups = 0;
  grouping.group(cell.view, [&](const OutcomeKey& key, std::span<const std::uint32_t> states) {
    ++groups;
    EXPECT_EQ(key, (OutcomeKey{Ending::error, {}, {}}));
    EXPECT_EQ(states.size(), 2U);
  });
  EXPECT_EQ(groups, 1);
}

TEST(OutcomeGrouping, StatesThatGoOnAreNoOutcome) {
  HandMadeCell cell;
  cell.add(1, 2, 0, 1, 0, 1);
  OutcomeGrouping grouping = grouping_of_fields();
  grouping.group(cell.view, [](const OutcomeKey&, std::span<const std::uint32_t>) { ADD_FAILURE(); });
  cell.view.choices = nullptr;
  cell.view.uniform_choices = 3;
  grouping.group(cell.view, [](const OutcomeKey&, std::span<const std::uint32_t>) { ADD_FAILURE(); });
}

TEST(OutcomeCollector, AddsUpOverCellsAndWorkers) {
  const CountWeights weights(1, 4);
  OutcomeCollector collector(weights, grouping_of_fields());
  collector.begin(3);
  HandMadeCell early;
  early.view.ending = Ending::final;
  early.view.control.rank = 4;
  early.add(1, 2, 5, 10, 100);
  early.add(1, 2, 6, 20, 200);
  HandMadeCell late = early;
  late.view.states = late.states.data();
  late.view.records = late.records.data();
  late.view.choices = late.choices.data();
  late.view.weights = &late.weights;
  late.view.control.rank = 9;
  late.weights.exponents = {0, 7};
  late.add(5, 5, 5, 1, 1);
  collector.visit(2, late.view);
  collector.visit(0, early.view);
  collector.visit(2, early.view);
  const OutcomeTable table = collector.take_table();
  ASSERT_EQ(table.size(), 2U);
  const OutcomeWeight& common = table.at({Ending::final, {101, 1, 42}, {}});
  EXPECT_EQ(common.schedules, 90);
  EXPECT_EQ(common.masses, std::vector<std::uint64_t>{900});
  EXPECT_EQ(common.first_rank, 4);
  const OutcomeWeight& rare = table.at({Ending::final, {105, 4, 42}, {}});
  EXPECT_EQ(rare.schedules, 1);
  EXPECT_EQ(rare.first_rank, 9);
  EXPECT_EQ(collector.exponents(), (std::vector<std::uint32_t>{1, 7}));
}

TEST(OutcomeCollector, FindsEveryWayToBlock) {
  // Two signals, three who wait: each pair may get through, and the third waits.
  const Semaphores model({0}, {{{false, 0}, {false, 0}}, {{true, 0}}, {{true, 0}}, {{true, 0}}});
  const CountWeights weights(1, kChoices);
  OutcomeCollector collector(weights, grouping_of(model));
  sweep_with(model, weights, {&collector}, 2);
  std::set<std::vector<std::uint32_t>> waiting;
  BigInteger schedules = 0;
  for (const auto& [key, weight] : collector.take_table()) {
    EXPECT_EQ(key.ending, Ending::blocked);
    EXPECT_EQ(weight.first_rank, 4);
    waiting.insert(key.waiting);
    schedules += weight.schedules;
  }
  EXPECT_EQ(waiting, (std::set<std::vector<std::uint32_t>>{{1}, {2}, {3}}));
  // s s w w and s w s w, and 3 * 2 orders of those who get through.
  EXPECT_EQ(schedules, 12);
}

TEST(OutcomeCollector, AnEmptyTableWithoutEndings) {
  const CountWeights weights(1, 2);
  OutcomeCollector collector(weights, grouping_of_fields());
  collector.begin(2);
  EXPECT_TRUE(collector.take_table().empty());
}

}  // namespace
}  // namespace braid::explore
