// Histories of all schedules: the order of calls and returns that states keep, against each schedule by
// itself.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "braid/checker/models/operation_recorder.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/notation.h"

namespace braid::test {
namespace {

using explore::Schedule;
using history::OperationKind;

models::HistoryRequest request_of_both() {
  return {{history::find_consistency_model("linearizable"), history::find_consistency_model("sequential")}};
}

models::HistoryResult histories(const models::System& system) {
  explore::Executor executor(2, 1);
  explore::Limits limits;
  return system.check_histories(request_of_both(), {executor, limits});
}

/// Calls `each` for all schedules' beginnings, whole ones included.
void walk(const models::System& system, Schedule& schedule,
          const std::function<void(const models::Replay&)>& each) {
  const models::Replay replay = system.replay(schedule);
  each(replay);
  for (const std::uint32_t label : replay.enabled) {
    schedule.push_back(label);
    walk(system, schedule, each);
    schedule.pop_back();
  }
}

/// The history of a schedule in which reads and writes are single steps, from what people are told of it.
history::History told(const models::System& system, const models::Replay& replay) {
  history::History history;
  for (const Actor& actor : system.trace().actors) history.clients.push_back(actor.name);
  for (const File& file : system.trace().files) {
    history.group_of.push_back(static_cast<std::uint32_t>(history.objects.size()));
    history.objects.push_back(file.name);
  }
  history.groups = history.objects;
  history.initial_known.assign(history.objects.size(), true);
  history.values = {""};
  std::map<std::string, history::ValueId> values = {{"0", history::kInitial}};
  const auto value = [&](const std::string& name) {
    const auto [entry, fresh] = values.emplace(name, static_cast<history::ValueId>(history.values.size()));
    if (fresh) history.values.push_back(name);
    return entry->second;
  };
  std::map<std::uint32_t, std::uint32_t> writes;
  std::int64_t time = 0;
  for (const models::ReplayStep& step : replay.steps) {
    ++time;
    const bool reads = step.text.rfind("read ", 0) == 0;
    if (!reads && step.text.rfind("write ", 0) != 0) continue;
    history::Operation operation;
    operation.kind = reads ? OperationKind::read : OperationKind::write;
    const std::string file = step.text.substr(reads ? 5 : 6, 1);
    while (history.objects[operation.object] != file) ++operation.object;
    operation.client = operation.process = step.actor;
    operation.start = 2 * time;
    operation.end = 2 * time + 1;
    if (reads) {
      for (const models::Change& change : step.changes) {
        if (system.signature().observables[change.observable].history)
          operation.value = value(system.signature().show(change.observable, change.after));
      }
    } else {
      operation.value = value(history.clients[step.actor] + "#" + std::to_string(++writes[step.actor]));
    }
    history.operations.push_back(operation);
  }
  history.recorded = history.operations.size();
  return history;
}

/// By slow means: by model, the fewest steps to a history that breaks it; none if all keep to it.
std::vector<std::optional<std::size_t>> fewest_steps(const models::System& system) {
  std::vector<std::optional<std::size_t>> fewest(2);
  Schedule schedule;
  walk(system, schedule, [&](const models::Replay& replay) {
    const history::History history = told(system, replay);
    if (history.operations.empty()) return;
    for (std::size_t model = 0; model < 2; ++model) {
      const auto* kind = request_of_both().models[model];
      if (history::check_history(*kind, history, {}).answer != history::Answer::violated) continue;
      if (!fewest[model] || replay.steps.size() < *fewest[model]) fewest[model] = replay.steps.size();
    }
  });
  return fewest;
}

void expect_agreement(const std::string& text) {
  const auto system = models::open_system(parse_notation("t", text));
  const models::HistoryResult result = histories(*system);
  EXPECT_TRUE(result.sweep.complete());
  const auto fewest = fewest_steps(*system);
  for (std::size_t model = 0; model < 2; ++model) {
    const models::HistoryVerdict& verdict = result.verdicts[model];
    EXPECT_EQ(verdict.verdict, fewest[model] ? models::Verdict::violated : models::Verdict::holds) << text;
    ASSERT_EQ(verdict.schedule.has_value(), fewest[model].has_value()) << text;
    if (!verdict.schedule) continue;
    EXPECT_EQ(verdict.schedule->size(), *fewest[model]) << text;
    EXPECT_FALSE(verdict.contradiction.empty());
    const history::History shown = told(*system, system->replay(*verdict.schedule));
    EXPECT_EQ(history::check_history(*request_of_both().models[model], shown, {}).answer,
              history::Answer::violated);
  }
}

constexpr const char* kFile = "file a = 0\n";
constexpr const char* kFiles = "file a = 0, b = 0\n";

TEST(Histories, AgreeWithEachScheduleByItself) {
  for (const std::string system : {"system afs2\n", "system afs2 reopen=replace\n"}) {
    expect_agreement(system + kFile +
                     "client c0: open a, read, read, close\nclient c1: open a, write, close\n");
    expect_agreement(system + kFile + "client c0: open a, write, read\nclient c1: open a, write, close\n");
    expect_agreement(system + kFiles + "client c0: open a, open b, write a, read b\n" +
                     "client c1: open a, open b, write b, read a\n");
    expect_agreement(system + kFile + "client c0: open a, write, close\nclient c1: open a, read\n" +
                     "client c2: open a, read\n");
  }
  expect_agreement(std::string("system afs1\n") + kFile +
                   "client c0: open a, read\nclient c1: open a, write\n");
}

TEST(Histories, OfOneClientAreInOrder) {
  const auto system = models::open_system(
      parse_notation("t", "system afs2\nfile a = 0\nclient c0: open a, read, write, close, open a, read\n"));
  const models::HistoryResult result = histories(*system);
  EXPECT_EQ(result.histories, 1U);
  EXPECT_EQ(result.verdicts[0].verdict, models::Verdict::holds);
  EXPECT_EQ(result.verdicts[1].verdict, models::Verdict::holds);
}

/// The first schedule's counterexample, for people.
TEST(Histories, TellWhatContradictsWhat) {
  const auto system = models::open_system(
      parse_notation("t",
                     "system afs2\nfile a = 0, b = 0\nclient c0: open a, open b, write a, read b\n"
                     "client c1: open a, open b, write b, read a\n"));
  const models::HistoryResult result = histories(*system);
  EXPECT_EQ(result.verdicts[0].schedule, (Schedule{0, 0, 0, 1, 1, 1, 1}));
  EXPECT_EQ(result.verdicts[0].contradiction,
            "c1's read of a returned the initial value after c0's write of a had written \"c0#1\"");
  EXPECT_EQ(result.verdicts[1].schedule, (Schedule{0, 0, 0, 0, 1, 1, 1, 1}));
  EXPECT_EQ(
      result.verdicts[1].contradiction,
      "c0's write of a writing \"c0#1\" must come before c0's read of b returning the initial value, as "
      "their process called them; c0's read of b returning the initial value must come before c1's write "
      "of b writing \"c1#1\", which would else have replaced that; c1's write of b writing \"c1#1\" must "
      "come before c1's read of a returning the initial value, as their process called them; c1's read of "
      "a returning the initial value must come before c0's write of a writing \"c0#1\", which would else "
      "have replaced that");
}

TEST(Histories, AreOfReadsAndWritesAlone) {
  const auto why = [](const std::string& text) {
    try {
      const Trace trace = parse_notation("t", text);
      EXPECT_FALSE(models::makes_histories(trace));
      static_cast<void>(histories(*models::open_system(trace)));
    } catch (const InputError& error) {
      return error.cause();
    }
    return std::string();
  };
  EXPECT_EQ(why("system afs2\nvalues counter\nfile a = 0\nclient c0: open a, read\n"),
            "a history needs writes of which no two write the same value");
  EXPECT_EQ(why("system afs2 granularity=message\nfile a = 0, b absent\nclient c0: create b\n"),
            "histories are of files of one block, which hold at first what nobody writes");
  EXPECT_EQ(why("system afs2 granularity=message\nfile a = 0\nvolume v: a\nclient c0: release v\n"),
            "a history has no release");
  EXPECT_EQ(why("system afs2\nfile a = c0#1\nclient c0: open a, write\n"), "file `a` holds `c0#1` at first");
  EXPECT_EQ(why("system vmm\nmachine frames=8\nvm v0: 3->6\nspace v0.p0: 2->3\nprocess v0.p0: load 0x2abc\n"),
            "the system has no histories of reads and writes of files");
}

class Recorder : public ::testing::Test {
 protected:
  static Trace trace() {
    return parse_notation(
        "t", "system afs2\nfile a = 0\nclient c0: open a, write, read\nclient c1: open a, read\n");
  }
  static explore::Signature signature() { return models::open_system(trace())->signature(); }
};

/// Calls that last: c1's read is called before c0's write returns, and returns after c0's read was called.
TEST_F(Recorder, KeepsWhatWasInProgressAtOnce) {
  models::OperationRecorder recorder(trace(), signature());
  explore::Layout layout;
  recorder.add_fields(layout);
  explore::WideState state{std::vector<std::uint64_t>(layout.words(), 0)};
  const auto step = [&](std::vector<explore::Position> before, std::vector<explore::Position> after,
                        std::uint32_t actor) {
    for (const auto& mark : recorder.marks(before, after, actor, {}))
      models::OperationRecorder::apply(mark, state);
  };
  step({1, 1}, {1, 1}, 0);  // c0 calls its write
  step({1, 1}, {1, 1}, 1);  // c1 calls its read
  step({1, 1}, {2, 1}, 0);  // the write returns
  step({2, 1}, {2, 1}, 0);  // c0 calls its read
  step({2, 1}, {2, 2}, 1);  // c1's read returns
  step({2, 2}, {3, 2}, 0);  // c0's read returns
  const explore::Signature names = signature();
  const auto content = [&](const std::string& name) {
    return std::find(names.contents.begin(), names.contents.end(), name) - names.contents.begin();
  };
  models::HistoryKey key;
  const models::OperationRecorder::Readings reads = {{{}, content("c0#1")}, {{}, content("0")}};
  recorder.read(state, std::vector<explore::Position>{3, 2}, reads, key);
  const history::History history = recorder.history_of(key);
  ASSERT_EQ(history.operations.size(), 3U);
  const auto find = [&](std::uint32_t process, OperationKind kind) {
    for (const history::Operation& operation : history.operations) {
      if (operation.process == process && operation.kind == kind) return operation;
    }
    return history::Operation{};
  };
  const history::Operation write = find(0, OperationKind::write);
  const history::Operation read = find(0, OperationKind::read);
  const history::Operation other = find(1, OperationKind::read);
  EXPECT_TRUE(write.before(read));
  EXPECT_FALSE(write.before(other));
  EXPECT_FALSE(other.before(write));
  EXPECT_FALSE(other.before(read));
  EXPECT_FALSE(read.before(other));
  EXPECT_EQ(read.value, write.value);
  EXPECT_EQ(other.value, history::kInitial);
}

/// A crash in the middle of a write: nobody knows whether it took effect, and what comes after it goes on.
TEST_F(Recorder, LosesWhatACrashInterrupts) {
  explore::Signature names = signature();
  names.events.push_back({"crash", {0, 1}, ""});
  const auto crash = static_cast<std::uint32_t>(names.events.size() - 1);
  models::OperationRecorder recorder(trace(), names);
  explore::Layout layout;
  recorder.add_fields(layout);
  explore::WideState state{std::vector<std::uint64_t>(layout.words(), 0)};
  const auto step = [&](std::vector<explore::Position> before, std::vector<explore::Position> after,
                        std::uint32_t actor, std::vector<explore::EventInstance> events) {
    for (const auto& mark : recorder.marks(before, after, actor, events))
      models::OperationRecorder::apply(mark, state);
  };
  step({1, 1}, {1, 1}, 0, {});
  step({1, 1}, {2, 1}, 9, {{crash, {0, 0}}});
  models::HistoryKey key;
  const models::OperationRecorder::Readings reads = {{{}, -1}, {{}, -1}};
  recorder.read(state, std::vector<explore::Position>{2, 1}, reads, key);
  const history::History history = recorder.history_of(key);
  ASSERT_EQ(history.operations.size(), 1U);
  EXPECT_EQ(history.operations[0].kind, OperationKind::write);
  EXPECT_FALSE(history.operations[0].is_known());
}

}  // namespace
}  // namespace braid::test
