#include "braid/checker/explore/merge_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace braid::explore {
namespace {

template <std::size_t Words>
State<Words> state_of(std::uint64_t number) {
  State<Words> state{};
  // Low bits, high bits and the last word all tell states apart.
  state.words[0] = number * 0x1000000;
  state.words[Words - 1] ^= number % 3;
  return state;
}

/// Against a map, over several uses of one table.
template <std::size_t Words>
void expect_numbers_in_order_of_arrival() {
  MergeTable<Words> table;
  std::mt19937_64 random(Words);
  for (const std::size_t universe : {1U, 50U, 5000U, 100U}) {
    table.clear(universe / 10);
    std::map<std::uint64_t, std::uint32_t> known;
    for (int batch = 0; batch < 100; ++batch) {
      std::vector<std::uint64_t> keys(1 + random() % 256);
      std::vector<State<Words>> states;
      for (std::uint64_t& key : keys) {
        key = random() % universe;
        states.push_back(state_of<Words>(key));
      }
      std::vector<std::uint32_t> numbers(keys.size());
      table.reserve(keys.size());
      table.locate(states.data(), states.size(), numbers.data());
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto number = known.emplace(keys[i], static_cast<std::uint32_t>(known.size())).first->second;
        ASSERT_EQ(numbers[i], number);
      }
      ASSERT_EQ(table.count(), known.size());
    }
    for (const auto& [key, number] : known) EXPECT_EQ(table.states()[number], state_of<Words>(key));
  }
}

TEST(MergeTable, NumbersStatesInTheOrderInWhichTheyFirstCome) {
  expect_numbers_in_order_of_arrival<1>();
  expect_numbers_in_order_of_arrival<2>();
  expect_numbers_in_order_of_arrival<4>();
  expect_numbers_in_order_of_arrival<64>();
}

TEST(MergeTable, ClearEmptiesItAndKeepsItsMemory) {
  MergeTable<1> table;
  table.clear(10000);
  table.reserve(10000);
  const std::size_t bytes = table.bytes();
  std::uint32_t number = 7;
  const State<1> state{{{42}}};
  table.locate(&state, 1, &number);
  EXPECT_EQ(table.count(), 1U);
  table.clear(1);
  EXPECT_EQ(table.count(), 0U);
  EXPECT_EQ(table.bytes(), bytes);
  table.locate(&state, 1, &number);
  EXPECT_EQ(number, 0U);
}

TEST(MergeTable, TheZeroStateIsAStateLikeOthers) {
  MergeTable<2> table;
  table.clear(4);
  table.reserve(3);
  const State<2> states[] = {{{{0, 1}}}, {{{0, 0}}}, {{{0, 0}}}};
  std::uint32_t numbers[3];
  table.locate(states, 3, numbers);
  EXPECT_EQ(numbers[0], 0U);
  EXPECT_EQ(numbers[1], 1U);
  EXPECT_EQ(numbers[2], 1U);
}

}  // namespace
}  // namespace braid::explore
