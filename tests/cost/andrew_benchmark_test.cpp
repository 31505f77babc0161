// The five phases of the Andrew benchmark: what each counts.
#include "braid/checker/cost/andrew_benchmark.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "refusal_text.h"

namespace braid::test {
namespace {

using namespace cost;

std::vector<std::uint64_t> operations_of(const AndrewBenchmark& benchmark, AndrewPhase phase) {
  const PhaseCounts counts = counts_of(benchmark, phase);
  return {counts.operations.begin(), counts.operations.end()};
}

using Numbers = std::vector<std::uint64_t>;

TEST(AndrewBenchmark, CountsItsPhases) {
  const AndrewBenchmark benchmark = andrew_benchmark("test", {});
  // make directory, list directory, status, create, open, read, write, close
  EXPECT_EQ(operations_of(benchmark, AndrewPhase::make_directories), (Numbers{20, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(operations_of(benchmark, AndrewPhase::copy), (Numbers{0, 0, 70, 70, 70, 70, 70, 140}));
  EXPECT_EQ(operations_of(benchmark, AndrewPhase::scan_directories), (Numbers{0, 20, 90, 0, 0, 0, 0, 0}));
  EXPECT_EQ(operations_of(benchmark, AndrewPhase::read_all), (Numbers{0, 0, 0, 0, 70, 70, 0, 70}));
  // 50 files compiled, each with 5 headers; 50 objects linked to a program.
  EXPECT_EQ(operations_of(benchmark, AndrewPhase::make), (Numbers{0, 0, 70, 51, 350, 350, 51, 401}));
  EXPECT_EQ(benchmark.operations.size(), 20U + 490 + 110 + 210 + 1273);
}

TEST(AndrewBenchmark, MovesItsBytes) {
  const AndrewBenchmark benchmark = andrew_benchmark("test", {});
  const PhaseCounts copy = counts_of(benchmark, AndrewPhase::copy);
  EXPECT_EQ(copy.bytes_read, 200'000U);
  EXPECT_EQ(copy.bytes_written, 200'000U);
  EXPECT_EQ(copy.blocks_read, 90U);  // 70 files, of which 20 have more than 4096 bytes
  EXPECT_EQ(copy.blocks_written, 90U);
  const PhaseCounts read = counts_of(benchmark, AndrewPhase::read_all);
  EXPECT_EQ(read.bytes_read, 200'000U);
  EXPECT_EQ(read.bytes_written, 0U);
  EXPECT_EQ(counts_of(benchmark, AndrewPhase::scan_directories).bytes_read, 0U);
  // The program is as large as all objects, and objects are as large as what they are compiled from.
  const PhaseCounts make = counts_of(benchmark, AndrewPhase::make);
  const std::uint64_t program = benchmark.objects.back().bytes;
  EXPECT_EQ(make.bytes_written, 2 * program);
  EXPECT_EQ(program, 200'000U - 200'000U * (20 * 20) / (70 * 70));  // without the 20 headers
}

TEST(AndrewBenchmark, NumbersItsObjects) {
  const AndrewBenchmark benchmark = andrew_benchmark("test", {});
  std::map<ObjectRole, std::uint64_t> objects;
  std::map<ObjectRole, std::uint64_t> bytes;
  for (std::size_t i = 0; i < benchmark.objects.size(); ++i) {
    const BenchmarkObject& object = benchmark.objects[i];
    ++objects[object.role];
    bytes[object.role] += object.bytes;
    const BenchmarkObject& parent = benchmark.objects[object.parent];
    EXPECT_TRUE(parent.role == ObjectRole::source_directory || parent.role == ObjectRole::target_directory);
    EXPECT_EQ(object.components, object.parent == i ? 1 : parent.components + 1);
  }
  EXPECT_EQ(objects, (std::map<ObjectRole, std::uint64_t>{{ObjectRole::source_directory, 20},
                                                          {ObjectRole::source_file, 70},
                                                          {ObjectRole::target_directory, 20},
                                                          {ObjectRole::target_file, 70},
                                                          {ObjectRole::object_file, 50},
                                                          {ObjectRole::program_file, 1}}));
  EXPECT_EQ(bytes[ObjectRole::source_file], 200'000U);
  EXPECT_EQ(bytes[ObjectRole::target_file], 200'000U);
  // A root, 4 directories in it, the other 15 in those.
  const auto depth = [&](std::uint32_t directory) { return benchmark.objects[directory].components; };
  EXPECT_EQ(depth(0), 1U);
  EXPECT_EQ(depth(4), 2U);
  EXPECT_EQ(depth(5), 3U);
  EXPECT_EQ(depth(19), 3U);
}

// Every file is created before it is opened, opened before it is read, and closed; nothing is done in a
// directory that is not there.
TEST(AndrewBenchmark, IsAProgramThatRuns) {
  const AndrewBenchmark benchmark = andrew_benchmark("test", {});
  std::vector<bool> exists(benchmark.objects.size());
  for (std::size_t i = 0; i < exists.size(); ++i) {
    exists[i] = benchmark.objects[i].role == ObjectRole::source_directory ||
                benchmark.objects[i].role == ObjectRole::source_file;
  }
  std::map<std::uint32_t, FileAction> open;
  auto phase = AndrewPhase::make_directories;
  for (const FileOperation& operation : benchmark.operations) {
    EXPECT_GE(operation.phase, phase);
    phase = operation.phase;
    const bool makes =
        operation.action == FileAction::make_directory || operation.action == FileAction::create;
    EXPECT_EQ(exists[operation.object], !makes);
    exists[operation.object] = true;
    EXPECT_TRUE(exists[benchmark.objects[operation.object].parent]);
    if (operation.action == FileAction::open || operation.action == FileAction::create) {
      EXPECT_TRUE(open.emplace(operation.object, operation.action).second);
    } else if (operation.action == FileAction::read) {
      EXPECT_EQ(open.at(operation.object), FileAction::open);
      EXPECT_EQ(operation.bytes, benchmark.objects[operation.object].bytes);
    } else if (operation.action == FileAction::write) {
      EXPECT_EQ(open.at(operation.object), FileAction::create);
    } else if (operation.action == FileAction::close) {
      EXPECT_EQ(open.erase(operation.object), 1U);
    }
  }
  EXPECT_TRUE(open.empty());
  EXPECT_TRUE(std::all_of(exists.begin(), exists.end(), [](bool there) { return there; }));
}

TEST(AndrewBenchmark, FollowsItsParameters) {
  AndrewParameters small;
  small.files = 3;
  small.headers = 1;
  small.directories = 2;
  small.source_bytes = 90;
  small.headers_included = 1;
  small.object_percent = 200;
  small.block_bytes = 16;
  const AndrewBenchmark benchmark = andrew_benchmark("test", small);
  // Sizes 10, 30, 50; of them the first is a header.
  const PhaseCounts copy = counts_of(benchmark, AndrewPhase::copy);
  EXPECT_EQ(copy.bytes_read, 90U);
  EXPECT_EQ(copy.blocks_read, 1U + 2 + 4);
  const PhaseCounts make = counts_of(benchmark, AndrewPhase::make);
  EXPECT_EQ(make.bytes_read, (30U + 10) + (50 + 10) + (60 + 100));
  EXPECT_EQ(make.bytes_written, 60U + 100 + 160);
  EXPECT_EQ(make.blocks_written, 4U + 7 + 10);
  EXPECT_EQ(make.of(FileAction::status), 3U);
  small.subdirectories = 1;
  small.directories = 4;
  EXPECT_EQ(andrew_benchmark("test", small).objects[3].components, 4U) << "a chain of directories";
}

TEST(AndrewBenchmark, RefusesWhatItCannotGenerate) {
  const auto refusal = [](auto change) {
    AndrewParameters parameters;
    change(parameters);
    return refusal_text([&] { (void)andrew_benchmark("--andrew", parameters); });
  };
  EXPECT_EQ(refusal([](AndrewParameters&) {}), "accepted");
  EXPECT_EQ(refusal([](auto& p) { p.files = 0; }), "--andrew: files is 0; 1 to 10000");
  EXPECT_EQ(refusal([](auto& p) { p.files = 10'001; }), "--andrew: files is 10001; 1 to 10000");
  EXPECT_EQ(refusal([](auto& p) { p.headers = 70; }), "--andrew: headers is 70; 0 to 69");
  EXPECT_EQ(refusal([](auto& p) { p.directories = 0; }), "--andrew: directories is 0; 1 to 10000");
  EXPECT_EQ(refusal([](auto& p) { p.subdirectories = 0; }), "--andrew: subdirectories is 0; 1 to 10000");
  EXPECT_EQ(refusal([](auto& p) { p.source_bytes = std::uint64_t{1} << 31; }),
            "--andrew: source bytes is 2147483648; 0 to 1073741824");
  EXPECT_EQ(refusal([](auto& p) { p.headers_included = 21; }), "--andrew: headers included is 21; 0 to 20");
  EXPECT_EQ(refusal([](auto& p) { p.object_percent = 10'001; }),
            "--andrew: object per cent is 10001; 0 to 10000");
  EXPECT_EQ(refusal([](auto& p) { p.block_bytes = 0; }), "--andrew: block bytes is 0; 1 to 1073741824");
  EXPECT_EQ(refusal([](auto& p) {
              p.headers = 0;
              p.headers_included = 0;
              p.source_bytes = 0;
            }),
            "accepted");
}

TEST(AndrewBenchmark, NamesPhasesAndActions) {
  EXPECT_EQ(name_of(AndrewPhase::make_directories), "MakeDir");
  EXPECT_EQ(name_of(AndrewPhase::make), "Make");
  EXPECT_EQ(name_of(FileAction::make_directory), "make directory");
  EXPECT_EQ(name_of(FileAction::close), "close");
}

}  // namespace
}  // namespace braid::test
