// Runs with whichever threads the build has chosen: oneTBB or plain ones.
#include "braid/checker/explore/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace braid::explore {
namespace {

class ExecutorOf : public testing::TestWithParam<unsigned> {};

TEST_P(ExecutorOf, CallsEachTaskOnce) {
  Executor executor(GetParam());
  EXPECT_EQ(executor.workers(), GetParam());
  for (const std::size_t count : {0U, 1U, 2U, 7U, 1000U}) {
    std::vector<std::atomic<int>> calls(count);
    executor.for_each(count, [&](std::size_t index, unsigned) { ++calls[index]; });
    for (const std::atomic<int>& each : calls) EXPECT_EQ(each, 1);
  }
}

TEST_P(ExecutorOf, NoTwoTasksWithTheSameWorkerRunAtOnce) {
  Executor executor(GetParam());
  std::vector<std::atomic<bool>> busy(GetParam());
  std::atomic<int> clashes = 0;
  for (int round = 0; round < 50; ++round) {
    executor.for_each(64, [&](std::size_t, unsigned worker) {
      ASSERT_LT(worker, busy.size());
      if (busy[worker].exchange(true)) ++clashes;
      std::this_thread::yield();
      busy[worker] = false;
    });
  }
  EXPECT_EQ(clashes, 0);
}

TEST_P(ExecutorOf, HandsOnAnExceptionAndGoesOnWorking) {
  Executor executor(GetParam());
  const auto failing = [](std::size_t index, unsigned) {
    if (index == 13) throw std::runtime_error("thirteen");
  };
  EXPECT_THROW(executor.for_each(100, failing), std::runtime_error);
  std::atomic<int> calls = 0;
  executor.for_each(100, [&](std::size_t, unsigned) { ++calls; });
  EXPECT_EQ(calls, 100);
}

TEST_P(ExecutorOf, ResultsOfARoundAreSeenByTheNext) {
  Executor executor(GetParam());
  std::vector<std::uint64_t> values(256, 0);
  for (std::uint64_t round = 1; round <= 100; ++round) {
    executor.for_each(values.size(), [&](std::size_t index, unsigned) {
      ASSERT_EQ(values[index], round - 1);
      values[index] = round;
    });
  }
}

INSTANTIATE_TEST_SUITE_P(Workers, ExecutorOf, testing::Values(1U, 2U, 3U, 8U));

TEST(Executor, OneWorkerIsTheCaller) {
  Executor executor(1);
  const std::thread::id caller = std::this_thread::get_id();
  executor.for_each(10, [&](std::size_t, unsigned worker) {
    EXPECT_EQ(worker, 0U);
    EXPECT_EQ(std::this_thread::get_id(), caller);
  });
}

TEST(Executor, MoreWorkersThanTheMachineHasDoWorkAtOnce) {
  constexpr unsigned kWorkers = 4;
  Executor executor(kWorkers);
  // Each task waits until all four are running.
  std::atomic<unsigned> running = 0;
  std::atomic<unsigned> saw_all = 0;
  executor.for_each(kWorkers, [&](std::size_t, unsigned) {
    ++running;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (running < kWorkers && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    if (running == kWorkers) ++saw_all;
  });
  EXPECT_EQ(saw_all, kWorkers);
  EXPECT_GE(Executor::hardware_workers(), 1U);
}

TEST(Executor, KnowsFromWhichSizeOnARankIsWorthItsThreads) {
  EXPECT_EQ(Executor(2).worth_threads(), Executor::kWorthThreads);
  EXPECT_EQ(Executor(2, 5).worth_threads(), 5U);
}

}  // namespace
}  // namespace braid::explore
