// A window of the recording of two machines, explored to verdicts with the shipped properties.
#include <gtest/gtest.h>

#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

/// The recording as NDJSON, of which windows are taken.
std::string two_machines(const TemporaryDirectory& directory) {
  const std::string path = directory.path("two.ndjson");
  const VerbRun run = braid({"import", BRAID_SOURCE_DIR "/traces/recorded/two-machines.trace.gz",
                             BRAID_SOURCE_DIR "/traces/recorded/two-machines.map", "-o", path});
  EXPECT_EQ(run.code, 0) << run.err;
  return path;
}

TEST(GuestWindows, HoldUnderTheMonitorAsItShouldBe) {
  const TemporaryDirectory directory;
  const VerbRun run =
      braid({"check", two_machines(directory), "--window", "4@+0.00069", "--under", "vmm paging=hardware"});
  EXPECT_EQ(run.code, 0) << run.out << run.err;
  EXPECT_NE(run.out.find("vmm: 2 CPUs, 2 VMs, 2 processes, 3 instructions;"), std::string::npos) << run.out;
  EXPECT_NE(run.err.find("a program of 4 recorded events, from 2032."), std::string::npos) << run.err;
  EXPECT_EQ(run.out.find("violated"), std::string::npos);
}

TEST(GuestWindows, ShowWhatAWrongMonitorMightHaveDone) {
  const TemporaryDirectory directory;
  const VerbRun run = braid({"check", two_machines(directory), "--window", "4@+0.00069", "--under",
                             "vmm free=requested", "--property", "frame-ownership"});
  EXPECT_EQ(run.code, 1) << run.out << run.err;
  EXPECT_NE(run.out.find("frame-ownership  violated\n"), std::string::npos) << run.out;
}

TEST(GuestWindows, AreOfTheMonitorWithoutBeingAsked) {
  const TemporaryDirectory directory;
  const VerbRun run = braid({"count", two_machines(directory), "--window", "2@+0.00025"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find("vmm: 2 CPUs, 2 VMs, 2 processes, 2 instructions;"), std::string::npos) << run.out;
}

TEST(GuestWindows, AreRefusedUnderSystemsOfFiles) {
  const TemporaryDirectory directory;
  const VerbRun run = braid({"check", two_machines(directory), "--window", "4@+0.00069", "--under", "afs2"});
  EXPECT_EQ(run.code, 3) << run.out;
  EXPECT_TRUE(is_one_message(run.err.substr(run.err.rfind("braid check:")))) << run.err;
}

}  // namespace
}  // namespace braid::test
