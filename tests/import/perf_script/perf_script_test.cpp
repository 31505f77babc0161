#include <set>

#include "guest/guest_recordings.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    "             vmA  7658 [000]  2125.165657:         kvmmmu:kvm_mmu_get_page: [FAILED TO PARSE] "
    "mmu_valid_gen=0 gfn=18 "
    "role=14084 root_count=0 unsync=0 created=1\n"
    "             vmA  7658 [000]  2125.169110:         kvmmmu:kvm_mmu_set_spte: gfn 101 spte 17ca78a25 "
    "(r-xu) level 1 at "
    "104bc7000\n"
    "             vmA  7658 [000]  2125.169111:         kvmmmu:kvm_mmu_set_spte: [FAILED TO PARSE] gfn=257 "
    "spte=6386321957 sptep=4374425600 level=1 r=1 x=1 u=1\n"
    "       CPU 0/KVM  7658/7660 [001]  2125.169135:           kvm:kvm_inj_exception: [FAILED TO PARSE] "
    "exception=14 "
    "has_error=1 error_code=6 reinjected=1\n"
    "             vmA  7661 [001]  2125.169136:         kvmmmu:kvm_mmu_prepare_zap_page: [FAILED TO PARSE] "
    "mmu_valid_gen=0 gfn=18 role=16132 root_count=1 unsync=0\n"
    "             vmA  7658 [001]  2125.169137: PERF_RECORD_LOST lost 12\n"
    "             vmA  7658 [001]  2125.169138:       1000 cycles: ffffffff810 foo ([kernel])\n";

TEST(PerfScript, GivesWhatMachinesDid) {
  const Imported log = imported_text(kSample);
  EXPECT_EQ(log.header.kind, recording::Kind::guest);
  EXPECT_EQ(
      log.text(),
      R"({"actor":"vmA","process":7658,"operation":"shadow","arguments":{"event":"kvm_mmu_get_page","cpu":0,"guest_frame":18,"level":4,"generation":0,"quadrant":0,"direct":false,"access":"wux","invalid":false,"roots":0,"synced":true,"new":true},"start":"2125.165657","line":1}
{"actor":"vmA","process":7658,"operation":"map","object":"0x17ca78","arguments":{"event":"kvm_mmu_set_spte","cpu":0,"guest_frame":257,"machine_frame":1559160,"readable":true,"writable":false,"executable":true,"user":true,"level":1,"entry":"0x17ca78a25","entry_address":"0x104bc7000"},"start":"2125.169110","line":2}
{"actor":"vmA","process":7658,"operation":"map","object":"0x17ca78","arguments":{"event":"kvm_mmu_set_spte","cpu":0,"guest_frame":257,"machine_frame":1559160,"readable":true,"writable":false,"executable":true,"user":true,"level":1,"entry":"0x17ca78a25","entry_address":"0x104bc7000"},"start":"2125.169111","line":3}
{"actor":"vmA","process":7660,"operation":"inject","arguments":{"event":"kvm_inj_exception","cpu":1,"kind":"#PF","error_code":6,"reinjected":true},"start":"2125.169135","line":4}
{"actor":"vmA","process":7661,"operation":"zap","arguments":{"event":"kvm_mmu_prepare_zap_page","cpu":1,"guest_frame":18,"level":4,"generation":0,"quadrant":0,"direct":false,"access":"wux","invalid":true,"roots":1,"synced":true},"start":"2125.169136","line":5}
{"actor":"recorder","operation":"lost","arguments":{"event":"PERF_RECORD_LOST","cpu":1,"count":12},"start":"2125.169137","line":6}
)");
  EXPECT_EQ(log.skipped(), "lines that are no event 1");
}

TEST(PerfScript, SurvivesDamage) {
  expect_survives_mutations(kSample, "perf-script");
}

TEST(PerfScript, TiesThreadsToMachinesByTheirCommand) {
  const std::string event = " [000]  2125.1: kvm:kvm_pio: pio_read at 0x1 size 1 count 1 val 0x0 \n";
  std::vector<Input> inputs;
  // Two monitors' threads of one command are not one machine; those of a machine that is named are its.
  inputs.push_back(Input::from_memory(
      "p", "CPU 0/KVM 7" + event + "CPU 0/KVM 8" + event + "guest 9" + event + "guest 10" + event));
  inputs.push_back(Input::from_memory("m", "guest pid 10 gpa 0 size 1000 hva 0x7000\n"));
  const Imported log = imported(std::move(inputs), "perf-script");
  std::string actors;
  for (const recording::Record& record : log.records) actors += record.actor + " ";
  EXPECT_EQ(actors, "guest CPU 0/KVM CPU 0/KVM-8 guest guest ");
}

TEST(PerfScript, ReadsTheRecording) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = with_map("kvm-two-vms-perf.txt", "kvm-two-vms-perf.map");
  EXPECT_EQ(kinds(log),
            "kvm_inj_exception 115, kvm_mmu_set_spte 76, kvm_mmu_spte_requested 76, kvm_mmu_walker_error 48, "
            "kvm_pio 30, "
            "kvm_userspace_exit 30, kvm_mmu_prepare_zap_page 20, kvm_unmap_hva_range 20, kvm_mmu_get_page "
            "16, kvm_msr "
            "10, map 2");
  EXPECT_EQ(log.skipped(), "");
  std::map<std::string, std::size_t> zaps;
  std::set<std::uint64_t> zapped;
  for (const recording::Record& record : log.records) {
    if (record.operation != "zap") continue;
    ++zaps[record.actor];
    zapped.insert(*record.arguments.find("guest_frame")->natural());
  }
  EXPECT_EQ(zaps, (std::map<std::string, std::size_t>{{"vmA", 10}, {"vmB", 10}}));
  EXPECT_EQ(zapped.count(18), 1U);
  Input input = Input::open(guest_recordings() / "kvm-two-vms-perf.txt");
  EXPECT_EQ(recognise_format(input)->name, "perf-script");
}

}  // namespace
}  // namespace braid::import::test
