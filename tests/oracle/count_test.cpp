// Every afs2 workload of a small scope: the rows of System::count, with their schedules, probabilities and
// canonical witnesses, are those that the recursive enumerator comes to, whatever outcomes are told apart by,
// and whatever formula they are restricted to.
//
// What is enumerated, each with both schemes of values and both options of re-opening, on one, two and eight
// threads in turn, with and without an archive:
// - every pair of programs of at most 3 events over 1 file, and of at most 4 in all over 2 files;
// - every program of at most 4 events over 1 file beside one that stores the file twice: here steps fail.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <string>

#include "afs_question.h"
#include "afs_statement.h"
#include "archived_outcomes.h"
#include "braid/checker/explore/archive.h"
#include "braid/checker/models/system.h"
#include "workloads.h"

namespace braid::oracle {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr Scope kScopes[] = {{"PairsOneFile", 2, 1, 3, 4, false}, {"PairsTwoFiles", 2, 2, 2, 3, false}};
constexpr std::size_t kBesideStores = 3;
#else
constexpr Scope kScopes[] = {{"PairsOneFile", 2, 1, 3, 6, false}, {"PairsTwoFiles", 2, 2, 3, 4, false}};
constexpr std::size_t kBesideStores = 4;
#endif

/// What rows are told apart by: observables, each with the same in words.
struct Columns {
  std::vector<explore::ObservableId> ids;
  std::vector<std::function<std::string(const AfsOracle::State&)>> words;
};

Columns all_reads_and_files(const Trace& trace, const explore::Signature& signature) {
  Columns columns;
  for (std::size_t client = 0; client < trace.actors.size(); ++client) {
    std::size_t reads = 0;
    for (const Event& event : trace.actors[client].events) {
      if (event.operation != Operation::read) continue;
      columns.words.emplace_back(
          [client, reads](const AfsOracle::State& state) { return state.clients[client].reads[reads]; });
      ++reads;
      columns.ids.push_back(
          find_observable(signature, trace.actors[client].name + ".read" + std::to_string(reads)));
    }
  }
  for (std::size_t file = 0; file < trace.files.size(); ++file) {
    columns.words.emplace_back([file](const AfsOracle::State& state) { return state.server[file]; });
    columns.ids.push_back(find_observable(signature, "server." + trace.files[file].name));
  }
  return columns;
}

/// Of client 1: how it holds file a in the end.
Columns last_cache(const explore::Signature& signature) {
  Columns columns;
  columns.ids = {find_observable(signature, "c1.cache.a.present"),
                 find_observable(signature, "c1.cache.a.refs"),
                 find_observable(signature, "c1.cache.a.dirty")};
  const auto entry = [](const AfsOracle::State& state) -> const auto& {
    return state.clients[1].cache[0];
  };
  columns.words = {[entry](const AfsOracle::State& state) { return entry(state) ? "true" : "false"; },
                   [entry](const AfsOracle::State& state) {
                     return std::to_string(entry(state) ? entry(state)->references : 0);
                   },
                   [entry](const AfsOracle::State& state) {
                     return entry(state) && entry(state)->dirty ? "true" : "false";
                   }};
  return columns;
}

/// The oracle, with outcomes told apart by columns. Those that `where` leaves out, errors among them if there
/// is a `where`, are one outcome.
class AfsRows {
 public:
  using State = AfsOracle::State;

  AfsRows(const Trace& trace, const Columns& columns, const AfsStatement* where)
      : oracle_(trace), columns_(columns), where_(where) {}

  [[nodiscard]] State initial() const { return oracle_.initial(); }
  [[nodiscard]] std::vector<Successor<State>> successors(const State& state) const {
    return oracle_.successors(state);
  }
  [[nodiscard]] std::string key(const State& state) const { return oracle_.key(state); }
  [[nodiscard]] OutcomeName outcome(const State& state) const {
    const bool error = oracle_.outcome(state).ending == Ending::error;
    if (where_ != nullptr && (error || !where_->claims[0].truth(AfsHistory(state)))) return left_out();
    OutcomeName name;
    if (error) {
      name.ending = Ending::error;
      return name;
    }
    for (const auto& words : columns_.words) name.values.push_back(words(state));
    return name;
  }
  [[nodiscard]] static std::size_t predicate_count() { return 0; }
  [[nodiscard]] static std::uint32_t violations(const State& /*state*/) { return 0; }

  /// No schedule of afs2 blocks.
  [[nodiscard]] static OutcomeName left_out() { return {Ending::blocked, {}, {}}; }

 private:
  AfsOracle oracle_;
  const Columns& columns_;
  const AfsStatement* where_;
};

using Rows = std::map<OutcomeName, FoundOutcome>;

class CountComparison {
 public:
  void compare(const Trace& trace) {
    SCOPED_TRACE(describe(trace));
    const std::unique_ptr<models::System> system = models::open_system(trace);
    const explore::Signature& signature = system->signature();
    const Columns whole = all_reads_and_files(trace, signature);
    EXPECT_EQ(system->default_outcome(), whole.ids);
    compare(*system, whole, nullptr);
    compare(*system, {}, nullptr);
    compare(*system, last_cache(signature), nullptr);
    for (const AfsStatement& statement : afs_conditions(trace)) {
      if (statement.claims[0].kind != ConditionKind::exists) continue;
      SCOPED_TRACE(statement.name);
      compare(*system, whole, &statement);
      compare(*system, last_cache(signature), &statement);
    }
  }

 private:
  void compare(const models::System& system, const Columns& columns, const AfsStatement* where) {
    Rows expected = enumerate_every_schedule(AfsRows(system.trace(), columns, where)).outcomes;
    BigInteger left_out = 0;
    if (const auto row = expected.find(AfsRows::left_out()); row != expected.end()) {
      left_out = row->second.schedules;
      expected.erase(row);
    }
    models::CountRequest request;
    request.by = columns.ids;
    if (where != nullptr) {
      explore::Signature signature = system.signature();
      request.where = where->bind(signature).claims[0];
    }
    explore::Limits limits;
    explore::Archive archive;
    const bool archived = ++runs_ % 2 == 0;
    const models::Run run{executors_[runs_ % executors_.size()], limits, nullptr,
                          archived ? &archive : nullptr};
    const models::CountResult result = system.count(request, run);
    EXPECT_EQ(rows_of(result, columns, system.signature()), expected);
    EXPECT_EQ(result.left_out, left_out);
    if (archived) {
      EXPECT_EQ(archived_states(archive), result.sweep.states);
    }
  }

  /// Expects that rows are sorted, that they add up, and that none is missing a number.
  [[nodiscard]] static Rows rows_of(const models::CountResult& result, const Columns& columns,
                                    const explore::Signature& signature) {
    Rows rows;
    BigInteger schedules = 0;
    const models::Outcome* last = nullptr;
    for (const models::Outcome& outcome : result.outcomes) {
      OutcomeName name{outcome.key.ending, {}, outcome.key.waiting};
      for (std::size_t i = 0; i < outcome.key.values.size(); ++i) {
        name.values.push_back(signature.show(columns.ids[i], outcome.key.values[i]));
      }
      EXPECT_TRUE(outcome.probability && outcome.witness);
      const bool fresh =
          rows.try_emplace(name, FoundOutcome{outcome.schedules, outcome.probability.value_or(0),
                                              outcome.witness.value_or(Schedule{})})
              .second;
      EXPECT_TRUE(fresh) << "two rows of one outcome";
      if (last != nullptr) {
        EXPECT_TRUE(last->schedules > outcome.schedules ||
                    (last->schedules == outcome.schedules && last->key < outcome.key));
      }
      last = &outcome;
      schedules += outcome.schedules;
    }
    EXPECT_EQ(result.schedules, schedules);
    EXPECT_EQ(result.witnesses_stopped, explore::StopReason::none);
    return rows;
  }

  std::array<explore::Executor, 3> executors_ = {explore::Executor(1, 0), explore::Executor(2, 0),
                                                 explore::Executor(8, 0)};
  std::size_t runs_ = 0;
};

class Count : public testing::TestWithParam<Variant> {};

TEST_P(Count, AgreesWithEnumerator) {
  CountComparison comparison;
  for (const Scope& scope : kScopes) {
    for_each_workload(scope, [&](const std::vector<Program>& programs) {
      if (!HasFailure()) comparison.compare(workload(programs, scope.files, GetParam()));
    });
  }
}

TEST_P(Count, AgreesWithEnumeratorBesideStores) {
  CountComparison comparison;
  for (const Program& program : all_programs(kBesideStores, 1)) {
    if (!HasFailure()) comparison.compare(workload({program, two_stores()}, 1, GetParam()));
  }
}

INSTANTIATE_TEST_SUITE_P(SmallScope, Count, testing::ValuesIn(kVariants),
                         [](const testing::TestParamInfo<Variant>& part) { return name_of(part.param); });

}  // namespace
}  // namespace braid::oracle
