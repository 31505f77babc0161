// Every afs2 workload of a small scope: the engine in all its ways of running agrees with the recursive
// enumerator on states, transitions, outcomes, counts, probabilities, canonical witnesses, and, for each
// predicate of AfsPredicate, on whether some state fulfils it and on the canonical schedule to one.
//
// What is enumerated, each with both schemes of values and both options of re-opening (in two of the four
// combinations, in turns; with the environment variable BRAID_EXHAUSTIVE set, in all), over all programs in
// which every read, write and close is of an open descriptor and at most two descriptors are open at a time,
// whether or not they are closed in the end:
// - every pair of programs of at most 4 events, at most 7 in all, over 2 files;
// - every ordered pair of programs of at most 5 events, at most 7 in all, over 1 file;
// - every triple of programs of at most 3 events over 1 file;
// - every triple of programs of at most 3 events, at most 7 in all, over 2 files.
// Of workloads that differ in the order of clients only (but for the ordered pairs), or in the names of the
// files only, one is taken. Empty programs are among them, so that single clients are too. On disk archives
// are kept for all pairs of programs of at most 2 events.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "afs_oracle.h"
#include "afs_question.h"
#include "agreement.h"
#include "workloads.h"

namespace braid::oracle {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr Scope kScopes[] = {{"PairsTwoFiles", 2, 2, 3, 5, false},
                             {"OrderedPairsOneFile", 2, 1, 4, 5, true},
                             {"TriplesOneFile", 3, 1, 2, 5, false},
                             {"TriplesTwoFiles", 3, 2, 2, 5, false}};
#else
constexpr Scope kScopes[] = {{"PairsTwoFiles", 2, 2, 4, 7, false},
                             {"OrderedPairsOneFile", 2, 1, 5, 7, true},
                             {"TriplesOneFile", 3, 1, 3, 9, false},
                             {"TriplesTwoFiles", 3, 2, 3, 7, false}};
#endif

using Part = std::tuple<Scope, Variant>;

class Exhaustive : public testing::TestWithParam<Part> {};

TEST_P(Exhaustive, EngineAgreesWithEnumerator) {
  const auto& [scope, variant] = GetParam();
  Engines engines;
  std::size_t workloads = 0;
  for_each_workload_in(variant, scope,
                       [&, files = scope.files, &kind = variant](const std::vector<Program>& programs) {
                         if (HasFailure()) return;
                         ++workloads;
                         const Trace trace = workload(programs, files, kind);
                         SCOPED_TRACE(describe(trace));
                         const Exploration expected = enumerate_every_schedule(AfsOracle(trace));
                         const AfsQuestion question(trace);
                         engines.expect_agreement(question.question(), expected);
                       });
  EXPECT_GT(workloads, 30U);
  RecordProperty("workloads", static_cast<int>(workloads));
}

INSTANTIATE_TEST_SUITE_P(SmallScope, Exhaustive,
                         testing::Combine(testing::ValuesIn(kScopes), testing::ValuesIn(kVariants)),
                         [](const testing::TestParamInfo<Part>& part) {
                           return std::get<0>(part.param).name + name_of(std::get<1>(part.param));
                         });

TEST(ExhaustiveOnDisk, EngineAgreesWithEnumerator) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "braid-oracle-archive";
  constexpr Scope kScope = {"PairsTwoFiles", 2, 2, 2, 4, false};
  Engines engines;
  std::size_t workloads = 0;
  for_each_workload(kScope, [&](const std::vector<Program>& programs) {
    if (HasFailure()) return;
    const Trace trace = workload(programs, kScope.files, kVariants[workloads++ % std::size(kVariants)]);
    SCOPED_TRACE(describe(trace));
    const Exploration expected = enumerate_every_schedule(AfsOracle(trace));
    const AfsQuestion question(trace);
    engines.expect_agreement_on_disk(question.question(), expected, directory);
  });
  EXPECT_GT(workloads, 40U);
}

}  // namespace
}  // namespace braid::oracle
