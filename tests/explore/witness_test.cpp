#include "braid/checker/explore/witness.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "../package/project/async_afs.h"
#include "sweep_fixture.h"
#include "toy_models.h"

namespace braid::explore {
namespace {

using toys::Counters;
using toys::Semaphores;

/// Every state of a model is a target.
class EveryState final : public Sought {
 public:
  explicit EveryState(const std::map<SeenState, StateCollector::Seen>& states) {
    for (const auto& [state, seen] : states) {
      targets_.emplace(state, fewest_steps_.size());
      fewest_steps_.push_back(static_cast<std::uint64_t>(state.rank));
    }
  }
  [[nodiscard]] std::size_t targets() const override { return targets_.size(); }
  [[nodiscard]] std::uint64_t fewest_steps(std::size_t target) const override {
    return fewest_steps_[target];
  }
  void look(unsigned, const CellView& cell,
            const std::function<void(std::size_t, std::uint32_t)>& found) override {
    for (std::uint32_t i = 0; i < cell.count; ++i) {
      found(targets_.at(seen_state(cell.control, {cell.states + i * cell.stride, cell.stride})), i);
    }
  }

 private:
  std::map<SeenState, std::size_t> targets_;
  std::vector<std::uint64_t> fewest_steps_;
};

/// States whose first actor stands at some position.
class FirstActorAt final : public Sought {
 public:
  FirstActorAt(std::vector<Position> positions, std::vector<std::uint64_t> fewest_steps)
      : positions_(std::move(positions)), fewest_steps_(std::move(fewest_steps)) {}
  [[nodiscard]] std::size_t targets() const override { return positions_.size(); }
  [[nodiscard]] std::uint64_t fewest_steps(std::size_t target) const override {
    return fewest_steps_[target];
  }
  void look(unsigned, const CellView& cell,
            const std::function<void(std::size_t, std::uint32_t)>& found) override {
    for (std::size_t target = 0; target < positions_.size(); ++target) {
      if (cell.control.positions[0] != positions_[target]) continue;
      for (std::uint32_t i = 0; i < cell.count; ++i) found(target, i);
    }
  }

 private:
  std::vector<Position> positions_;
  std::vector<std::uint64_t> fewest_steps_;
};

template <Model M>
void expect_bounded_equals_unbounded(const M& model) {
  StateCollector collector;
  const SweepResult whole = sweep_with(model, ReachWeights(), {&collector});
  ASSERT_TRUE(whole.graded);
  Limits limits;
  Executor one(1, 0);
  EveryState plain(collector.states());
  const Witnesses expected = find_witnesses(model, plain, false, one, limits);
  EXPECT_EQ(expected.stopped, StopReason::none);
  for (const unsigned threads : {1U, 2U, 8U}) {
    Executor executor(threads, 0);
    EveryState sought(collector.states());
    const Witnesses found = find_witnesses(model, sought, true, executor, limits);
    EXPECT_EQ(found.stopped, StopReason::none);
    for (std::size_t target = 0; target < expected.schedules.size(); ++target) {
      ASSERT_TRUE(expected.schedules[target].has_value());
      ASSERT_EQ(found.schedules[target], expected.schedules[target]);
    }
  }
}

TEST(FindWitnesses, FewSwitchesFirstFindsTheSameAsAllAtOnce) {
  expect_bounded_equals_unbounded(Counters({4, 4, 4}));
  expect_bounded_equals_unbounded(Counters({}));
  // Turns that are forced one by one: far more switches than the first bound allows.
  std::vector<Semaphores::Operation> ping, pong;
  for (int turn = 0; turn < 12; ++turn) {
    ping.insert(ping.end(), {{true, 0}, {false, 1}});
    pong.insert(pong.end(), {{true, 1}, {false, 0}});
  }
  expect_bounded_equals_unbounded(Semaphores({1, 0}, {ping, pong}));
  expect_bounded_equals_unbounded(Semaphores(
      {1, 1}, {{{true, 0}, {true, 1}, {false, 0}}, {{true, 1}, {true, 0}}, {{false, 0}, {true, 0}}}));
}

TEST(FindWitnesses, ATargetIsFoundAtItsFewestStepsAlthoughLaterOnesSwitchLess) {
  // Actor 0 can go on only after actors 1 and 2 have signalled in turns; its position 1 is reached after
  // that.
  std::vector<Semaphores::Operation> first = {{true, 2}};
  std::vector<Semaphores::Operation> second, third;
  for (int turn = 0; turn < 6; ++turn) {
    second.insert(second.end(), {{true, 0}, {false, 1}});
    third.insert(third.end(), {{true, 1}, {false, 0}});
  }
  third.push_back({false, 2});
  const Semaphores model({1, 0, 0}, {first, second, third});
  Limits limits;
  Executor executor(1);
  FirstActorAt sought({1}, {6 * 4 + 2});
  const Witnesses found = find_witnesses(model, sought, true, executor, limits);
  FirstActorAt same({1}, {6 * 4 + 2});
  const Witnesses expected = find_witnesses(model, same, false, executor, limits);
  ASSERT_TRUE(expected.schedules[0].has_value());
  EXPECT_EQ(expected.schedules[0]->size(), 26U);
  EXPECT_EQ(found.schedules[0], expected.schedules[0]);
}

TEST(FindWitnesses, WherePathsDifferInLengthTheShortestIsFound) {
  const toys::Walkers model(2, 8, 3);
  Limits limits;
  Executor executor(2, 0);
  FirstActorAt sought({0, 3, 8}, {0, 0, 0});
  const Witnesses found = find_witnesses(model, sought, false, executor, limits);
  EXPECT_EQ(found.schedules[0], Schedule{});
  // Leap two squares, walk one.
  EXPECT_EQ(found.schedules[1], (Schedule{1, 0}));
  // Walk, which freezes the road, leap and slide twice, walk.
  EXPECT_EQ(found.schedules[2], (Schedule{0, 1, 1, 0}));
}

TEST(FindWitnesses, NothingSoughtIsFoundAtOnce) {
  Limits limits({.time = {}, .memory = {}, .steps = 0});
  Executor executor(1);
  FirstActorAt sought({}, {});
  const Witnesses found = find_witnesses(Counters({3, 3}), sought, true, executor, limits);
  EXPECT_TRUE(found.schedules.empty());
  EXPECT_EQ(found.stopped, StopReason::none);
}

TEST(FindWitnesses, ATargetThatNoStateIsHasNoSchedule) {
  Limits limits;
  Executor executor(1);
  for (const bool graded : {true, false}) {
    FirstActorAt sought({2, 9}, {2, 9});
    const Witnesses found = find_witnesses(Counters({3, 3}), sought, graded, executor, limits);
    EXPECT_EQ(found.schedules[0], (Schedule{0, 0}));
    EXPECT_EQ(found.schedules[1], std::nullopt);
    EXPECT_EQ(found.stopped, StopReason::none);
  }
}

TEST(FindWitnesses, ALimitThatEndsTheSearchIsNamed) {
  Executor executor(1);
  for (const bool graded : {true, false}) {
    Limits limits({.time = {}, .memory = {}, .steps = 5});
    FirstActorAt sought({1, 3}, {1, 3});
    const Witnesses found = find_witnesses(Counters({3, 3}), sought, graded, executor, limits);
    EXPECT_EQ(found.stopped, StopReason::steps);
    EXPECT_EQ(found.schedules[1], std::nullopt);
  }
}

}  // namespace
}  // namespace braid::explore
