// The real recordings. What they hold is in the README that lies beside them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "guest_events.h"

namespace braid::isolation::test {
namespace {

namespace fs = std::filesystem;

fs::path recordings() {
  const char* shared = std::getenv("BRAID_SHARED");
  const fs::path folder = fs::path(shared != nullptr ? shared : BRAID_SHARED_DIR) / "data/guest";
  std::error_code error;
  return fs::is_directory(folder, error) ? folder : fs::path();
}

IsolationVerdict verdict_over(const std::vector<std::string>& names) {
  std::vector<import::Input> inputs;
  for (const std::string& name : names) inputs.push_back(import::Input::open(recordings() / name));
  import::RecordingReader reader(std::move(inputs));
  return check_isolation(reader, [] { return false; });
}

/// The finding over all, then the rules that had something to check.
std::string told(const std::vector<std::string>& names) {
  const IsolationVerdict verdict = verdict_over(names);
  const std::string why = verdict.why.empty() ? "" : ": " + verdict.why;
  return std::string(name_of(verdict.finding)) + why + "\n" + checked(verdict);
}

constexpr const char* kSkipped = "the recordings (BRAID_SHARED) are not there";

// What the recordings of two machines without a shared memory have in common.
constexpr const char* kReleased =
    "entries unmapped 20, entries replaced 4, entries zapped 52, entries cleared 0)\n";
constexpr const char* kEnded =
    "nothing-after-end holds (machines ended 2, entries left after an end 0, entries of machines that go on "
    "0)\n";
constexpr const char* kRun =
    "exits-before-entries holds (entries 30, exits 30, CPUs inside at first 0, CPUs inside at the end 0)\n";

std::string two_machines(int frames, int shared, int reused) {
  return "holds\nwritable-once holds (frames mapped " + std::to_string(frames) +
         ", frames shared read-only " + std::to_string(shared) +
         ", frames writable in two machines 0)\n"
         "released-before-reuse holds (frames reused after release " +
         std::to_string(reused) + ", " + kReleased;
}

TEST(RecordedGuests, OfTwoMachinesAreApart) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  EXPECT_EQ(told({"kvm-two-vms.trace", "kvm-two-vms.map"}), two_machines(55, 1, 0) + kEnded + kRun);
  EXPECT_EQ(told({"kvm-two-vms-pipe.txt", "kvm-two-vms-pipe.map"}), two_machines(57, 1, 0) + kEnded + kRun);
  EXPECT_EQ(told({"kvm-vm-after-vm.trace", "kvm-vm-after-vm.map"}), two_machines(58, 0, 2) + kEnded + kRun);
  // perf has no entries of the monitor's.
  EXPECT_EQ(told({"kvm-two-vms-perf.txt", "kvm-two-vms-perf.map"}), two_machines(59, 1, 0) + kEnded);
  EXPECT_EQ(
      told({"kvm-two-vms-frames.trace", "kvm-two-vms-frames.map"}),
      two_machines(59, 1, 0) +
          "zeroed-before-reuse holds (frames passed on zeroed 0, frames zeroed before their first machine "
          "58, frames allocated without zeroing 0, frames without a recorded allocation 1)\n" +
          kEnded + kRun);
}

TEST(RecordedGuests, OfOneMachineAreApart) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  EXPECT_EQ(
      told({"kvm-one-vm-full.trace", "kvm-one-vm-full.map"}),
      "holds\n"
      "writable-once holds (frames mapped 14, frames shared read-only 0, frames writable in two machines "
      "0)\n"
      "released-before-reuse holds (frames reused after release 0, entries unmapped 4, entries replaced 2, "
      "entries zapped 16, entries cleared 0)\n"
      "nothing-after-end holds (machines ended 1, entries left after an end 0, entries of machines that go "
      "on 0)\n"
      "exits-before-entries holds (entries 9, exits 9, CPUs inside at first 0, CPUs inside at the end "
      "0)\n");
}

TEST(RecordedGuests, ThatShareMemoryBreakIsolation) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  const IsolationVerdict verdict = verdict_over({"kvm-two-vms-shared.trace", "kvm-two-vms-shared.map"});
  EXPECT_EQ(verdict.finding, Finding::violated);
  EXPECT_EQ(
      checked(verdict),
      "writable-once violated 4 (frames mapped 39, frames shared read-only 1, frames writable in two "
      "machines 2)\n"
      "released-before-reuse violated 4 (frames reused after release 2, entries unmapped 12, entries "
      "replaced 4, entries zapped 52, entries cleared 0)\n"
      "nothing-after-end holds (machines ended 2, entries left after an end 0, entries of machines that go "
      "on 0)\n"
      "exits-before-entries holds (entries 22, exits 22, CPUs inside at first 0, CPUs inside at the end "
      "0)\n");
  ASSERT_EQ(verdict.parts.front().first_breaches.size(), 4U);
  EXPECT_EQ(
      verdict.parts.front().first_breaches[3].sentence,
      "machine frame 0x1f90e3 became writable in vmA (line 359) while it was writable in vmB (line 313)");
}

TEST(RecordedGuests, MayBeginAndEndInTheMiddle) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  EXPECT_EQ(
      told({"kvm-two-vms-one-cpu.trace", "kvm-two-vms-one-cpu.map"}),
      "holds\n"
      "writable-once holds (frames mapped 53, frames shared read-only 1, frames writable in two machines "
      "0)\n"
      "released-before-reuse holds (frames reused after release 9, entries unmapped 20, entries replaced "
      "4, entries zapped 60, entries cleared 0)\n" +
          std::string(kEnded) +
          "exits-before-entries holds (entries 46, exits 46, CPUs inside at first 1, CPUs inside at the "
          "end 1)\n");
}

TEST(RecordedGuests, WithoutAMapAreUnknownWhereThatMatters) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  EXPECT_EQ(verdict_over({"kvm-two-vms.trace"}).finding, Finding::holds);
  const IsolationVerdict verdict = verdict_over({"kvm-two-vms-one-cpu.trace"});
  EXPECT_EQ(verdict.finding, Finding::unknown);
  EXPECT_EQ(
      verdict.why,
      "writable-once: machine frame 0x1cca55 became writable in vmA (line 398) while it was writable in "
      "vmB (line 53), unless line 90 took it away there: which frames that was about is not known");
}

TEST(RecordedGuests, OfWhichEventsAreLostAreUnknown) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  EXPECT_EQ(told({"kvm-lost-events-pipe.txt"}),
            "unknown: the recorder lost 29689 events on CPU 0 (line 6)\n");
}

TEST(RecordedGuests, ThatMapNothingOnlyTakeTurns) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  EXPECT_EQ(
      told({"kvm-qemu-bios.trace"}),
      "holds\nexits-before-entries holds (entries 1652, exits 1652, CPUs inside at first 0, CPUs inside at "
      "the end 0)\n");
  for (const char* name :
       {"kvm-qemu-bios-a.qemutrace.log", "kvm-qemu-bios-b.qemutrace.log", "mips-linux-int.log",
        "x86-tcg-int.log", "x86-tcg-int80.log", "x86-tcg-int80-mmu.log"})
    EXPECT_EQ(told({name}), "unknown: the recording has nothing that can be checked\n") << name;
}

TEST(RecordedGuests, OfMipsRefillTheirTlb) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  EXPECT_EQ(
      told({"mips-bare-flow.log"}),
      "holds\n"
      "misses-handled holds (misses 103, returns to what missed 103, hits then 83, misses of another kind "
      "then 20, misses of the same kind then 0)\n"
      "translations-steady holds (times in user mode 124, translations then 119, compared with an earlier "
      "one 40)\n");
  EXPECT_EQ(
      told({"mips-linux-flow.log"}),
      "holds\n"
      "misses-handled holds (misses 1070, returns to what missed 1069, hits then 853, misses of another "
      "kind then 190, misses of the same kind then 4)\n"
      "translations-steady holds (times in user mode 1666, translations then 1357, compared with an "
      "earlier one 16)\n");
}

TEST(RecordedGuests, OfUserModeLinuxAreAnswered) {
  if (recordings().empty()) GTEST_SKIP() << kSkipped;
  EXPECT_EQ(told({"uml-strace.txt"}),
            "holds\n"
            "stops-answered holds (stops 2277, system calls answered 97, page faults answered 415, processes "
            "stopped at the end 2)\n"
            "resumed-after-stops holds (resumptions 1931, resumptions refused 344, processes killed 344)\n");
}

}  // namespace
}  // namespace braid::isolation::test
