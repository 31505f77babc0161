// The lines of tracefs in every shape, and damaged ones.
#include <sstream>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/import.h"
#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    "# tracer: nop\n#\n# entries-in-buffer/entries-written: 9/12   #P:2\n#\n"
    "             vmA-5408    (   5408) [000] .....  2032.720764: sys_ioctl(fd: 5, cmd: 0xae80, arg: 0)\n"
    "             vmA-5408    (   5408) [001] ...1.  2032.720800: kvm_mmu_get_page: sp gen 0 gfn 12 l4 "
    "8-byte q0 "
    "wux nxe ad root 0 sync new\n"
    "             vmA-5408    (   5408) [001] ...1.  2032.720801: kvm_mmu_set_spte: gfn 101 spte 215582a27 "
    "(rwxu) "
    "level 1 at 11544a000\n"
    "             vmA-5408    (   5408) [001] .....  2032.720802: kvm_mmu_walker_error: pferr 6 W|U\n"
    "             vmA-5408    (   5408) [001] .....  2032.720803: kvm_inj_exception: #PF (0x6) [reinjected]\n"
    "CPU:1 [LOST 7 EVENTS]\n"
    " kvm-nx-lpage-re-5561    (   5408) [001] ...1.  2032.720804: kvm_mmu_prepare_zap_page: sp gen 0 gfn 15 "
    "l1 "
    "8-byte q0 direct wux invalid nxe ad root 1 unsync\n"
    "             vmA-5408    (   5408) [001] .....  2032.720805: kvm_fpu: load\n"
    "             vmA-5408    (   5408) [001] .....  2032.720806: kvm_userspace_exit: reason KVM_EXIT_IO "
    "(2)\n";

TEST(Tracefs, GivesWhatMachinesDid) {
  const Imported log = imported_text(kSample);
  EXPECT_EQ(log.header.kind, recording::Kind::guest);
  EXPECT_EQ(log.header.system, "kvm");
  EXPECT_EQ(
      log.text(),
      R"({"actor":"recorder","operation":"lost","arguments":{"event":"entries-written","count":3},"line":3}
{"actor":"vmA","process":5408,"operation":"enter","arguments":{"event":"sys_ioctl","cpu":0,"descriptor":5},"start":"2032.720764","line":5}
{"actor":"vmA","process":5408,"operation":"shadow","arguments":{"event":"kvm_mmu_get_page","cpu":1,"guest_frame":18,"level":4,"generation":0,"quadrant":0,"direct":false,"access":"wux","invalid":false,"roots":0,"synced":true,"new":true},"start":"2032.720800","line":6}
{"actor":"vmA","process":5408,"operation":"map","object":"0x215582","arguments":{"event":"kvm_mmu_set_spte","cpu":1,"guest_frame":257,"machine_frame":2184578,"readable":true,"writable":true,"executable":true,"user":true,"level":1,"entry":"0x215582a27","entry_address":"0x11544a000"},"start":"2032.720801","line":7}
{"actor":"vmA","process":5408,"operation":"walker-fault","arguments":{"event":"kvm_mmu_walker_error","cpu":1,"error_code":6,"mode":"write","present":false,"user":true},"start":"2032.720802","line":8}
{"actor":"vmA","process":5408,"operation":"inject","arguments":{"event":"kvm_inj_exception","cpu":1,"kind":"#PF","error_code":6,"reinjected":true},"start":"2032.720803","line":9}
{"actor":"recorder","operation":"lost","arguments":{"event":"LOST","cpu":1,"count":7},"line":10}
{"actor":"vmA","process":5561,"operation":"zap","arguments":{"event":"kvm_mmu_prepare_zap_page","cpu":1,"guest_frame":21,"level":1,"generation":0,"quadrant":0,"direct":true,"access":"wux","invalid":true,"roots":1,"synced":false},"start":"2032.720804","line":11}
{"actor":"vmA","process":5408,"operation":"exit","arguments":{"event":"kvm_userspace_exit","cpu":1,"kind":"KVM_EXIT_IO","code":2},"start":"2032.720806","line":13}
)");
  EXPECT_EQ(log.skipped(), "events kvm_fpu 1");
}

/// The arguments of the only event of a line, without `event` and `cpu`.
std::string only(std::string_view event) {
  const Imported log = imported_text("  vm-1 [000] .... 1.0: " + std::string(event) + "\n", "tracefs");
  const std::string text = log.text();
  const std::string begin = "\"cpu\":0";
  const std::size_t at = text.find(begin);
  if (at == std::string::npos) return log.skipped();
  const std::size_t end = text.find("},\"start\"", at);
  return log.records.front().operation + " " + text.substr(at + begin.size(), end - at - begin.size());
}

TEST(Tracefs, GivesEveryEventItsOperation) {
  EXPECT_EQ(only("kvm_mmu_spte_requested: gfn 1f pfn ff level 2"),
            R"(request-map ,"guest_frame":31,"machine_frame":255,"level":2)");
  EXPECT_EQ(only("kvm_mmu_zap_all_fast: kvm-mmu-valid-gen 1 used_pages 1f"),
            R"(zap-all ,"generation":1,"pages":31)");
  EXPECT_EQ(only("kvm_unmap_hva_range: mmu notifier unmap range: 0x001000 -- 0x002000"),
            R"(unmap ,"address":"0x1000","address_end":"0x2000")");
  EXPECT_EQ(
      only("kvm_mmu_pagetable_walk: addr ffffffff801003ae pferr 10 F"),
      R"(walk ,"address":"0xffffffff801003ae","error_code":16,"mode":"execute","present":false,"user":false)");
  EXPECT_EQ(only("kvm_mmu_paging_element: pte e3 level 2"), R"(walk-step ,"entry":"0xe3","level":2)");
  EXPECT_EQ(only("kvm_mmu_set_accessed_bit: gpa 16020"),
            R"(mark ,"kind":"accessed","address":"0x16020","guest_frame":22)");
  EXPECT_EQ(only("kvm_mmu_set_dirty_bit: gpa 16020"),
            R"(mark ,"kind":"dirty","address":"0x16020","guest_frame":22)");
  EXPECT_EQ(only("kvm_emulate_insn: 0:ffffffff80100000:0f 0b (prot64) failed"),
            R"(emulate ,"address":"0xffffffff80100000","instruction":"0f 0b","mode":"prot64","failed":true)");
  EXPECT_EQ(only("kvm_emulate_insn: f0000:fff0:ea (real)"),
            R"(emulate ,"address":"0xfff0","base":"0xf0000","instruction":"ea","mode":"real")");
  EXPECT_EQ(only("kvm_inj_exception: #UD"), R"(inject ,"kind":"#UD")");
  EXPECT_EQ(only("kvm_inj_virq: IRQ 0xec"), R"(inject ,"kind":"interrupt","vector":236)");
  EXPECT_EQ(only("kvm_inj_virq: Soft/INTn 0x80 [reinjected]"),
            R"(inject ,"kind":"software interrupt","vector":128,"reinjected":true)");
  EXPECT_EQ(only("kvm_pio: pio_write at 0x3f8 size 1 count 1 val 0x41 "),
            R"(io ,"kind":"port","mode":"write","address":"0x3f8","size":1,"count":1,"value":"0x41")");
  EXPECT_EQ(only("kvm_mmio: mmio read len 4 gpa 0xfee000f0 val 0xff"),
            R"(io ,"kind":"memory","mode":"read","address":"0xfee000f0","size":4,"value":"0xff")");
  EXPECT_EQ(only("kvm_msr: msr_read c0000080 = 0xd01 (#GP)"),
            R"(register ,"kind":"msr","mode":"read","address":"0xc0000080","value":"0xd01","refused":true)");
  EXPECT_EQ(only("kvm_cr: cr_write 3 = 0x2000"),
            R"(register ,"kind":"cr","mode":"write","address":"0x3","value":"0x2000")");
  EXPECT_EQ(only("kvm_exit: vcpu 0 reason EPT_VIOLATION rip 0x1000 info1 0x0000000000000183 info2 0x0"),
            R"(trap ,"vcpu":0,"kind":"EPT_VIOLATION","address":"0x1000","information":"0x183")");
  EXPECT_EQ(only("kvm_entry: vcpu 0, rip 0x1000 intr_info 0x00000000 error_code 0x00000000"),
            R"(return ,"vcpu":0,"address":"0x1000")");
  EXPECT_EQ(only("kvm_page_fault: vcpu 0 rip 0x1000 address 0x0000000000002000 error_code 0x7"),
            R"(fault ,"address":"0x2000","error_code":7,"mode":"write","present":true,"user":true)");
  EXPECT_EQ(only("kvm_hypercall: nr 0x5 a0 0x0 a1 0x0 a2 0x0 a3 0x0"),
            R"(trap ,"kind":"hypercall","number":5)");
  EXPECT_EQ(
      only("kvm_tdp_mmu_spte_changed: as id 0 gfn 12 level 1 old_spte 0 new_spte 215582a27"),
      R"(map ,"guest_frame":18,"machine_frame":2184578,"writable":true,"level":1,"entry":"0x215582a27","old_entry":"0x0","address_space":0)");
  EXPECT_EQ(
      only("kvm_tdp_mmu_spte_changed: as id 0 gfn 12 level 1 old_spte 215582a27 new_spte 5a0"),
      R"(clear-entry ,"guest_frame":18,"machine_frame":2184578,"writable":true,"level":1,"entry":"0x5a0","old_entry":"0x215582a27","address_space":0)");
  EXPECT_EQ(only("mm_page_alloc: page=00000000fa8e46cf pfn=0x1eb2a8 order=3 migratetype=0 "
                 "gfp_flags=GFP_NOWAIT|__GFP_ZERO"),
            R"(allocate ,"machine_frame":2011816,"frames":8,"zeroed":true,"flags":"GFP_NOWAIT|__GFP_ZERO")");
  EXPECT_EQ(only("mm_page_free: page=00000000fa8e46cf pfn=0x10 order=0"),
            R"(free ,"machine_frame":16,"frames":1)");
  EXPECT_EQ(only("tlb_flush: pages:-1 reason:remote shootdown (1)"),
            R"(flush ,"pages":"-1","kind":"remote shootdown")");
  EXPECT_EQ(
      only("sched_switch: prev_comm=vm prev_pid=1 prev_prio=120 prev_state=R+ ==> next_comm=a b next_pid=7 "
           "next_prio=120"),
      R"(switch ,"kind":"machine","state":"R+","to_process":7,"to_command":"a b")");
}

TEST(Tracefs, ReadsLinesWithFewerColumns) {
  const Imported log = imported_text(
      "  a b-c-7     [012] d..1    12.5: kvm_inj_exception: #UD\n"
      " <...>-8     (-------) [000] ....  13.000001: kvm_inj_exception: #UD\n"
      " vm-9     [000]  14: kvm_inj_exception: #UD\n",
      "tracefs");
  EXPECT_EQ(
      log.text(),
      R"({"actor":"a b-c","process":7,"operation":"inject","arguments":{"event":"kvm_inj_exception","cpu":12,"kind":"#UD"},"start":"12.5","line":1}
{"actor":"<...>","process":8,"operation":"inject","arguments":{"event":"kvm_inj_exception","cpu":0,"kind":"#UD"},"start":"13.000001","line":2}
{"actor":"vm","process":9,"operation":"inject","arguments":{"event":"kvm_inj_exception","cpu":0,"kind":"#UD"},"start":"14","line":3}
)");
}

TEST(Tracefs, CallsMachinesByOptionsMapsAndCommands) {
  const std::string event = " [000] ..... 1.0: kvm_inj_exception: #UD\n";
  std::vector<Input> inputs;
  inputs.push_back(Input::from_memory("t", " vm-1 (1)" + event + " vm-2 (2)" + event + " CPU 0/KVM-4 (3)" +
                                               event + " vm-5 (5)" + event + " vm-6 (6)" + event));
  inputs.push_back(Input::from_memory("m",
                                      "guest pid 5 gpa 0 size 2000 hva 0x7000\n"
                                      "guest pid 5 gpa 100000 size 1000 hva 0x9000\n"));
  const Imported log = imported(std::move(inputs), "tracefs", {{{"mine", "6"}}});
  std::string actors;
  for (const recording::Record& record : log.records) actors += record.actor + " ";
  EXPECT_EQ(actors, "guest guest vm vm-2 3 guest mine ");
}

TEST(Tracefs, TellsWhichGuestFramesTheHostTakesAway) {
  const std::string unmap = " vm-5 (5) [000] ..... 1.0: kvm_unmap_hva_range: mmu notifier unmap range: ";
  std::vector<Input> inputs;
  inputs.push_back(Input::from_memory(
      "t", unmap + "0x7800 -- 0x8000\n" + unmap + "0x6000 -- 0xb000\n" + unmap + "0x1000 -- 0x2000\n"));
  inputs.push_back(Input::from_memory("m",
                                      "vm pid 5 gpa 0 size 2000 hva 0x7000\n"
                                      "vm pid 5 gpa 100000 size 1000 hva 0x9000\n"));
  const Imported log = imported(std::move(inputs), "tracefs");
  EXPECT_EQ(
      log.text(),
      R"({"actor":"vm","process":5,"operation":"memory","arguments":{"event":"map","guest_frame":0,"frames":2,"address":"0x7000"},"source":1,"line":1}
{"actor":"vm","process":5,"operation":"memory","arguments":{"event":"map","guest_frame":256,"frames":1,"address":"0x9000"},"source":1,"line":2}
{"actor":"vm","process":5,"operation":"unmap","arguments":{"event":"kvm_unmap_hva_range","cpu":0,"address":"0x7800","address_end":"0x8000","guest_frame":0,"frames":1},"start":"1.0","line":1}
{"actor":"vm","process":5,"operation":"unmap","arguments":{"event":"kvm_unmap_hva_range","cpu":0,"address":"0x6000","address_end":"0xb000","ranges":[{"guest_frame":0,"frames":2},{"guest_frame":256,"frames":1}]},"start":"1.0","line":2}
{"actor":"vm","process":5,"operation":"unmap","arguments":{"event":"kvm_unmap_hva_range","cpu":0,"address":"0x1000","address_end":"0x2000","frames":0},"start":"1.0","line":3}
)");
}

TEST(Tracefs, TakesAMapBesideARecordingInAnyOrder) {
  constexpr std::string_view kMap = "vmA pid 5408 gpa 0 size 2000 hva 0x7000\n";
  for (const bool map_first : {false, true}) {
    std::vector<Input> inputs;
    inputs.push_back(Input::from_memory("a", std::string(map_first ? kMap : kSample)));
    inputs.push_back(Input::from_memory("b", std::string(map_first ? kSample : kMap)));
    std::ostringstream out;
    const ImportResult result = import_recording(std::move(inputs), nullptr, {}, out, [] { return false; });
    EXPECT_EQ(result.format->name, "tracefs");
    EXPECT_EQ(result.header.kind, recording::Kind::guest);
    EXPECT_EQ(result.ledger.event_count(), 10U);
  }
  std::vector<Input> alone;
  alone.push_back(Input::from_memory("a", std::string(kMap)));
  std::ostringstream out;
  EXPECT_THROW((void)import_recording(std::move(alone), nullptr, {}, out, [] { return false; }), InputError);
  std::vector<Input> others;
  others.push_back(Input::from_memory("a", "fio version 3 iolog\n1 /d/j.0 open\n"));
  others.push_back(Input::from_memory("b", std::string(kMap)));
  EXPECT_THROW((void)import_recording(std::move(others), nullptr, {}, out, [] { return false; }), InputError);
}

TEST(Tracefs, SaysWhatWasLost) {
  const Imported log = imported_text(
      "# entries-in-buffer/entries-written: 5/5   #P:2\n##### CPU 1 buffer started ####\nCPU:0 [LOST "
      "EVENTS]\n"
      "CPU:0 [LOST 3 EVENTS]\nCPU:x\n",
      "tracefs");
  EXPECT_EQ(log.text(),
            R"({"actor":"recorder","operation":"lost","arguments":{"event":"buffer started","cpu":1},"line":2}
{"actor":"recorder","operation":"lost","arguments":{"event":"LOST","cpu":0},"line":3}
{"actor":"recorder","operation":"lost","arguments":{"event":"LOST","cpu":0,"count":3},"line":4}
)");
  EXPECT_EQ(log.skipped(), "lines that are no event 1");
}

TEST(Tracefs, CountsWhatItDoesNotUnderstand) {
  const std::string task = " vm-5 (5) [000] ..... 1.0: ";
  const Imported log =
      imported_text(task + "kvm_mmu_set_spte: gfn 1\n" + task + "kvm_unmap_hva_range: range: 0x2 -- 0x1\n" +
                        task + "sys_ioctl(fd: 5, cmd: 0xae81, arg: 0)\n" + task + "sys_ioctl -> 0x0\n" +
                        task + "sys_read(fd: 5)\n => do_it\n" + task + "new_event: x\n",
                    "tracefs");
  EXPECT_TRUE(log.records.empty());
  EXPECT_EQ(
      log.skipped(),
      "events kvm_mmu_set_spte that are not understood 1, events kvm_unmap_hva_range that are not understood "
      "1, "
      "events new_event 1, lines that are no event 1, system calls sys_ioctl 2, system calls sys_read 1");
}

TEST(Tracefs, RefusesNamesOfNoProcessAndMapsAlone) {
  EXPECT_THROW((void)imported_text(kSample, "tracefs", {{{"vm", "/mnt"}}}), InputError);
  EXPECT_THROW((void)imported_text("vm pid 5 gpa 0 size 2000 hva 0x7000\n", "tracefs"), InputError);
}

TEST(Tracefs, SurvivesDamage) {
  expect_survives_mutations(kSample, "tracefs");
}

}  // namespace
}  // namespace braid::import::test
