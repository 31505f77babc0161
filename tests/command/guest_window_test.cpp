// A window of the recording of two machines, explored to verdicts with the shipped properties.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

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

/// The recordings beside the project; empty where they are not there.
std::filesystem::path recordings() {
  const char* shared = std::getenv("BRAID_SHARED");
  const auto folder = std::filesystem::path(shared != nullptr ? shared : BRAID_SHARED_DIR) / "data/guest";
  std::error_code error;
  return std::filesystem::is_directory(folder, error) ? folder : std::filesystem::path();
}

/// What braid check says of a window: its head, and remarks on how the program was made.
struct Checked {
  int code = 0;
  std::string head;
  std::string remarks;
};

Checked checked(const std::vector<std::string>& files, const std::string& window, const std::string& system) {
  const TemporaryDirectory directory;
  std::vector<std::string> words = {"import"};
  for (const std::string& file : files) words.push_back((recordings() / file).string());
  words.insert(words.end(), {"-o", directory.path("r.ndjson")});
  EXPECT_EQ(braid(words).code, 0);
  const VerbRun run = braid({"check", directory.path("r.ndjson"), "--window", window, "--under", system});
  const std::string head = run.out.substr(0, run.out.find('\n'));
  return {run.code, head.substr(head.find("; ") + 2), run.err};
}

TEST(GuestWindows, OfTheRecordingsAreExplored) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  const Checked one_cpu =
      checked({"kvm-two-vms-one-cpu.trace", "kvm-two-vms-one-cpu.map"}, "6@2821.7978", "vmm paging=hardware");
  EXPECT_EQ(one_cpu.code, 0) << one_cpu.remarks;
  EXPECT_EQ(one_cpu.head, "vmm: 1 CPU, 2 VMs, 2 processes, 3 instructions; 6831 states, 15306 transitions");
  const Checked bare = checked({"mips-bare-flow.log"}, "10@40", "vmm");
  EXPECT_EQ(bare.code, 0) << bare.remarks;
  EXPECT_EQ(bare.head, "vmm: 1 CPU, 1 VM, 1 process, 8 instructions; 39 states, 38 transitions");
  EXPECT_NE(
      bare.remarks.find("left out, since the model has no such step: 2 further misses of one instruction, 6 "
                        "hits of what missed before, 9 return, 2 tlb-fill, 8 tlb-miss\n"),
      std::string::npos)
      << bare.remarks;
  const Checked user_mode = checked({"uml-strace.txt"}, "6@+5", "vmm");
  EXPECT_EQ(user_mode.code, 0) << user_mode.remarks;
  EXPECT_EQ(user_mode.head, "vmm: 1 CPU, 1 VM, 1 process, 6 instructions; 45 states, 44 transitions");
}

}  // namespace
}  // namespace braid::test
