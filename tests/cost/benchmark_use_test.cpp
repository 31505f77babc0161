// The Andrew benchmark through the models.
#include "braid/checker/cost/benchmark_use.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::cost {
namespace {

std::uint64_t calls(const Price& price, const std::string& name) {
  for (const MessageCount& of : price.messages)
    if (of.name == name) return of.calls;
  return 0;
}

const Price& of(const BenchmarkUse& use, AndrewPhase phase) {
  return use.phases[static_cast<std::size_t>(phase)];
}

AndrewBenchmark small() {
  AndrewParameters parameters;
  parameters.files = 6;
  parameters.headers = 2;
  parameters.directories = 3;
  parameters.headers_included = 1;
  parameters.source_bytes = 12'000;
  return andrew_benchmark("test", parameters);
}

TEST(BenchmarkUse, OfAfsFetchesEachFileOnceAndStoresWhatIsWritten) {
  const BenchmarkUse use = benchmark_use(small(), "afs2", {});
  EXPECT_EQ(calls(of(use, AndrewPhase::make_directories), "CreateFile"), 3U);
  EXPECT_EQ(calls(of(use, AndrewPhase::copy), "FetchData"), 6U);
  EXPECT_EQ(calls(of(use, AndrewPhase::copy), "CreateFile"), 6U);
  EXPECT_EQ(calls(of(use, AndrewPhase::copy), "StoreData"), 6U);
  // What was copied has promises: nobody is asked.
  EXPECT_EQ(of(use, AndrewPhase::read_all).calls(), 0U);
  // Four files are compiled, and one program is linked.
  EXPECT_EQ(calls(of(use, AndrewPhase::make), "StoreData"), 5U);
  EXPECT_EQ(use.use.process_switches, 0);
}

TEST(BenchmarkUse, OfTheFirstAfsTestsEachCopyAtEachOpen) {
  const BenchmarkUse use = benchmark_use(small(), "afs1", {});
  EXPECT_EQ(calls(of(use, AndrewPhase::read_all), "TestAuth"), 6U);
  EXPECT_EQ(of(use, AndrewPhase::read_all).calls(), 6U);
  EXPECT_EQ(use.use.process_switches, static_cast<double>(use.total.calls()));
  EXPECT_GT(use.use.of(MessageKind::validate).components, use.use.of(MessageKind::validate).calls);
}

TEST(BenchmarkUse, OfNfsAsksForAttributesAtEachOpenAndReadsFromItsMemory) {
  const BenchmarkUse use = benchmark_use(small(), "nfs3", {});
  EXPECT_EQ(calls(of(use, AndrewPhase::copy), "READ"), 6U);
  EXPECT_EQ(calls(of(use, AndrewPhase::read_all), "READ"), 0U);
  EXPECT_EQ(calls(of(use, AndrewPhase::read_all), "GETATTR"), 6U);
}

/// Files that are made, and opened for that, are left with a delegation, under which they are read and asked
/// about. The sources are opened once each.
TEST(BenchmarkUse, OfNfs4OpensFilesOnce) {
  const BenchmarkUse use = benchmark_use(small(), "nfs4", {});
  EXPECT_EQ(calls(of(use, AndrewPhase::make_directories), "OPEN create"), 3U);
  EXPECT_EQ(calls(of(use, AndrewPhase::make_directories), "CLOSE"), 3U);
  EXPECT_EQ(calls(of(use, AndrewPhase::copy), "OPEN"), 6U);
  EXPECT_EQ(calls(of(use, AndrewPhase::copy), "OPEN create"), 6U);
  EXPECT_EQ(calls(of(use, AndrewPhase::copy), "CLOSE"), 12U);
  EXPECT_EQ(calls(of(use, AndrewPhase::copy), "WRITE"), 6U);
  EXPECT_EQ(of(use, AndrewPhase::scan_directories).calls(), 3U);  // a READ of each directory
  EXPECT_EQ(of(use, AndrewPhase::read_all).calls(), 0U);
  EXPECT_EQ(calls(of(use, AndrewPhase::make), "OPEN create"), 5U);
  EXPECT_EQ(calls(of(use, AndrewPhase::make), "GETATTR"), 0U);
  EXPECT_EQ(use.use.of(MessageKind::change_entries).calls, 3 + 6 + 5);
}

/// Without delegations each open asks.
TEST(BenchmarkUse, OfNfs4WithoutDelegationsOpensEachTime) {
  const BenchmarkUse use = benchmark_use(small(), "nfs4 delegations=none", {});
  EXPECT_EQ(calls(of(use, AndrewPhase::read_all), "OPEN"), 6U);
  EXPECT_EQ(calls(of(use, AndrewPhase::read_all), "CLOSE"), 6U);
  EXPECT_EQ(of(use, AndrewPhase::read_all).calls(), 12U);
}

TEST(BenchmarkUse, PhasesAddUpToAll) {
  for (const char* system : {"afs1", "afs2", "nfs2", "nfs3", "nfs4"}) {
    const BenchmarkUse use = benchmark_use(small(), system, {});
    Price sum;
    for (const Price& price : use.phases) sum += price;
    EXPECT_EQ(sum.calls(), use.total.calls()) << system;
    double served = 0;
    for (const MessageUse& kind : use.use.messages) served += kind.calls;
    EXPECT_EQ(served, static_cast<double>(use.total.calls())) << system;
  }
}

TEST(BenchmarkUse, HasAServiceTimeForEveryMessageOfTheModels) {
  std::set<std::string> names;
  for (const char* system : {"afs1", "afs2 granularity=message", "nfs2", "nfs3", "nfs4"}) {
    const auto opened = models::open_system(
        parse_notation("t", "system " + std::string(system) + "\nfile a = 0\nclient c0: open a\n"));
    for (const explore::EventKind& kind : opened->signature().events) {
      if (!kind.message) continue;
      EXPECT_NO_THROW(static_cast<void>(kind_of_message(kind.message->name, false))) << kind.message->name;
      names.insert(kind.message->name);
    }
  }
  EXPECT_GT(names.size(), 15U);
}

}  // namespace
}  // namespace braid::cost
