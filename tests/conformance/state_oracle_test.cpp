// The search for states of names, locks, delegations and files of AFS, against every order of hidden steps.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "braid/checker/conformance/afs_file.h"
#include "braid/checker/conformance/directory_names.h"
#include "braid/checker/conformance/held_delegations.h"
#include "braid/checker/conformance/held_locks.h"
#include "braid/checker/conformance/state_search.h"
#include "literal_search.h"

namespace braid::conformance {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr int kStride = 7;
#else
constexpr int kStride = 1;
#endif

class Draw {
 public:
  explicit Draw(unsigned seed) : random_(seed) {}
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  bool chance(std::uint32_t one_in) { return below(one_in) == 0; }

  /// Calls of three clients, each one after another, some of which were not answered; then what the server
  /// may do of its own accord. `draw` gives the steps of a call of a client, `own` a step of the server's.
  template <class Step, class DrawSteps, class DrawOwn>
  std::vector<Invocation<Step>> calls(const DrawSteps& draw, const DrawOwn& own) {
    std::vector<Invocation<Step>> calls;
    for (std::uint32_t client = 0; client < 3; ++client) {
      std::int64_t time = below(4);
      const std::uint32_t count = 1 + below(3);
      for (std::uint32_t k = 0; k < count; ++k) {
        // No two calls start or end at one time.
        const std::int64_t start = time * 10 + client * 3 + k;
        time += 1 + below(4);
        const bool lost = chance(8);
        const std::int64_t end = lost && chance(2) ? kNever : time * 10 + client * 3 + k;
        calls.push_back({static_cast<std::uint32_t>(calls.size()), start, end, !lost, draw(client)});
        time += below(2);
        // A client that does not wait.
        if (chance(4)) time -= 2;
      }
    }
    const std::uint32_t count = below(3);
    for (std::uint32_t k = 0; k < count; ++k) {
      const auto moment = static_cast<std::int64_t>(below(80));
      calls.push_back({kNoCall, moment, chance(3) ? kNever : moment + below(60), false, {own()}});
    }
    return calls;
  }

 private:
  std::mt19937 random_;
};

template <class Machine>
std::string print(const std::vector<Invocation<typename Machine::Step>>& calls) {
  std::string text;
  for (const auto& call : calls) {
    text += fmt::format("\n{}: {}..{}{}:", call.call, call.start,
                        call.end == kNever ? std::string("never") : std::to_string(call.end),
                        call.required ? "" : " perhaps");
    for (const auto& step : call.steps) {
      const int kind = static_cast<int>(step.kind);
      if constexpr (std::is_same_v<Machine, DirectoryNames>) {
        text += fmt::format(" {}({}, to {}, {})", kind, step.name, step.other, step.file);
      } else if constexpr (std::is_same_v<Machine, HeldLocks>) {
        text += fmt::format(" {}({} of {}: {}..{} {})", kind, step.lock.owner, step.lock.client,
                            step.lock.first, step.lock.behind, step.lock.writes ? "w" : "r");
      } else if constexpr (std::is_same_v<Machine, HeldDelegations>) {
        text += fmt::format(" {}({} {})", kind, step.delegation.client, step.delegation.writes ? "w" : "r");
      } else {
        text += fmt::format(" {}({}: {} bytes, {})", kind, step.version, step.size,
                            step.parts.empty() ? 0 : step.parts.front().second);
      }
    }
  }
  return text;
}

/// Compares so many draws, of which some must hold, and some not.
template <class Machine, class DrawCalls>
void compare(const Machine& machine, int draws, const DrawCalls& draw_calls) {
  int violated = 0;
  for (int draw = 0; draw < draws; ++draw) {
    const std::vector<Invocation<typename Machine::Step>> calls = draw_calls();
    StateSearch<Machine> search(machine, calls, 100'000, [](std::uint32_t) { return std::string(); });
    const SearchResult result = search.run();
    const typename Machine::State initial = machine.initial();
    const auto expected = LiteralSearch<Machine>(machine, {&initial, 1}, calls).first_unexplained();
    EXPECT_EQ(result.unexplained, expected) << "draw " << draw << print<Machine>(calls);
    EXPECT_EQ(result.states.empty(), !expected) << "draw " << draw << print<Machine>(calls);
    EXPECT_EQ(result.forgotten, 0U);
    violated += expected ? 1 : 0;
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(violated, draws / 20);
  EXPECT_LT(violated, draws * 19 / 20);
}

TEST(StateOracle, AgreesOnRandomNames) {
  DirectoryNames machine;
  machine.names = {"x", "y", "z"};
  machine.handle_text = [](std::uint32_t file) { return std::to_string(file); };
  Draw draw(20261201);
  using Kind = DirectoryNames::Kind;
  const auto steps = [&](std::uint32_t) {
    DirectoryNames::Step step;
    constexpr Kind kKinds[] = {Kind::finds,   Kind::finds, Kind::misses, Kind::creates,
                               Kind::removes, Kind::moves, Kind::moves,  Kind::makes};
    step.kind = kKinds[draw.below(std::size(kKinds))];
    step.name = draw.below(2);
    step.other = draw.below(3);
    step.file = draw.chance(4) ? DirectoryNames::kSomeFile : DirectoryNames::kFirstHandle + draw.below(2);
    step.keeps_handle = !draw.chance(4);
    return std::vector{step};
  };
  const auto own = [&] {
    DirectoryNames::Step step;
    step.kind = Kind::replaced;
    step.name = draw.below(2);
    return step;
  };
  compare(machine, 800 / kStride, [&] { return draw.calls<DirectoryNames::Step>(steps, own); });
}

TEST(StateOracle, AgreesOnRandomLocks) {
  const HeldLocks machine{[](std::uint32_t client) { return std::to_string(client); }};
  Draw draw(20261202);
  using Kind = HeldLocks::Kind;
  const auto steps = [&](std::uint32_t client) {
    HeldLocks::Step step;
    step.kind = draw.chance(3) ? Kind::unlock : Kind::lock;
    step.lock.client = client;
    step.lock.owner = client;
    step.lock.first = draw.below(2);
    step.lock.behind = step.lock.first + 1 + draw.below(3);
    step.lock.writes = draw.chance(2);
    return std::vector{step};
  };
  const auto own = [&] {
    HeldLocks::Step step;
    step.kind = draw.chance(5) ? Kind::lose : Kind::expire;
    step.lock.client = draw.below(3);
    return step;
  };
  compare(machine, 800 / kStride, [&] { return draw.calls<HeldLocks::Step>(steps, own); });
}

TEST(StateOracle, AgreesOnRandomDelegations) {
  const HeldDelegations machine{[](std::uint32_t client) { return std::to_string(client); }};
  Draw draw(20261203);
  using Kind = HeldDelegations::Kind;
  const auto steps = [&](std::uint32_t client) {
    constexpr Kind kKinds[] = {Kind::open, Kind::grant, Kind::grant, Kind::give_up};
    HeldDelegations::Step step{kKinds[draw.below(4)], {client, draw.chance(2)}};
    return std::vector{step};
  };
  const auto own = [&] {
    return HeldDelegations::Step{draw.chance(5) ? Kind::lose : Kind::expire, {draw.below(3), false}};
  };
  compare(machine, 800 / kStride, [&] { return draw.calls<HeldDelegations::Step>(steps, own); });
}

TEST(StateOracle, AgreesOnRandomFilesOfAfs) {
  Contents contents;
  ASSERT_EQ(contents.id_of("aa"), 2U);
  ASSERT_EQ(contents.id_of("bb"), 3U);
  Draw draw(20261204);
  using Kind = AfsFile::Kind;
  for (const bool others : {false, true}) {
    const AfsFile machine{contents, {{0, 2}}, others};
    const auto steps = [&](std::uint32_t) {
      AfsFile::Step step;
      constexpr Kind kKinds[] = {Kind::tell, Kind::tell, Kind::store, Kind::store, Kind::change, Kind::touch};
      step.kind = kKinds[draw.below(std::size(kKinds))];
      step.version = 1 + draw.below(3);
      step.size = draw.chance(8) ? 3 : 2;
      if (step.kind != Kind::change && step.kind != Kind::touch) step.parts = {{0, 2 + draw.below(2)}};
      return std::vector{step};
    };
    const auto unseen = [] {
      AfsFile::Step step;
      step.kind = Kind::unseen;
      return step;
    };
    compare(machine, 500 / kStride, [&] {
      auto calls = draw.calls<AfsFile::Step>(steps, unseen);
      for (auto& call : calls) {
        if (!call.required) call.steps = {unseen()};
      }
      return calls;
    });
  }
}

}  // namespace
}  // namespace braid::conformance
