// Models whose schedules block and differ in length: the engine agrees with the enumerator that takes one
// step after the other, and, where there are too many schedules, with the oracle that merges paths in maps.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../explore/toy_models.h"
#include "../explore/toy_sweeps.h"
#include "../package/project/async_afs.h"
#include "agreement.h"
#include "merging_oracle.h"
#include "model_system.h"

namespace braid::oracle {
namespace {

using explore::Control;
using explore::WideState;
using explore::toys::Semaphores;
using explore::toys::Walkers;

template <explore::Model M>
Question<M> question_about(const M& model) {
  return {model,
          model.observables(),
          [&model](explore::ObservableId id, Control control) { return model.reading(id, control); },
          [&model](Control control) { return model.waiting(control); },
          [](explore::ObservableId, std::int64_t value) { return std::to_string(value); },
          {}};
}

Question<async_afs::AsyncAfs> question_about(const async_afs::AsyncAfs& model) {
  Question<async_afs::AsyncAfs> question = question_about<async_afs::AsyncAfs>(model);
  question.predicates = {
      [&model](Control control, const WideState& state) { return !model.coherent(control, state); },
      // Some file content but the first has arrived, and nobody has a call under way.
      [&model](Control control, const WideState& state) {
        return model.reading(0, control).value(state) > 1 && control.positions[0] % async_afs::kPhases == 0;
      },
  };
  return question;
}

template <explore::Model M>
void expect_same_as_enumerator(const Question<M>& question) {
  const ModelSystem<M> system(question);
  const Exploration expected = enumerate_every_schedule(system);
  EXPECT_EQ(explore_merging(system), expected);
  Engines().expect_agreement(question, expected);
}

template <explore::Model M>
void expect_same_as_merging_oracle(const Question<M>& question) {
  Engines().expect_agreement(question, explore_merging(ModelSystem<M>(question)));
}

/// All rows of sessions of at most this length.
std::vector<std::string> all_sessions(std::size_t longest) {
  std::vector<std::string> all = {""};
  for (std::size_t begin = 0; all[begin].size() < longest; ++begin) {
    all.push_back(all[begin] + 'r');
    all.push_back(all[begin] + 'w');
  }
  return all;
}

class AsyncWorkloads : public testing::TestWithParam<bool> {};

TEST_P(AsyncWorkloads, EveryPairOfOneAndOneSessionEnumerated) {
  for (const std::string& first : all_sessions(1)) {
    for (const std::string& second : all_sessions(1)) {
      SCOPED_TRACE(first + "," + second);
      const async_afs::AsyncAfs model({{first, second}, GetParam()});
      expect_same_as_enumerator(question_about(model));
    }
  }
}

TEST_P(AsyncWorkloads, EverySingleClientOfThreeSessionsEnumerated) {
  for (const std::string& sessions : all_sessions(3)) {
    SCOPED_TRACE(sessions);
    const async_afs::AsyncAfs model({{sessions}, GetParam()});
    expect_same_as_enumerator(question_about(model));
  }
}

TEST_P(AsyncWorkloads, EveryPairOfTwoAndOneSessionsEnumerated) {
#ifdef BRAID_SMALL_SCOPE
  const std::vector<std::string> firsts = {"wr"};
#else
  const std::vector<std::string> firsts = {"rr", "rw", "wr", "ww"};
#endif
  for (const std::string& first : firsts) {
    for (const char* second : {"r", "w"}) {
      SCOPED_TRACE(first + "," + second);
      const async_afs::AsyncAfs model({{first, second}, GetParam()});
      expect_same_as_enumerator(question_about(model));
    }
  }
}

TEST_P(AsyncWorkloads, EveryPairOfTwoSessionsMerged) {
  for (const std::string& first : all_sessions(2)) {
    for (const std::string& second : all_sessions(2)) {
      SCOPED_TRACE(first + "," + second);
      const async_afs::AsyncAfs model({{first, second}, GetParam()});
      expect_same_as_merging_oracle(question_about(model));
    }
  }
}

TEST_P(AsyncWorkloads, EveryTripleOfOneSessionMerged) {
  for (const char* sessions : {"www", "wwr", "wrr", "rrr", "rwr"}) {
    SCOPED_TRACE(sessions);
    const std::string each = sessions;
    const async_afs::AsyncAfs model({{each.substr(0, 1), each.substr(1, 1), each.substr(2, 1)}, GetParam()});
    expect_same_as_merging_oracle(question_about(model));
  }
}

INSTANTIATE_TEST_SUITE_P(BothWays, AsyncWorkloads, testing::Bool(), [](const auto& breaks) {
  return breaks.param ? "BreaksBetweenCalls" : "BreaksAnyTime";
});

TEST(AsyncAfs, SchedulesBlockWhereBreaksWaitForCalls) {
  const async_afs::AsyncAfs model({{"ww", "w"}, true});
  explore::Executor executor(1);
  const Exploration found = explore_with_engine(question_about(model), executor);
  std::size_t blocked = 0;
  std::size_t shortest = 1000;
  std::size_t longest = 0;
  for (const auto& [name, outcome] : found.outcomes) {
    if (name.ending == Ending::blocked) ++blocked;
    shortest = std::min(shortest, outcome.witness.size());
    longest = std::max(longest, outcome.witness.size());
  }
  EXPECT_GT(blocked, 0U);
  EXPECT_LT(blocked, found.outcomes.size());
  EXPECT_LT(shortest, longest);
}

TEST(Toys, SemaphoresAgreeWithEnumerator) {
  const auto wait = [](std::uint32_t semaphore) { return Semaphores::Operation{true, semaphore}; };
  const auto signal = [](std::uint32_t semaphore) { return Semaphores::Operation{false, semaphore}; };
  const std::vector<Semaphores> models = {
      // Two locks, taken in different orders.
      {{1, 1}, {{wait(0), wait(1), signal(1), signal(0)}, {wait(1), wait(0), signal(0), signal(1)}}},
      // Three actors around three locks.
      {{1, 1, 1},
       {{wait(0), wait(1), signal(0), signal(1)},
        {wait(1), wait(2), signal(1), signal(2)},
        {wait(2), wait(0), signal(2), signal(0)}}},
      // One signal for two who wait: who comes late waits for ever.
      {{0}, {{signal(0), signal(0), wait(0)}, {wait(0), signal(0)}, {wait(0), wait(0)}}},
      // Blocked from the start.
      {{0}, {{wait(0)}, {wait(0), signal(0)}}},
      // Nobody has anything to do.
      {{0}, {{}, {}}},
  };
  for (std::size_t i = 0; i < models.size(); ++i) {
    SCOPED_TRACE(i);
    Question<Semaphores> question = question_about(models[i]);
    question.predicates = {[&](Control control, const WideState& state) {
      return models[i].reading(0, control).value(state) == 2;
    }};
    expect_same_as_enumerator(question);
  }
}

TEST(Toys, WalkersAgreeWithEnumerator) {
  for (std::uint32_t actors = 1; actors <= 3; ++actors) {
    for (explore::Position length = 0; length * actors <= 6; ++length) {
      for (std::uint64_t energy = 0; energy <= 3; ++energy) {
        SCOPED_TRACE(testing::Message() << actors << " actors, " << length << " squares, energy " << energy);
        const Walkers model(actors, length, energy);
        Question<Walkers> question = question_about(model);
        question.predicates = {
            [&](Control control, const WideState& state) {
              return control.positions[0] >= 3 && model.reading(1, control).value(state) == 1;
            },
            [](Control, const WideState&) { return false; },
        };
        expect_same_as_enumerator(question);
      }
    }
  }
}

TEST(Toys, LongerWalksAgreeWithMergingOracle) {
  for (const auto& [actors, length, energy] :
       {std::tuple(2U, 9U, 5U), std::tuple(3U, 6U, 4U), std::tuple(4U, 3U, 9U)}) {
    const Walkers model(actors, length, energy);
    expect_same_as_merging_oracle(question_about(model));
  }
}

}  // namespace
}  // namespace braid::oracle
