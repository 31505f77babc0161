// The real recordings, to the unit. What they hold is in the README that lies beside them.
#include <set>

#include "guest/guest_recordings.h"

namespace braid::import::test {
namespace {

TEST(TracefsRecordings, AreTakenForWhatTheyAre) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(guest_recordings())) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".trace") && !name.ends_with("pipe.txt")) continue;
    ++files;
    Input input = Input::from_memory("-", contents(entry.path()));
    const Format* format = recognise_format(input);
    ASSERT_NE(format, nullptr) << name;
    EXPECT_EQ(format->name, "tracefs") << name;
  }
  EXPECT_EQ(files, 9U);
}

constexpr std::string_view kTwoMachines =
    "kvm_inj_exception 114, kvm_mmu_set_spte 76, kvm_mmu_spte_requested 76, kvm_mmu_walker_error 48, kvm_pio "
    "30, "
    "kvm_userspace_exit 30, sys_ioctl 30, kvm_mmu_prepare_zap_page 20, kvm_unmap_hva_range 20, "
    "kvm_mmu_get_page 16, "
    "kvm_msr 10, map 2";

TEST(TracefsRecordings, TwoMachines) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = with_map("kvm-two-vms.trace", "kvm-two-vms.map");
  EXPECT_EQ(kinds(log), kTwoMachines);
  EXPECT_EQ(log.skipped(), "");
  std::set<std::string> actors;
  std::set<std::uint64_t> frames;
  std::size_t unmapped = 0;
  for (const recording::Record& record : log.records) {
    actors.insert(record.actor);
    if (record.operation == "map") frames.insert(*record.arguments.find("machine_frame")->natural());
    if (record.operation == "unmap" && record.arguments.find("guest_frame") != nullptr) ++unmapped;
  }
  EXPECT_EQ(actors, (std::set<std::string>{"vmA", "vmB"}));
  EXPECT_EQ(frames.size(), 55U);
  EXPECT_EQ(unmapped, 20U);
}

TEST(TracefsRecordings, TwoMachinesStreamed) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = with_map("kvm-two-vms-pipe.txt", "kvm-two-vms-pipe.map");
  EXPECT_EQ(kinds(log),
            "kvm_inj_exception 393, kvm_mmu_set_spte 76, kvm_mmu_spte_requested 76, kvm_mmu_walker_error 48, "
            "kvm_pio 30, "
            "kvm_userspace_exit 30, sys_ioctl 30, kvm_mmu_prepare_zap_page 20, kvm_unmap_hva_range 20, "
            "kvm_mmu_get_page "
            "16, kvm_msr 10, map 2");
  EXPECT_EQ(count(log, "inject", "reinjected", true), 279U);
}

TEST(TracefsRecordings, MachinesThatShareFrames) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = with_map("kvm-two-vms-shared.trace", "kvm-two-vms-shared.map");
  EXPECT_EQ(kinds(log),
            "kvm_inj_exception 98, kvm_mmu_set_spte 68, kvm_mmu_spte_requested 68, kvm_mmu_walker_error 40, "
            "kvm_pio 22, "
            "kvm_userspace_exit 22, sys_ioctl 22, kvm_mmu_prepare_zap_page 20, kvm_mmu_get_page 16, "
            "kvm_unmap_hva_range "
            "12, kvm_msr 10, map 2");
  std::map<std::uint64_t, std::set<std::string>> writers;
  for (const recording::Record& record : log.records) {
    const recording::Value* writable = record.arguments.find("writable");
    if (record.operation != "map" || !*writable->truth()) continue;
    if (*record.arguments.find("guest_frame")->natural() >= 0x1000)
      writers[*record.arguments.find("machine_frame")->natural()].insert(record.actor);
  }
  EXPECT_EQ(writers.size(), 2U);
  for (const auto& [frame, machines] : writers) EXPECT_EQ(machines.size(), 2U) << frame;
}

TEST(TracefsRecordings, OneMachineAfterTheOther) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = with_map("kvm-vm-after-vm.trace", "kvm-vm-after-vm.map");
  EXPECT_EQ(kinds(log), kTwoMachines);
  EXPECT_EQ(log.skipped(), "");
}

TEST(TracefsRecordings, LifeOfMachineFrames) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = with_map("kvm-two-vms-frames.trace", "kvm-two-vms-frames.map");
  EXPECT_EQ(kinds(log),
            "mm_page_free 359, mm_page_alloc 330, mm_page_free_batched 144, " + std::string(kTwoMachines));
  std::set<std::uint64_t> mapped;
  std::set<std::uint64_t> zeroed;
  for (const recording::Record& record : log.records) {
    if (record.operation == "map") mapped.insert(*record.arguments.find("machine_frame")->natural());
    if (record.operation == "allocate" && *record.arguments.find("zeroed")->truth()) {
      const std::uint64_t first = *record.arguments.find("machine_frame")->natural();
      for (std::uint64_t i = 0; i < *record.arguments.find("frames")->natural(); ++i)
        zeroed.insert(first + i);
    }
  }
  std::size_t both = 0;
  for (const std::uint64_t frame : mapped) both += zeroed.count(frame);
  EXPECT_EQ(mapped.size(), 59U);
  EXPECT_EQ(both, 58U);
}

TEST(TracefsRecordings, TwoMachinesOnOneCpu) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = with_map("kvm-two-vms-one-cpu.trace", "kvm-two-vms-one-cpu.map");
  EXPECT_EQ(kinds(log),
            "kvm_inj_exception 1699, kvm_mmu_set_spte 84, kvm_mmu_spte_requested 84, sched_switch 76, "
            "kvm_mmu_walker_error 56, kvm_userspace_exit 46, sys_ioctl 46, kvm_pio 30, "
            "kvm_mmu_prepare_zap_page 20, "
            "kvm_unmap_hva_range 20, kvm_mmu_get_page 16, kvm_msr 10, map 2");
  // From one machine's vCPU to the other's: not to or from a thread of KVM's own.
  const std::map<std::uint64_t, std::string> vcpus = {{20363, "vmA"}, {20364, "vmB"}};
  std::size_t direct = 0;
  for (const recording::Record& record : log.records) {
    if (record.operation != "switch") continue;
    const auto from = vcpus.find(*record.process);
    const auto to = vcpus.find(*record.arguments.find("to_process")->natural());
    if (from == vcpus.end() || to == vcpus.end()) continue;
    ++direct;
    EXPECT_EQ(record.actor, from->second);
    EXPECT_EQ(*record.arguments.find("to")->text(), to->second);
  }
  EXPECT_EQ(direct, 26U);
}

TEST(TracefsRecordings, EveryEventOfOneMachine) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = with_map("kvm-one-vm-full.trace", "kvm-one-vm-full.map");
  EXPECT_EQ(
      kinds(log),
      "kvm_mmu_paging_element 5493, kvm_mmu_pagetable_walk 1812, kvm_emulate_insn 912, kvm_inj_exception 33, "
      "kvm_mmu_set_accessed_bit 30, kvm_mmu_set_spte 22, kvm_mmu_spte_requested 22, kvm_fpu 18, "
      "kvm_mmu_walker_error 14, kvm_mmu_set_dirty_bit 12, kvm_mmu_prepare_zap_page 10, kvm_pio 9, "
      "kvm_userspace_exit 9, sys_ioctl 9, kvm_mmu_get_page 8, kvm_msr 5, kvm_unmap_hva_range 4, "
      "kvm_update_master_clock 2, kvm_apicv_inhibit_changed 1, kvm_track_tsc 1, kvm_write_tsc_offset 1, map "
      "1");
  EXPECT_EQ(log.skipped(),
            "events kvm_apicv_inhibit_changed 1, events kvm_fpu 18, events kvm_track_tsc 1, events "
            "kvm_update_master_clock 2, events kvm_write_tsc_offset 1");
}

TEST(TracefsRecordings, LostEvents) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = imported_files({guest_recordings() / "kvm-lost-events-pipe.txt"});
  EXPECT_EQ(kinds(log),
            "kvm_mmu_paging_element 383, kvm_mmu_pagetable_walk 126, kvm_emulate_insn 59, "
            "kvm_mmu_prepare_zap_page 10, "
            "kvm_age_hva 5, kvm_inj_exception 2, LOST 1, kvm_fpu 1, kvm_pio 1, kvm_userspace_exit 1");
  EXPECT_EQ(count(log, "lost", "count", 29689), 1U);
}

TEST(TracefsRecordings, TwoMonitorsOfSeveralThreads) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = imported_files({guest_recordings() / "kvm-qemu-bios.trace"});
  EXPECT_EQ(kinds(log),
            "kvm_pio 1740, kvm_userspace_exit 1652, sys_ioctl 1652, kvm_cpuid 756, kvm_unmap_hva_range 737, "
            "kvm_set_irq "
            "340, kvm_msr 66, kvm_mmu_prepare_zap_page 48, kvm_mmu_get_page 24, kvm_mmu_zap_all_fast 18, "
            "kvm_apic 14, "
            "kvm_mmio 14");
  std::set<std::string> actors;
  for (const recording::Record& record : log.records) actors.insert(record.actor);
  EXPECT_EQ(actors, (std::set<std::string>{"qemu-system-x86", "qemu-system-x86-16188"}));
}

}  // namespace
}  // namespace braid::import::test
