// The search for states against a slow oracle, which tries every placement of every hidden step.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "braid/checker/conformance/byte_register.h"
#include "braid/checker/conformance/file_size.h"
#include "braid/checker/conformance/growing_stamp.h"
#include "braid/checker/conformance/state_search.h"
#include "literal_search.h"

namespace braid::conformance {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr int kStride = 7;
#else
constexpr int kStride = 1;
#endif

template <class Machine>
using InvocationOf = Invocation<typename Machine::Step>;

template <class Machine>
std::string print(const std::vector<InvocationOf<Machine>>& invocations) {
  std::string text;
  for (const auto& invocation : invocations) {
    text += fmt::format("{}: {}..{}{}:", invocation.call, invocation.start, invocation.end,
                        invocation.required ? "" : " perhaps");
    for (const auto& step : invocation.steps) {
      if constexpr (std::is_same_v<Machine, ByteRegister>) {
        text += fmt::format(" {}({})", static_cast<int>(step.kind), step.content);
      } else if constexpr (std::is_same_v<Machine, FileSize>) {
        text += fmt::format(" {}({})", static_cast<int>(step.kind), step.size);
      } else {
        text += fmt::format(" {}({})", static_cast<int>(step.kind), step.value);
      }
    }
    text += '\n';
  }
  return text;
}

/// Whether search and oracle agree; adds to `violated`.
template <class Machine>
bool agree(const Machine& machine, const std::vector<InvocationOf<Machine>>& invocations, int& violated) {
  StateSearch<Machine> search(machine, invocations, 100'000, [](std::uint32_t) { return std::string(); });
  const SearchResult result = search.run();
  const typename Machine::State initial = machine.initial();
  const auto expected = LiteralSearch<Machine>(machine, {&initial, 1}, invocations).first_unexplained();
  EXPECT_EQ(result.unexplained, expected) << print<Machine>(invocations);
  EXPECT_EQ(result.forgotten, 0U);
  EXPECT_EQ(result.states.empty(), !expected) << print<Machine>(invocations);
  violated += expected ? 1 : 0;
  return result.unexplained == expected;
}

/// All ways in which the starts and ends of so many calls of different clients can follow each other.
std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> all_intervals(std::size_t calls) {
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < calls; ++k) order.insert(order.end(), 2, k);
  std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>> all;
  do {
    std::vector<std::pair<std::int64_t, std::int64_t>> intervals(calls, {0, 0});
    for (std::size_t place = 0; place < order.size(); ++place) {
      auto& [start, end] = intervals[order[place]];
      (start == 0 ? start : end) = static_cast<std::int64_t>(place + 1);
    }
    all.push_back(intervals);
  } while (std::next_permutation(order.begin(), order.end()));
  return all;
}

TEST(StateSearchOracle, AgreesOnEveryHistoryOfARegisterWithFourCalls) {
  Contents contents;
  ASSERT_EQ(contents.id_of("a"), 2U);
  ASSERT_EQ(contents.id_of("b"), 3U);
  const ByteRegister machine{contents};
  constexpr std::size_t kCalls = 4;
  constexpr std::uint32_t kChoices = 5;  // reads of two values, writes of them, a lost write
  int histories = 0;
  int violated = 0;
  int number = 0;
  for (const auto& intervals : all_intervals(kCalls)) {
    for (std::uint32_t choice = 0; choice < kChoices * kChoices * kChoices * kChoices; ++choice) {
      if (number++ % (97 * kStride) != 0) continue;
      std::vector<InvocationOf<ByteRegister>> invocations;
      std::uint32_t left = choice;
      for (std::uint32_t k = 0; k < kCalls; ++k, left /= kChoices) {
        const std::uint32_t what = left % kChoices;
        const bool lost = what == 4;
        const auto kind = what < 2 ? ByteRegister::Kind::read : ByteRegister::Kind::write;
        invocations.push_back({k,
                               intervals[k].first,
                               lost ? kNever : intervals[k].second,
                               !lost,
                               {{kind, 2 + (lost ? 0 : what % 2), ByteRegister::kAnyLife}}});
      }
      ++histories;
      if (!agree(machine, invocations, violated)) return;
    }
  }
  EXPECT_GT(violated, histories / 20);
  EXPECT_LT(violated, histories * 19 / 20);
}

TEST(StateSearchOracle, AgreesOnRandomHistoriesOfThreeClientsWithLosses) {
  Contents contents;
  ASSERT_EQ(contents.id_of("a"), 2U);
  ASSERT_EQ(contents.id_of("b"), 3U);
  const ByteRegister machine{contents};
  std::mt19937 random(20261126);
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  int violated = 0;
  const int draws = 1800 / kStride;
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<InvocationOf<ByteRegister>> invocations;
    std::uint32_t call = 0;
    for (int client = 0; client < 3; ++client) {
      std::int64_t time = below(4);
      for (int k = 0; k < 2; ++k) {
        const std::int64_t start = time * 10 + client;
        time += 1 + below(4);
        const bool lost = below(8) == 0;
        const auto kind = static_cast<ByteRegister::Kind>(below(4));
        std::vector<ByteRegister::Step> steps = {{kind, 2 + below(2), ByteRegister::kAnyLife}};
        if (below(3) == 0) steps.push_back({ByteRegister::Kind::read, 2 + below(2), ByteRegister::kAnyLife});
        invocations.push_back(
            {call++, start, lost && below(2) == 0 ? kNever : time * 10 + client, !lost, std::move(steps)});
        time += below(2);
      }
    }
    const auto moment = static_cast<std::int64_t>(below(60));
    if (below(2) == 0)
      invocations.push_back(
          {kNoCall, moment, moment + 20, true, {{ByteRegister::Kind::restart, 0, ByteRegister::kAnyLife}}});
    if (!agree(machine, invocations, violated)) return;
  }
  EXPECT_GT(violated, draws / 20);
  EXPECT_LT(violated, draws * 19 / 20);
}

TEST(StateSearchOracle, AgreesOnRandomStamps) {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  int violated = 0;
  const int draws = 1200 / kStride;
  for (int draw = 0; draw < draws; ++draw) {
    GrowingStamp machine;
    machine.others = below(4) == 0;
    std::vector<InvocationOf<GrowingStamp>> invocations;
    std::uint32_t call = 0;
    for (int client = 0; client < 3; ++client) {
      std::int64_t time = below(3);
      for (int k = 0; k < 2; ++k) {
        const std::int64_t start = time * 10 + client;
        time += 1 + below(3);
        const std::int64_t end = time * 10 + client;
        const std::uint64_t value = 1 + static_cast<std::uint64_t>(time) / 2 + below(2);
        if (below(2) == 0) {
          invocations.push_back({call, start, end, true, {{GrowingStamp::Kind::tell, value}}});
        } else {
          invocations.push_back({call, start, end, true, {{GrowingStamp::Kind::advance, value}}});
          if (below(2) == 0)
            invocations.push_back({call, start, end, false, {{GrowingStamp::Kind::change, 0}}});
        }
        if (below(6) == 0) {
          invocations.push_back(
              {call, start, below(2) == 0 ? end : kNever, false, {{GrowingStamp::Kind::change, 0}}});
        }
        ++call;
      }
    }
    if (!agree(machine, invocations, violated)) return;
  }
  EXPECT_GT(violated, draws / 20);
  EXPECT_LT(violated, draws * 19 / 20);
}

TEST(StateSearchOracle, AgreesOnRandomSizes) {
  std::mt19937 random(11);
  const auto below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
  int violated = 0;
  const int draws = 2400 / kStride;
  for (int draw = 0; draw < draws; ++draw) {
    FileSize machine;
    machine.shrinks = below(4) == 0;
    std::vector<InvocationOf<FileSize>> invocations;
    std::uint32_t call = 0;
    for (int client = 0; client < 3; ++client) {
      std::int64_t time = below(3);
      for (int k = 0; k < 2; ++k) {
        const std::int64_t start = time * 10 + client;
        time += 1 + below(3);
        const std::int64_t end = time * 10 + client;
        const std::uint64_t size = 1 + below(4);
        const bool lost = below(6) == 0;
        std::vector<FileSize::Step> steps = {{FileSize::Kind::extend, size}};
        if (below(2) == 0) steps.push_back({FileSize::Kind::tell, size + below(2)});
        if (below(3) == 0) steps = {{FileSize::Kind::at_least, size}, {FileSize::Kind::at_most, size}};
        if (machine.shrinks && below(4) == 0) steps = {{FileSize::Kind::set, size}};
        invocations.push_back({call++, start, lost && below(2) == 0 ? kNever : end, !lost, std::move(steps)});
      }
    }
    if (!agree(machine, invocations, violated)) return;
  }
  EXPECT_GT(violated, draws / 20);
  EXPECT_LT(violated, draws * 19 / 20);
}

}  // namespace
}  // namespace braid::conformance
