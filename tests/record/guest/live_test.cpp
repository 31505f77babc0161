// Real recordings of guests, where the machine allows them.
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "braid/tracer/import/import.h"
#include "braid/tracer/record/guest/command_work.h"
#include "braid/tracer/record/guest/kvm_device.h"
#include "braid/tracer/record/guest/kvm_recording.h"
#include "braid/tracer/record/guest/machine_work.h"
#include "braid/tracer/record/guest/qemu_run.h"
#include "braid/tracer/record/guest/trace_file_system.h"
#include "fake_folder.h"

namespace braid::record::guest::test {
namespace {

struct Events {
  std::vector<recording::Record> records;

  [[nodiscard]] std::size_t count(std::string_view actor, std::string_view operation) const {
    return static_cast<std::size_t>(std::count_if(records.begin(), records.end(), [&](const auto& record) {
      return record.actor == actor && record.operation == operation;
    }));
  }

  /// The machines that may write each machine frame that was mapped for guest frames from `first` on.
  [[nodiscard]] std::map<std::uint64_t, std::set<std::string>> writers(std::uint64_t first) const {
    std::map<std::uint64_t, std::set<std::string>> writers;
    for (const recording::Record& record : records) {
      if (record.operation != "map" || !*record.arguments.find("writable")->truth()) continue;
      if (record.arguments.find("guest_frame")->natural().value_or(0) < first) continue;
      writers[record.arguments.find("machine_frame")->natural().value_or(0)].insert(record.actor);
    }
    return writers;
  }
};

Events imported(std::string_view format, std::vector<import::Input> inputs) {
  Events events;
  import::Ledger ledger;
  const auto source = import::find_format(format)->open(std::move(inputs), {}, ledger);
  for (recording::Record record; source->next(record);) events.records.push_back(record);
  EXPECT_TRUE(ledger.balanced());
  return events;
}

/// With KVM and tracefs; they are skipped without.
class LiveKvm : public testing::Test {
 protected:
  void SetUp() override {
    const std::string why = refusal([&] {
      require_kvm();
      file_system_ = TraceFileSystem::open();
    });
    if (!why.empty()) GTEST_SKIP() << why;
    settings_.trace_file_system = file_system_->root();
  }

  void TearDown() override {
    EXPECT_TRUE(!file_system_ || instances_of(::getpid()).empty()) << "an instance is left";
  }

  /// The instances of a process.
  [[nodiscard]] std::vector<std::string> instances_of(pid_t process) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(file_system_->root() / "instances")) {
      const auto name = read_instance_name(entry.path().filename().string());
      if (name && name->process == static_cast<std::uint64_t>(process)) names.push_back(text_of(*name));
    }
    return names;
  }

  [[nodiscard]] static Events events_of(const KvmRecording& recording, const MachineWork& work) {
    std::vector<import::Input> inputs = recording.inputs();
    inputs.push_back(import::Input::from_memory("map", work.memory_map()));
    return imported("tracefs", std::move(inputs));
  }

  std::optional<TraceFileSystem> file_system_;
  KvmSettings settings_;
};

TEST_F(LiveKvm, RecordsTwoMachines) {
  MachineWork work({.pages = 3, .shared = 0, .rounds = 2});
  const KvmRecording recording(settings_, work);
  EXPECT_TRUE(work.complaints().empty());
  EXPECT_FALSE(work.interrupted());
  EXPECT_EQ(recording.lost(), 0U);
  EXPECT_EQ(recording.complaint(), "");
  const Events events = events_of(recording, work);
  for (const std::string_view machine : {"vm1", "vm2"}) {
    EXPECT_EQ(events.count(machine, "memory"), 1U);
    // One of the guest's processes ends it; one or both had paused twice and given back a page.
    EXPECT_GE(events.count(machine, "exit"), 4U);
    EXPECT_EQ(events.count(machine, "enter"), events.count(machine, "exit"));
    EXPECT_GE(events.count(machine, "map"), 8U);
  }
  recording::Time last;
  for (const recording::Record& record : events.records) {
    if (!record.start) continue;
    EXPECT_LE(last, *record.start);
    last = *record.start;
  }
}

TEST_F(LiveKvm, RecordsMemoryThatMachinesShare) {
  constexpr std::uint64_t kFirstShared = 0x1000;
  MachineWork work({.pages = 2, .shared = 2, .rounds = 0});
  const KvmRecording recording(settings_, work);
  const Events events = events_of(recording, work);
  EXPECT_EQ(events.count("vm1", "memory"), 2U);
  const auto writers = events.writers(kFirstShared);
  EXPECT_EQ(std::count_if(writers.begin(), writers.end(),
                          [](const auto& frame) {
                            return frame.second.contains("vm1") && frame.second.contains("vm2");
                          }),
            2);
}

TEST_F(LiveKvm, TellsThatEventsWereLost) {
  if (events_of_group(settings_.trace_file_system, "raw_syscalls").empty())
    GTEST_SKIP() << "this kernel does not trace system calls";
  settings_.buffer_kilobytes = kLeastBufferKilobytes;
  settings_.more_events = {"raw_syscalls"};
  CommandWork work("/bin/dd", {"dd", "if=/dev/zero", "of=/dev/null", "bs=1", "count=4000", "status=none"});
  const KvmRecording recording(settings_, work);
  EXPECT_GT(recording.lost(), 0U);
  const Events events = imported("tracefs", recording.inputs());
  std::uint64_t lost = 0;
  for (const recording::Record& record : events.records) {
    if (record.operation == "lost") lost += record.arguments.find("count")->natural().value_or(0);
  }
  EXPECT_EQ(lost, recording.lost());
}

TEST_F(LiveKvm, RunsACommand) {
  CommandWork work("/bin/sh", {"sh", "-c", "exit 7"});
  const KvmRecording recording(settings_, work);
  EXPECT_FALSE(work.end().by_signal);
  EXPECT_EQ(work.end().number, 7);
}

TEST_F(LiveKvm, RefusesEventsThatThereAreNot) {
  const auto refused = [&](const std::string& event) {
    MachineWork work({});
    settings_.more_events = {event};
    return refusal([&] { const KvmRecording recording(settings_, work); });
  };
  EXPECT_EQ(refused("kvm:kvm_piu"),
            "--event: this kernel has no event `kvm:kvm_piu`; did you mean `kvm:kvm_pio`?");
  EXPECT_EQ(refused("../instances"), "--event: this kernel has no event `../instances`");
  EXPECT_EQ(refused("kvm:"), "--event: this kernel has no event `kvm:`");
}

TEST_F(LiveKvm, EndsItsMachinesByASignal) {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  std::raise(SIGTERM);
  MachineWork work({.pages = 8, .shared = 0, .rounds = kMostRounds});
  const KvmRecording recording(settings_, work);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_TRUE(work.interrupted());
  EXPECT_TRUE(work.complaints().empty());
}

TEST_F(LiveKvm, RemovesWhatAKilledRecorderLeft) {
  const std::filesystem::path root = file_system_->root();
  const pid_t recorder = ::fork();
  ASSERT_GE(recorder, 0);
  if (recorder == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const TraceInstance instance(root, own_instance_name(), kLeastBufferKilobytes);
    static_cast<void>(instance.enable("kvm"));
    instance.start();
    ::raise(SIGSTOP);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(recorder, &status, WUNTRACED), recorder);
  ASSERT_TRUE(WIFSTOPPED(status));
  const TraceInstance living(root, own_instance_name(), kLeastBufferKilobytes);
  remove_dead_instances(root);
  EXPECT_EQ(instances_of(recorder).size(), 1U);
  ::kill(recorder, SIGKILL);
  ASSERT_EQ(::waitpid(recorder, &status, 0), recorder);
  // Another test that runs meanwhile may have removed it by now.
  remove_dead_instances(root);
  EXPECT_TRUE(instances_of(recorder).empty());
  EXPECT_EQ(instances_of(::getpid()).size(), 1U);
}

TEST(LiveQemu, RecordsASoftwareTlb) {
  const char* const path = std::getenv("PATH");
  std::optional<std::filesystem::path> qemu;
  const std::string why = refusal([&] { qemu = find_qemu(path != nullptr ? path : ""); });
  if (!qemu) GTEST_SKIP() << why;
  const AnonymousFile log;
  EXPECT_TRUE(run_under_qemu(*qemu, log));
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::open_as("mips.log", log.path()));
  const Events events = imported("qemu-int", std::move(inputs));
  std::map<std::string, std::size_t> kinds;
  for (const recording::Record& record : events.records) {
    const recording::Value* kind = record.arguments.find("kind");
    if (record.operation == "trap" && kind != nullptr) ++kinds[*kind->text()];
  }
  // Each of two processes: 20 pages that are loaded and then stored to; it asks who it is, yields once and
  // in each of 6 rounds, and remaps a page; the first one that ends ends the machine.
  EXPECT_EQ(kinds["TLB modify"], 40U);
  EXPECT_EQ(kinds["syscall"], 19U);
  EXPECT_GE(kinds["TLB load"], 40U);
  EXPECT_GT(events.count("mips", "return"), 0U);
}

}  // namespace
}  // namespace braid::record::guest::test
