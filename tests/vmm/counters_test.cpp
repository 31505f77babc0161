// What things cost on the monitor, by `braid replay --counts`: traps and monitor entries of each operation,
// beside the native run, and what the information gap between a monitor and its guests costs.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

json counted(const std::string& path) {
  const VerbRun run = braid({"replay", path, "--counts", "--json"});
  EXPECT_EQ(run.code, 0) << run.err;
  return json::parse(run.out);
}
json shipped(const std::string& name) {
  return counted(BRAID_SOURCE_DIR "/traces/vmm/" + name + ".trace");
}
json written(const std::string& options, const std::string& program) {
  const TemporaryDirectory directory;
  return counted(directory.write("t.trace", "system vmm " + options +
                                                "\nmachine frames=4 tlb=1\nvm v0: 0->2, 1->3\n"
                                                "space v0.p0: 0->0, 1->1\nprocess v0.p0: " +
                                                program + "\n"));
}

/// Monitor entries, and the traps of the native run.
void expect_costs(const json& replay, int entries, int native) {
  EXPECT_EQ(replay.at("events").at("enter"), entries);
  EXPECT_EQ(replay.at("native_events").at("trap"), native);
}

TEST(Counters, OfTheTables) {
  expect_costs(shipped("table-b3"), 2, 1);
  expect_costs(shipped("table-b5"), 3, 1);
  EXPECT_FALSE(shipped("table-b2").contains("native_events"));
  EXPECT_EQ(shipped("table-b2").at("events").at("trap"), 1);
}

TEST(Counters, OfEachOperation) {
  expect_costs(written("", "syscall"), 2, 1);
  expect_costs(written("", "load 0x0"), 3, 1);
  expect_costs(written("", "load 0x0, load 0x4"), 3, 1);
  expect_costs(written("", "privileged"), 1, 1);
  expect_costs(written("", "load 0x0, unmap 0x0"), 6, 2);
}

TEST(Counters, ASoftwareTlbSavesTheGuestsPart) {
  expect_costs(written("", "load 0x0, load 0x1000, load 0x0"), 9, 3);
  expect_costs(written("software-tlb=yes", "load 0x0, load 0x1000, load 0x0"), 7, 3);
}

TEST(Counters, ShadowPageTablesTrapWhereNothingDoesNatively) {
  expect_costs(written("paging=hardware", "load 0x0, load 0x1000, load 0x0"), 2, 0);
  expect_costs(written("paging=hardware", "syscall"), 2, 1);
  expect_costs(written("paging=hardware", "load 0x0, unmap 0x0"), 5, 1);
  expect_costs(written("paging=hardware", "load 0x7000"), 1, 1);
}

TEST(Counters, AreOfTheOnlyNativeSchedule) {
  const std::string path = BRAID_SOURCE_DIR "/traces/vmm/table-b5.trace";
  const VerbRun run = braid({"replay", path, "--counts"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find("\nevents: load 1, enter 3, trap 1\nnatively: load 1, trap 1\n"
                         "kernel entries natively to monitor entries: 1 : 3 = 1 : 3.00\n"),
            std::string::npos)
      << run.out;
  const VerbRun several = braid(
      {"replay", BRAID_SOURCE_DIR "/traces/litmus/vmm/stale-tlb-free.trace", "--schedule", "10", "--counts"});
  EXPECT_NE(several.out.find("natively: the trace has several schedules"), std::string::npos) << several.out;
}

TEST(Counters, ZeroingTwiceAndOnce) {
  EXPECT_EQ(shipped("double-zeroing").at("events").at("zero"), 2);
  EXPECT_EQ(shipped("single-zeroing").at("events").at("zero"), 1);
  EXPECT_EQ(shipped("double-zeroing").at("native_events").at("zero"), 1);
}

/// Of the first outcome's canonical schedule.
json first_schedule(const std::string& name) {
  const std::string path = BRAID_SOURCE_DIR "/traces/vmm/" + name + ".trace";
  const TemporaryDirectory directory;
  const std::string counts = directory.write("counts.json", braid({"count", path, "--json"}).out);
  const VerbRun run = braid({"replay", path, "--schedule", counts, "--counts", "--json"});
  EXPECT_EQ(run.code, 0) << run.err;
  return json::parse(run.out).at("events");
}

TEST(Counters, IdlingWhileAnotherWaits) {
  EXPECT_EQ(first_schedule("idle-spins").at("idle"), 3);
  EXPECT_EQ(first_schedule("idle-noticed").at("idle"), 0);
  EXPECT_EQ(first_schedule("idle-yields").at("idle"), 0);
  EXPECT_EQ(first_schedule("idle-noticed").at("trap"), 1);
  EXPECT_EQ(first_schedule("idle-yields").at("trap"), 4) << "three times idle, and the system call";
}

}  // namespace
}  // namespace braid::test
