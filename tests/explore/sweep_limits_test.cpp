// How a sweep ends before its end.
#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "sweep_fixture.h"
#include "toy_models.h"

namespace braid::explore {
namespace {

using toys::Counters;
using toys::Walkers;

Limits::Options steps_at_most(std::uint64_t steps) {
  return {.time = {}, .memory = {}, .steps = steps};
}

TEST(SweepLimits, AStepBudgetEndsAtANamedRankWithWhatIsKnown) {
  const Walkers model(3, 8, 4);
  StateCollector all;
  sweep_with(model, ReachWeights(), {&all});
  for (const std::uint64_t budget : {0U, 1U, 7U, 50U, 300U}) {
    // The sweep stops after the first rank with which the budget is used up.
    const RankSummary* last = nullptr;
    const RankSummary* next = nullptr;
    for (const RankSummary& rank : all.ranks()) {
      if (last != nullptr && last->total_transitions >= budget) {
        next = &rank;
        break;
      }
      last = &rank;
    }
    ASSERT_NE(next, nullptr);
    for (const unsigned threads : {1U, 2U, 8U}) {
      Limits limits(steps_at_most(budget));
      Executor executor(threads, 0);
      StateCollector collector;
      Observer* const observers[] = {&collector};
      const SweepResult result = sweep(model, ReachWeights(), observers, executor, limits);
      EXPECT_EQ(result.stopped, StopReason::steps);
      EXPECT_FALSE(result.complete());
      EXPECT_EQ(result.rank, next->rank);
      EXPECT_EQ(result.states, last->total_states);
      EXPECT_EQ(result.transitions, last->total_transitions);
      EXPECT_EQ(collector.states().size(), last->total_states);
    }
  }
}

TEST(SweepLimits, ABudgetThatIsUsedUpWithTheLastRankCutsNothingOff) {
  const Counters model({3, 3});
  const SweepResult whole = sweep_with(model, ReachWeights(), {});
  Executor executor(1);
  Limits enough(steps_at_most(whole.transitions));
  EXPECT_TRUE(sweep(model, ReachWeights(), {}, executor, enough).complete());
  Limits too_few(steps_at_most(whole.transitions - 2));
  EXPECT_EQ(sweep(model, ReachWeights(), {}, executor, too_few).stopped, StopReason::steps);
}

TEST(SweepLimits, ABudgetIsSharedByAllSweepsOfARun) {
  const Counters model({3, 3});
  const SweepResult whole = sweep_with(model, ReachWeights(), {});
  Executor executor(1);
  Limits limits(steps_at_most(2 * whole.transitions - 2));
  EXPECT_TRUE(sweep(model, ReachWeights(), {}, executor, limits).complete());
  EXPECT_EQ(sweep(model, ReachWeights(), {}, executor, limits).stopped, StopReason::steps);
}

TEST(SweepLimits, AFlagInterruptsASweep) {
  for (const unsigned threads : {1U, 2U, 8U}) {
    std::atomic<bool> flag = false;
    Limits limits;
    limits.watch(&flag);
    Executor executor(threads, 0);
    OnVisit observer([&](const CellView& cell) {
      if (cell.control.rank == 5) flag = true;
    });
    StateCollector collector;
    Observer* const observers[] = {&observer, &collector};
    const SweepResult result = sweep(Counters({6, 6, 6}), ReachWeights(), observers, executor, limits);
    EXPECT_EQ(result.stopped, StopReason::interrupted);
    // Rank 5 was under way, or just done.
    EXPECT_GE(result.rank, 5);
    EXPECT_LE(result.rank, 6);
    std::uint64_t states = 0;
    for (const RankSummary& rank : collector.ranks()) states += rank.states;
    EXPECT_EQ(result.states, states);
  }
}

TEST(SweepLimits, AFlagThatIsSetLetsNothingBegin) {
  const std::atomic<bool> flag = true;
  Limits limits;
  limits.watch(&flag);
  Executor executor(1);
  const SweepResult result = sweep(Counters({2, 2}), ReachWeights(), {}, executor, limits);
  EXPECT_EQ(result.stopped, StopReason::interrupted);
  EXPECT_EQ(result.rank, 0);
  EXPECT_EQ(result.states, 0U);
}

TEST(SweepLimits, TooLittleMemoryEndsASweep) {
  for (const unsigned threads : {1U, 2U}) {
    Limits limits({.time = {}, .memory = std::uint64_t{2} << 20, .steps = {}});
    Executor executor(threads, 0);
    const SweepResult result = sweep(Counters({60, 60, 60}), CountWeights(1, 4), {}, executor, limits);
    EXPECT_EQ(result.stopped, StopReason::memory);
    EXPECT_LT(result.states, 61U * 61 * 61);
  }
}

TEST(SweepLimits, AllMemoryIsGivenBackHoweverASweepEnds) {
  const Walkers model(3, 12, 6);
  for (const std::uint64_t budget : {std::uint64_t{0}, std::uint64_t{500}, ~std::uint64_t{0}}) {
    Limits limits(steps_at_most(budget));
    Executor executor(2, 0);
    static_cast<void>(sweep(model, CountWeights(1, 8), {}, executor, limits));
    EXPECT_EQ(limits.memory_in_use(), 0U) << budget;
    EXPECT_GT(limits.peak_memory(), 0U);
  }
}

TEST(SweepLimits, MemoryIsThatOfTheRanksInFront) {
  // A long, narrow sweep takes no more memory than a short one of the same width.
  const auto peak = [](Position length) {
    Limits limits;
    Executor executor(1);
    static_cast<void>(sweep(Counters({length, 3}), CountWeights(1, 4), {}, executor, limits));
    return limits.peak_memory();
  };
  EXPECT_LE(peak(20000), peak(200) * 2);
}

class Satisfied final : public Observer {
 public:
  explicit Satisfied(Rank rank) : rank_(rank) {}
  void visit(unsigned, const CellView&) override {}
  void rank_done(const RankSummary& summary) override { reached_ = summary.rank >= rank_; }
  [[nodiscard]] bool satisfied() const override { return reached_; }

 private:
  Rank rank_;
  bool reached_ = false;
};

TEST(SweepLimits, ASweepEndsWhenAllObserversAreSatisfied) {
  Satisfied early(2);
  Satisfied late(4);
  const SweepResult result = sweep_with(Counters({5, 5}), ReachWeights(), {&early, &late});
  EXPECT_EQ(result.stopped, StopReason::satisfied);
  EXPECT_EQ(result.rank, 4);
  EXPECT_EQ(result.states, 1U + 2 + 3 + 4 + 5);
}

TEST(SweepLimits, AnObserverThatIsNeverSatisfiedSeesEverything) {
  Satisfied early(2);
  StateCollector collector;
  EXPECT_TRUE(sweep_with(Counters({5, 5}), ReachWeights(), {&early, &collector}).complete());
}

}  // namespace
}  // namespace braid::explore
