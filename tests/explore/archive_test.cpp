#include "braid/checker/explore/archive.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "../package/project/async_afs.h"
#include "braid/tracer/diagnostic.h"
#include "sweep_fixture.h"
#include "toy_models.h"

namespace braid::explore {
namespace {

namespace fs = std::filesystem;

/// A directory of its own for each test, gone with it.
class ArchiveOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ = fs::path(testing::TempDir()) / (std::string("braid-archive-") + test->name());
    fs::remove_all(directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }

  /// Archives a small sweep; returns the file of a rank in its middle.
  fs::path archive_small_sweep(Archive& archive) const {
    sweep_with(model_, CountWeights(2, kChoices), {&archive});
    return directory_ / "rank-3.braid";
  }

  fs::path directory_;
  Limits limits_;
  toys::Walkers model_{2, 6, 3};
};

/// All that an archive gives back, by state.
std::map<SeenState, StateCollector::Seen> contents_of(const Archive& archive) {
  std::map<SeenState, StateCollector::Seen> states;
  for (const Rank rank : archive.ranks()) {
    archive.read(rank, [&](const ArchivedCell& cell) {
      EXPECT_EQ(cell.control.rank, rank);
      EXPECT_EQ(cell.states.size(), cell.count * cell.stride);
      EXPECT_EQ(cell.records.size(), cell.count * cell.record_words);
      EXPECT_EQ(cell.weights.record_words, cell.record_words);
      for (std::size_t i = 0; i < cell.count; ++i) {
        const std::span<const std::uint64_t> words(cell.states.data() + i * cell.stride, cell.stride);
        StateCollector::Seen& seen = states[seen_state(cell.control.view(), words)];
        ++seen.times;
        seen.record.assign(cell.records.begin() + static_cast<std::ptrdiff_t>(i * cell.record_words),
                           cell.records.begin() + static_cast<std::ptrdiff_t>((i + 1) * cell.record_words));
      }
    });
  }
  return states;
}

/// What an observer saw, without what an archive does not keep.
std::map<SeenState, StateCollector::Seen> without_choices(std::map<SeenState, StateCollector::Seen> states) {
  for (auto& [state, seen] : states) seen.choices = 0;
  return states;
}

std::vector<char> bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_bytes(const fs::path& path, const std::vector<char>& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

void ignore(const ArchivedCell&) {}

template <Model M>
void expect_archived_states_are_the_swept_ones(const M& model, const Weights& weights,
                                               const fs::path& directory) {
  StateCollector collector;
  Archive in_memory;
  sweep_with(model, weights, {&collector, &in_memory});
  const auto expected = without_choices(collector.states());
  EXPECT_TRUE(contents_of(in_memory) == expected);
  std::vector<Rank> ranks;
  for (const RankSummary& rank : collector.ranks()) ranks.push_back(rank.rank);
  EXPECT_EQ(in_memory.ranks(), ranks);

  std::map<std::string, std::vector<char>> files;
  for (const unsigned threads : {1U, 2U, 8U}) {
    SCOPED_TRACE(threads);
    fs::remove_all(directory);
    Limits limits;
    Archive on_disk(directory, limits);
    sweep_with(model, weights, {&on_disk}, threads);
    EXPECT_EQ(limits.stopped(), StopReason::none);
    EXPECT_TRUE(contents_of(on_disk) == expected);
    EXPECT_EQ(on_disk.ranks(), ranks);
    EXPECT_EQ(on_disk.bytes(), in_memory.bytes());
    std::uint64_t size = 0;
    std::map<std::string, std::vector<char>> now;
    for (const auto& entry : fs::directory_iterator(directory)) {
      now[entry.path().filename().string()] = bytes_of(entry.path());
      size += entry.file_size();
    }
    EXPECT_EQ(now.size(), ranks.size());
    EXPECT_EQ(size, on_disk.bytes());
    if (files.empty()) files = now;
    EXPECT_TRUE(now == files) << "the files depend on the threads";
  }
}

TEST_F(ArchiveOnDisk, HoldsTheSweptStatesAsInMemoryAndWithoutWeights) {
  expect_archived_states_are_the_swept_ones(model_, ReachWeights(), directory_);
}

TEST_F(ArchiveOnDisk, HoldsTheSweptStatesWithTheirWeights) {
  expect_archived_states_are_the_swept_ones(model_, CountWeights(3, kChoices), directory_);
  expect_archived_states_are_the_swept_ones(async_afs::AsyncAfs(async_afs::family(2, 2)),
                                            CountWeights(1, kChoices), directory_);
}

TEST_F(ArchiveOnDisk, HoldsCountsOfSeveralLimbs) {
  expect_archived_states_are_the_swept_ones(toys::Counters({25, 13, 13}), CountWeights(1, kChoices),
                                            directory_);
}

TEST_F(ArchiveOnDisk, StatesComeAscendingAndCellsByPositions) {
  Archive archive;
  sweep_with(async_afs::AsyncAfs(async_afs::family(2, 2)), ReachWeights(), {&archive});
  for (const Rank rank : archive.ranks()) {
    std::vector<Position> last;
    archive.read(rank, [&](const ArchivedCell& cell) {
      EXPECT_LT(last, cell.control.positions);
      last = cell.control.positions;
      for (std::size_t i = 1; i < cell.count; ++i) {
        const auto* state = cell.states.data() + i * cell.stride;
        EXPECT_TRUE(std::lexicographical_compare(state - cell.stride, state, state, state + cell.stride));
      }
    });
  }
}

TEST_F(ArchiveOnDisk, EndingsAreKept) {
  const toys::Semaphores model({1, 1}, {{{true, 0}, {true, 1}}, {{true, 1}, {true, 0}}});
  Archive archive;
  std::map<std::vector<Position>, Ending> expected;
  OnVisit observer([&](const CellView& cell) {
    expected[{cell.control.positions.begin(), cell.control.positions.end()}] = cell.ending;
  });
  sweep_with(model, ReachWeights(), {&archive, &observer});
  std::map<std::vector<Position>, Ending> found;
  for (const Rank rank : archive.ranks()) {
    archive.read(rank, [&](const ArchivedCell& cell) { found[cell.control.positions] = cell.ending; });
  }
  EXPECT_EQ(found, expected);
}

TEST_F(ArchiveOnDisk, AnInterruptedSweepLeavesWholeRanksOnly) {
  Archive archive(directory_, limits_);
  Executor executor(2, 0);
  Limits budget({.time = {}, .memory = {}, .steps = 40});
  Observer* const observers[] = {&archive};
  const SweepResult result = sweep(model_, ReachWeights(), observers, executor, budget);
  ASSERT_EQ(result.stopped, StopReason::steps);
  std::uint64_t states = 0;
  for (const Rank rank : archive.ranks()) {
    EXPECT_LT(rank, result.rank);
    archive.read(rank, [&](const ArchivedCell& cell) { states += cell.count; });
  }
  EXPECT_EQ(states, result.states);
  for (const auto& entry : fs::directory_iterator(directory_)) EXPECT_EQ(entry.path().extension(), ".braid");
}

TEST_F(ArchiveOnDisk, AFlippedByteIsRefused) {
  Archive archive(directory_, limits_);
  const fs::path file = archive_small_sweep(archive);
  const std::vector<char> good = bytes_of(file);
  ASSERT_GT(good.size(), 40U);
  EXPECT_NO_THROW(archive.read(3, ignore));
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int bit : {0, 7}) {
      std::vector<char> bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      write_bytes(file, bad);
      EXPECT_THROW(archive.read(3, ignore), InputError) << "byte " << at;
    }
  }
  write_bytes(file, good);
  EXPECT_NO_THROW(archive.read(3, ignore));
}

TEST_F(ArchiveOnDisk, ATruncatedOrLengthenedFileIsRefused) {
  Archive archive(directory_, limits_);
  const fs::path file = archive_small_sweep(archive);
  const std::vector<char> good = bytes_of(file);
  for (std::size_t size = 0; size < good.size(); ++size) {
    write_bytes(file, {good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)});
    EXPECT_THROW(archive.read(3, ignore), InputError) << size;
  }
  std::vector<char> longer = good;
  longer.push_back(0);
  write_bytes(file, longer);
  EXPECT_THROW(archive.read(3, ignore), InputError);
}

TEST_F(ArchiveOnDisk, AnotherVersionIsRefusedByName) {
  Archive archive(directory_, limits_);
  const fs::path file = archive_small_sweep(archive);
  std::vector<char> bytes = bytes_of(file);
  bytes[8] = static_cast<char>(bytes[8] + 1);  // behind the magic
  write_bytes(file, bytes);
  try {
    archive.read(3, ignore);
    ADD_FAILURE() << "another version was read";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("version"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("rank-3.braid"), std::string::npos) << error.what();
  }
}

TEST_F(ArchiveOnDisk, AMissingFileAnotherRanksAndAnUnknownRankAreRefused) {
  Archive archive(directory_, limits_);
  const fs::path file = archive_small_sweep(archive);
  fs::copy_file(directory_ / "rank-4.braid", file, fs::copy_options::overwrite_existing);
  EXPECT_THROW(archive.read(3, ignore), InputError);
  fs::remove(file);
  EXPECT_THROW(archive.read(3, ignore), InputError);
  EXPECT_THROW(archive.read(1000, ignore), InputError);
}

TEST_F(ArchiveOnDisk, ADirectoryThatHoldsAnArchiveIsRefused) {
  {
    Archive archive(directory_, limits_);
    archive_small_sweep(archive);
  }
  EXPECT_THROW(Archive(directory_, limits_), InputError);
}

TEST_F(ArchiveOnDisk, ADirectoryThatCannotBeMadeIsRefused) {
  write_bytes(directory_, {'x'});
  EXPECT_THROW(Archive(directory_ / "below", limits_), InputError);
  EXPECT_THROW(Archive(directory_, limits_), InputError);
}

TEST_F(ArchiveOnDisk, ADiskThatFailsStopsTheSweep) {
  Archive archive(directory_, limits_);
  OnVisit observer([&](const CellView& cell) {
    if (cell.control.rank == 3) fs::remove_all(directory_);
  });
  Executor executor(1);
  Observer* const observers[] = {&archive, &observer};
  const SweepResult result = sweep(model_, ReachWeights(), observers, executor, limits_);
  EXPECT_EQ(result.stopped, StopReason::disk);
  EXPECT_LT(result.rank, 12);
}

TEST(ArchiveInMemory, AccountsItsMemoryAndGivesItBack) {
  Limits limits;
  {
    Archive archive(limits);
    sweep_with(toys::Walkers(3, 8, 4), CountWeights(1, kChoices), {&archive});
    EXPECT_GE(limits.memory_in_use(), archive.bytes());
  }
  EXPECT_EQ(limits.memory_in_use(), 0U);
}

TEST(ArchiveInMemory, AnArchiveOfNothingIsEmpty) {
  const Archive archive;
  EXPECT_TRUE(archive.ranks().empty());
  EXPECT_EQ(archive.bytes(), 0U);
  EXPECT_THROW(archive.read(0, ignore), InputError);
}

}  // namespace
}  // namespace braid::explore
