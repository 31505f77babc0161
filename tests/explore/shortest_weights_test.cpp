#include "braid/checker/explore/shortest_weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "../package/project/async_afs.h"
#include "sweep_fixture.h"
#include "toy_models.h"

namespace braid::explore {
namespace {

using toys::Counters;
using toys::Walkers;

/// The canonical schedule to each state.
template <Model M>
std::map<SeenState, Schedule> shortest_schedules(const M& model) {
  const ShortestWeights weights(model.actor_count(), model.label_count());
  std::map<SeenState, Schedule> schedules;
  OnVisit observer([&](const CellView& cell) {
    for (std::size_t i = 0; i < cell.count; ++i) {
      const std::uint64_t* record = cell.records + i * cell.weights->record_words;
      const ShortestWeights::Found found = weights.best(*cell.weights, record);
      EXPECT_EQ(found.cost, weights.cost(*cell.weights, record));
      EXPECT_EQ(ShortestWeights::steps_of(found.cost), found.schedule.size());
      schedules[seen_state(cell.control, {cell.states + i * cell.stride, cell.stride})] = found.schedule;
    }
  });
  sweep_with(model, weights, {&observer});
  return schedules;
}

/// The canonical schedule to each state by trying every path.
template <Model M>
class EveryPath {
 public:
  struct Candidate {
    std::size_t steps = 0;
    std::size_t switches = 0;
    Schedule schedule;
    friend auto operator<=>(const Candidate&, const Candidate&) = default;
  };

  explicit EveryPath(const M& model) : model_(model) {
    WideState data{std::vector<std::uint64_t>(model.layout().words(), 0)};
    model.initialize(data);
    visit(model.initial(), data, std::nullopt);
  }

  [[nodiscard]] std::map<SeenState, Schedule> schedules() const {
    std::map<SeenState, Schedule> schedules;
    for (const auto& [state, best] : best_) schedules[state] = best.schedule;
    return schedules;
  }

 private:
  void visit(const OwnedControl& control, const WideState& data, std::optional<std::uint32_t> last) {
    const auto [known, fresh] = best_.try_emplace(seen_state(control.view(), data.words), path_);
    if (!fresh && path_ < known->second) known->second = path_;
    model_.steps(control.view(), [&](const typename M::Step& step) {
      OwnedControl next = control;
      WideState after = data;
      Branch branch = kDisabled;
      model_.template with_kernel<WideState>(step, [&](auto&& kernel) { branch = kernel(after); });
      if (branch == kDisabled) return;
      next.rank = model_.target(control.view(), step, branch, next.positions);
      const Candidate before = path_;
      ++path_.steps;
      if (last && *last != step.actor) ++path_.switches;
      path_.schedule.push_back(step.label);
      visit(next, after, step.actor);
      path_ = before;
    });
  }

  const M& model_;
  Candidate path_;
  std::map<SeenState, Candidate> best_;
};

template <Model M>
void expect_canonical(const M& model) {
  EXPECT_EQ(shortest_schedules(model), EveryPath<M>(model).schedules());
}

TEST(ShortestWeights, IsCanonicalForEveryStateOfSmallModels) {
  expect_canonical(Counters({}));
  expect_canonical(Counters({4}));
  expect_canonical(Counters({3, 3}));
  expect_canonical(Counters({2, 2, 2}));
  expect_canonical(Walkers(1, 7, 4));
  expect_canonical(Walkers(2, 4, 3));
  expect_canonical(Walkers(3, 2, 2));
  expect_canonical(async_afs::AsyncAfs({{"w", "r"}, false}));
  expect_canonical(async_afs::AsyncAfs({{"w", "w"}, true}));
}

/// Schedule of the last state of a sweep.
template <Model M>
Schedule last_schedule(const M& model) {
  const std::map<SeenState, Schedule> schedules = shortest_schedules(model);
  return std::max_element(schedules.begin(), schedules.end(),
                          [](const auto& a, const auto& b) { return a.first.rank < b.first.rank; })
      ->second;
}

TEST(ShortestWeights, FewestSwitchesComeBeforeTheLeastSequence) {
  EXPECT_EQ(last_schedule(Counters({2, 2})), (Schedule{0, 0, 1, 1}));
  EXPECT_EQ(last_schedule(Counters({1, 2, 3})), (Schedule{0, 1, 1, 2, 2, 2}));
}

TEST(ShortestWeights, SchedulesOfOneLabelTakeNoBits) {
  EXPECT_EQ(last_schedule(Counters({300})), Schedule(300, 0));
}

TEST(ShortestWeights, SchedulesMayBeLongerThanAWord) {
  for (const Position length : {31U, 32U, 33U, 63U, 64U, 65U, 128U, 150U}) {
    Schedule expected(length, 0);
    expected.insert(expected.end(), length, 1);
    EXPECT_EQ(last_schedule(Counters({length, length})), expected) << length;
  }
}

TEST(ShortestWeights, LabelsOfAnyWidthArePackedAcrossWords) {
  for (const std::size_t actors : {3U, 5U, 9U, 17U}) {
    std::vector<Position> lengths(actors, 0);
    lengths.front() = 40;
    lengths.back() = 37;
    Schedule expected(40, 0);
    expected.insert(expected.end(), 37, static_cast<std::uint32_t>(actors - 1));
    EXPECT_EQ(last_schedule(Counters(lengths)), expected) << actors;
  }
}

TEST(ShortestWeights, ABoundLeavesOutWhatNeedsMoreSwitches) {
  const Counters model({3, 3});
  const std::map<SeenState, Schedule> all = shortest_schedules(model);
  for (std::uint32_t bound = 0; bound <= 2; ++bound) {
    const ShortestWeights weights(2, 2, bound);
    std::map<SeenState, Schedule> found;
    OnVisit observer([&](const CellView& cell) {
      for (std::size_t i = 0; i < cell.count; ++i) {
        found[seen_state(cell.control, {cell.states + i * cell.stride, cell.stride})] =
            weights.best(*cell.weights, cell.records + i * cell.weights->record_words).schedule;
      }
    });
    sweep_with(model, weights, {&observer});
    for (const auto& [state, schedule] : all) {
      const bool mixed =
          std::adjacent_find(schedule.begin(), schedule.end(), std::not_equal_to<>()) != schedule.end();
      EXPECT_EQ(found.contains(state), bound > 0 || !mixed);
    }
    for (const auto& [state, schedule] : found) EXPECT_EQ(schedule, all.at(state));
  }
}

}  // namespace
}  // namespace braid::explore
