#include "braid/checker/explore/sweep.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <vector>

#include "../package/project/async_afs.h"
#include "braid/checker/explore/internal_error.h"
#include "sweep_fixture.h"
#include "toy_models.h"

namespace braid::explore {
namespace {

using toys::Counters;
using toys::FallingRank;
using toys::Semaphores;
using toys::Walkers;

/// All states, by the plainest search there is.
template <Model M>
std::set<SeenState> search(const M& model) {
  struct Node {
    OwnedControl control;
    WideState data;
  };
  std::set<SeenState> seen;
  std::vector<Node> waiting;
  const auto reach = [&](Node node) {
    if (seen.insert(seen_state(node.control.view(), node.data.words)).second)
      waiting.push_back(std::move(node));
  };
  Node first{model.initial(), {std::vector<std::uint64_t>(model.layout().words(), 0)}};
  model.initialize(first.data);
  reach(first);
  while (!waiting.empty()) {
    const Node node = waiting.back();
    waiting.pop_back();
    model.steps(node.control.view(), [&](const typename M::Step& step) {
      Node next = node;
      Branch branch = kDisabled;
      model.template with_kernel<WideState>(step, [&](auto&& kernel) { branch = kernel(next.data); });
      if (branch == kDisabled) return;
      next.control.rank = model.target(node.control.view(), step, branch, next.control.positions);
      reach(next);
    });
  }
  return seen;
}

template <Model M>
void expect_each_state_once(const M& model) {
  const std::set<SeenState> expected = search(model);
  const CountWeights weights(2, kChoices);
  std::map<SeenState, StateCollector::Seen> first;
  for (const unsigned threads : {1U, 2U, 8U}) {
    SCOPED_TRACE(threads);
    StateCollector collector;
    const SweepResult result = sweep_with(model, weights, {&collector}, threads);
    EXPECT_TRUE(result.complete());
    EXPECT_EQ(result.states, expected.size());
    ASSERT_EQ(collector.states().size(), expected.size());
    auto state = expected.begin();
    for (const auto& [found, seen] : collector.states()) {
      ASSERT_EQ(found, *state++);
      ASSERT_EQ(seen.times, 1);
    }
    // Weights and choices too are the same for every number of threads.
    if (first.empty()) first = collector.states();
    EXPECT_TRUE(collector.states() == first);
  }
}

TEST(Sweep, ShowsEachReachableStateOnceWithTheSameWeightsForAllThreads) {
  expect_each_state_once(Counters({3, 4, 5}));
  expect_each_state_once(Walkers(3, 7, 3));
  expect_each_state_once(Semaphores({1, 1}, {{{true, 0}, {true, 1}, {false, 0}}, {{true, 1}, {true, 0}}}));
  expect_each_state_once(async_afs::AsyncAfs(async_afs::family(2, 3)));
  expect_each_state_once(async_afs::AsyncAfs(async_afs::family(3, 1)));
}

TEST(Sweep, ReproducesTheAsynchronousFamily) {
  struct Known {
    std::uint32_t clients, rounds;
    std::uint64_t states, transitions, final_states;
  };
  for (const Known& known : {Known{2, 1, 64, 106, 3}, Known{2, 2, 341, 635, 7}, Known{2, 3, 1312, 2576, 17},
                             Known{2, 4, 4388, 8898, 44}, Known{3, 1, 1568, 4080, 10},
                             Known{4, 1, 27712, 98000, 50}, Known{3, 2, 40108, 122829, 83}
#ifndef BRAID_SMALL_SCOPE
                             ,
                             Known{3, 3, 776521, 2478018, 503}
#endif
       }) {
    const async_afs::AsyncAfs model(async_afs::family(known.clients, known.rounds));
    for (const unsigned threads : {1U, 2U, 8U}) {
      std::atomic<std::uint64_t> final_states = 0;
      std::atomic<std::uint64_t> incoherent = 0;
      OnVisit observer([&](const CellView& cell) {
        WideState state;
        for (std::size_t i = 0; i < cell.count; ++i) {
          state.words.assign(cell.states + i * cell.stride, cell.states + (i + 1) * cell.stride);
          if (!model.coherent(cell.control, state)) ++incoherent;
          if (cell.choices_of(i) != 0) continue;
          ++final_states;
          EXPECT_EQ(cell.ending, Ending::final);
        }
      });
      const SweepResult result = sweep_with(model, ReachWeights(), {&observer}, threads);
      EXPECT_EQ(result.states, known.states);
      EXPECT_EQ(result.transitions, known.transitions);
      EXPECT_EQ(final_states, known.final_states);
      EXPECT_EQ(incoherent, 0U);
      EXPECT_FALSE(result.graded);
      EXPECT_TRUE(result.conditional);
    }
  }
}

TEST(Sweep, ShowsRanksInTheirOrderAndAddsThemUp) {
  StateCollector collector;
  const SweepResult result = sweep_with(Walkers(2, 6, 2), ReachWeights(), {&collector});
  std::uint64_t states = 0;
  Rank last = -1;
  std::uint64_t widest = 0;
  for (const RankSummary& rank : collector.ranks()) {
    EXPECT_GT(rank.rank, last);
    last = rank.rank;
    states += rank.states;
    widest = std::max(widest, rank.states);
    EXPECT_EQ(rank.total_states, states);
  }
  EXPECT_EQ(states, result.states);
  EXPECT_EQ(widest, result.widest_rank);
  EXPECT_EQ(last, result.rank);
  EXPECT_EQ(last, 12);
  EXPECT_EQ(collector.ranks().back().total_transitions, result.transitions);
}

TEST(Sweep, CountsTheCellsOfEachRank) {
  StateCollector collector;
  sweep_with(Counters({2, 2}), ReachWeights(), {&collector});
  std::vector<std::uint64_t> cells;
  for (const RankSummary& rank : collector.ranks()) cells.push_back(rank.cells);
  EXPECT_EQ(cells, (std::vector<std::uint64_t>{1, 2, 3, 2, 1}));
}

TEST(Sweep, ARankThatDoesNotGrowIsAnInternalError) {
  for (const unsigned threads : {1U, 2U}) {
    EXPECT_THROW(sweep_with(FallingRank(), ReachWeights(), {}, threads), InternalError);
  }
}

TEST(Sweep, AnObserversExceptionComesThrough) {
  OnVisit observer([](const CellView& cell) {
    if (cell.control.rank == 3) throw std::runtime_error("three");
  });
  for (const unsigned threads : {1U, 2U, 8U}) {
    EXPECT_THROW(sweep_with(Counters({5, 5}), ReachWeights(), {&observer}, threads), std::runtime_error);
  }
}

TEST(Sweep, AModelWithoutStepsHasOneState) {
  StateCollector collector;
  const SweepResult result = sweep_with(Counters({}), CountWeights(1, 2), {&collector});
  EXPECT_TRUE(result.complete());
  EXPECT_EQ(result.states, 1U);
  EXPECT_EQ(result.transitions, 0U);
  EXPECT_EQ(collector.states().begin()->second.record, (std::vector<std::uint64_t>{1, 1}));
}

/// Counters that leave a mark in a word of their own, so that states are `words` wide.
class WideCounters : public Counters {
 public:
  struct Step : Counters::Step {
    Field mark;
    std::uint64_t value = 0;
  };
  WideCounters(std::vector<Position> lengths, std::size_t words) : Counters(std::move(lengths)) {
    for (std::size_t word = 0; word < words; ++word) marks_.push_back(layout_.add(63));
  }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  template <class Sink>
  void steps(Control control, Sink&& sink) const {
    Counters::steps(control, [&](const Counters::Step& plain) {
      Step step;
      static_cast<Counters::Step&>(step) = plain;
      // The last word and others are marked; what is marked depends on the order of steps.
      step.mark = marks_[(marks_.size() - 1) * (plain.actor + 1) / actor_count()];
      step.value = static_cast<std::uint64_t>(control.rank) << 50 | 1;
      sink(step);
    });
  }
  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    batch([mark = step.mark, value = step.value](S& state) -> Branch {
      state.set(mark, value);
      return 0;
    });
  }

 private:
  Layout layout_;
  std::vector<Field> marks_;
};

TEST(Sweep, StatesMayHaveManyWords) {
  std::uint64_t states = 0;
  for (const std::size_t words : {2U, 3U, 4U, 5U, 9U, 17U, 64U}) {
    SCOPED_TRACE(words);
    const WideCounters model({3, 3}, words);
    EXPECT_EQ(model.layout().words(), words);
    expect_each_state_once(model);
    StateCollector collector;
    const SweepResult result = sweep_with(model, ReachWeights(), {&collector});
    if (states == 0) states = result.states;
    EXPECT_EQ(result.states, states);
    EXPECT_GT(states, 16U);
  }
}

}  // namespace
}  // namespace braid::explore
