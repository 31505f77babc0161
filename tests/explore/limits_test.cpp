#include "braid/checker/explore/limits.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

namespace braid::explore {
namespace {

TEST(Limits, WithoutOptionsNothingStops) {
  Limits limits;
  limits.account_memory(std::int64_t{1} << 60);
  limits.account_steps(std::uint64_t{1} << 63);
  EXPECT_FALSE(limits.poll());
  EXPECT_EQ(limits.stopped(), StopReason::none);
}

TEST(Limits, TheFirstReasonStays) {
  Limits limits;
  limits.request_stop(StopReason::memory);
  limits.request_stop(StopReason::interrupted);
  EXPECT_EQ(limits.stopped(), StopReason::memory);
  EXPECT_TRUE(limits.poll());
}

TEST(Limits, StepsStopWhenTheBudgetIsUsedUp) {
  Limits limits({.time = {}, .memory = {}, .steps = 100});
  limits.account_steps(60);
  EXPECT_EQ(limits.stopped(), StopReason::none);
  limits.account_steps(39);
  EXPECT_EQ(limits.stopped(), StopReason::none);
  limits.account_steps(1);
  EXPECT_EQ(limits.stopped(), StopReason::steps);
}

TEST(Limits, ABudgetOfNoStepsStopsAtOnce) {
  Limits limits({.time = {}, .memory = {}, .steps = 0});
  limits.account_steps(0);
  EXPECT_EQ(limits.stopped(), StopReason::steps);
}

TEST(Limits, MemoryStopsAboveTheLimitNotAtIt) {
  Limits limits({.time = {}, .memory = 1000, .steps = {}});
  limits.account_memory(1000);
  EXPECT_EQ(limits.stopped(), StopReason::none);
  limits.account_memory(-500);
  limits.account_memory(501);
  EXPECT_EQ(limits.stopped(), StopReason::memory);
  EXPECT_EQ(limits.memory_in_use(), 1001U);
}

TEST(Limits, PeakMemoryIsTheMostThatWasEverInUse) {
  Limits limits;
  limits.account_memory(700);
  limits.account_memory(-700);
  limits.account_memory(300);
  EXPECT_EQ(limits.peak_memory(), 700U);
  EXPECT_EQ(limits.memory_in_use(), 300U);
}

TEST(Limits, ATimeThatIsOverStopsAtThePoll) {
  Limits limits({.time = std::chrono::milliseconds(0), .memory = {}, .steps = {}});
  EXPECT_TRUE(limits.poll());
  EXPECT_EQ(limits.stopped(), StopReason::time);
  Limits long_ones({.time = std::chrono::hours(1000), .memory = {}, .steps = {}});
  EXPECT_FALSE(long_ones.poll());
}

TEST(Limits, AWatchedFlagInterrupts) {
  std::atomic<bool> flag = false;
  Limits limits;
  limits.watch(&flag);
  EXPECT_FALSE(limits.poll());
  flag = true;
  EXPECT_TRUE(limits.poll());
  EXPECT_EQ(limits.stopped(), StopReason::interrupted);
}

TEST(StopReason, EveryOneHasAName) {
  for (const StopReason reason :
       {StopReason::none, StopReason::interrupted, StopReason::time, StopReason::memory, StopReason::steps,
        StopReason::disk, StopReason::satisfied}) {
    EXPECT_NE(name_of(reason), "?");
    EXPECT_FALSE(name_of(reason).empty());
  }
}

}  // namespace
}  // namespace braid::explore
