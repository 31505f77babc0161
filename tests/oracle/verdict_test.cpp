// Every afs2 workload of a small scope: what System::check says of bound conditions and properties is what
// the recursive search over all schedules finds where they are stated a second time in plain C++: verdicts,
// canonical counterexamples and witnesses, and the canonical schedule to a step that fails.
//
// What is enumerated, each with both schemes of values and both options of re-opening (in two of the four
// combinations, in turns; with the environment variable BRAID_EXHAUSTIVE set, in all):
// - every pair of programs of at most 3 events over 1 file, and over 2 files;
// - every triple of programs of at most 2 events over 1 file, and, of at most 5 in all, over 2 files;
// - every program of at most 4 events over 1 file beside one that stores the file twice: here steps fail.
// Of workloads that differ in the order of clients only, or in the names of the files only, one is taken.
//
// All conditions and properties are checked together, over 1 file in all ways of running, else in one, which
// take turns; some of them, in turn, also alone, where the sweep may stop early and other values are
// kept.
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <tuple>

#include "verdicts.h"
#include "workloads.h"

namespace braid::oracle {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr Scope kScopes[] = {{"PairsOneFile", 2, 1, 3, 5, false},
                             {"PairsTwoFiles", 2, 2, 2, 4, false},
                             {"TriplesOneFile", 3, 1, 2, 4, false}};
constexpr std::size_t kBesideStores = 3;
#else
constexpr Scope kScopes[] = {{"PairsOneFile", 2, 1, 3, 6, false},
                             {"PairsTwoFiles", 2, 2, 3, 6, false},
                             {"TriplesOneFile", 3, 1, 2, 6, false},
                             {"TriplesTwoFiles", 3, 2, 2, 5, false}};
constexpr std::size_t kBesideStores = 4;
#endif
class VerdictComparison {
 public:
  void compare(const Trace& trace) {
    SCOPED_TRACE(describe(trace));
    std::vector<AfsStatement> statements = afs_conditions(trace);
    const std::vector<AfsStatement> properties = afs_properties(trace);
    statements.insert(statements.end(), properties.begin(), properties.end());
    std::vector<HistoryClaim> claims;
    for (const AfsStatement& statement : statements) {
      claims.insert(claims.end(), statement.claims.begin(), statement.claims.end());
    }
    const HistoryFindings findings = search_every_schedule(trace, claims);
    const std::unique_ptr<models::System> system = models::open_system(trace);
    compare_together(*system, statements, findings);
    compare_alone(*system, statements, findings);
    ++workloads_;
  }

  [[nodiscard]] std::size_t workloads() const { return workloads_; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  /// Whether some workload violates the statement of this name.
  [[nodiscard]] bool violated(const std::string& name) const { return violated_.contains(name); }

 private:
  void compare_together(const models::System& system, std::span<const AfsStatement> statements,
                        const HistoryFindings& findings) {
    const Trace& trace = system.trace();
    const Verdicts expected =
        expected_verdicts(statements, findings.decided, findings.error, trace.event_count());
    const BoundStatements bound(system, statements);
    const std::size_t ways = trace.files.size() == 1 ? Checker::kWays : 1;
    for (std::size_t i = 0; i < ways; ++i) {
      const std::size_t way = (workloads_ + i) % Checker::kWays;
      SCOPED_TRACE(testing::Message() << "way " << way);
      EXPECT_EQ(checker_.check(system, bound, way), expected);
    }
    errors_ += expected.found_error ? 1 : 0;
    for (const StatementVerdict& statement : expected.statements) {
      if (statement.verdict == models::Verdict::violated) violated_.insert(statement.name);
    }
  }

  /// One in every so many statements, other ones with each workload.
  void compare_alone(const models::System& system, std::span<const AfsStatement> statements,
                     const HistoryFindings& findings) {
    const std::size_t every = system.trace().files.size() == 1 ? 16 : 60;
    std::size_t claim = 0;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const std::size_t claims = statements[i].claims.size();
      const std::span<const std::optional<RankedSchedule>> decided = findings.decided;
      if ((i + workloads_) % every == 0) {
        const auto one = statements.subspan(i, 1);
        EXPECT_EQ(checker_.check(system, {system, one}, (i + workloads_ / every) % Checker::kWays),
                  expected_verdicts(one, decided.subspan(claim, claims), findings.error,
                                    system.trace().event_count()));
      }
      claim += claims;
    }
  }

  Checker checker_;
  std::size_t workloads_ = 0;
  std::size_t errors_ = 0;  ///< workloads in which a step may fail
  std::set<std::string> violated_;
};

using Part = std::tuple<Scope, Variant>;

class Verdict : public testing::TestWithParam<Part> {};

TEST_P(Verdict, CheckAgreesWithEnumerator) {
  const auto& [scope, variant] = GetParam();
  VerdictComparison comparison;
  for_each_workload_in(variant, scope,
                       [&, files = scope.files, &kind = variant](const std::vector<Program>& programs) {
                         if (!HasFailure()) comparison.compare(workload(programs, files, kind));
                       });
  EXPECT_GT(comparison.workloads(), 20U);
  RecordProperty("workloads", static_cast<int>(comparison.workloads()));
}

INSTANTIATE_TEST_SUITE_P(SmallScope, Verdict,
                         testing::Combine(testing::ValuesIn(kScopes), testing::ValuesIn(kVariants)),
                         [](const testing::TestParamInfo<Part>& part) {
                           return std::get<0>(part.param).name + name_of(std::get<1>(part.param));
                         });

class VerdictBesideStores : public testing::TestWithParam<Variant> {};

TEST_P(VerdictBesideStores, CheckAgreesWithEnumerator) {
  VerdictComparison comparison;
  for (const Program& program : all_programs(kBesideStores, 1)) {
    if (!HasFailure()) comparison.compare(workload({program, two_stores()}, 1, GetParam()));
  }
  const bool flawed = kBesideStores > 3 && GetParam().reopen == std::string_view("replace");
  EXPECT_EQ(comparison.errors() > 0, flawed);
  if (kBesideStores <= 3) return;
  // As properties/README.md says.
  for (const char* name : {"last-closer-wins", "no-lost-write", "reference-count", "session-snapshot"}) {
    EXPECT_EQ(comparison.violated(name), flawed) << name;
  }
  for (const char* name : {"callback-coherence", "close-to-open"}) {
    EXPECT_FALSE(comparison.violated(name)) << name;
  }
  for (const char* name : {"twice-stored", "behind", "second-descriptor", "reread"}) {
    EXPECT_TRUE(comparison.violated(name)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(SmallScope, VerdictBesideStores, testing::ValuesIn(kVariants),
                         [](const testing::TestParamInfo<Variant>& part) { return name_of(part.param); });

}  // namespace
}  // namespace braid::oracle
