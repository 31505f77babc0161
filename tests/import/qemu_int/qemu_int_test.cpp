#include <map>

#include "guest/guest_recordings.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kMips =
    "mips_cpu_tlb_fill address=400000 ret -2\ndo_raise_exception_err: 26 (TLB load) 3\n"
    "mips_cpu_do_interrupt enter: PC 00400000 EPC 00400000 TLB load exception\n"
    "mips_cpu_do_interrupt: PC 80000000 EPC 00400000 cause 2\n    S 00000012 C 00000008 A 00400000 D "
    "00000000\n"
    "mips_cpu_tlb_fill address=80000000 physical 0000000000000000 prot 7\nERET: PC 80000000 EPC 00400000\n"
    "  =>  PC 00400000 EPC 00400000, UM\nStatus 1000a400 (00000000) => 0000a413 (00000000) Cause 00800008\n";

constexpr std::string_view kX86 =
    "Servicing hardware INT=0xec\ncheck_exception old: 0xffffffff new 0xe\n"
    "   529: v=0e e=0014 i=0 cpl=3 IP=0023:000000000808fd00 pc=000000000808fd00 SP=002b:00000000fffd6b1c "
    "CR2=000000000808fd00\nEAX=0000002d EBX=00000000\nES =002b 00000000\n"
    "CR0=80050033 CR2=0000000008100460 CR3=000000000563a000 CR4=000006b0\nEFER=0000000000000d01\n"
    "CR3 update: CR3=0000000002a10000\nCR0 update: CR0=0x80050033\nelse\n";

TEST(QemuInt, GivesTheTrapsOfMips) {
  EXPECT_EQ(
      imported_text(kMips).text(),
      R"({"actor":"input","operation":"tlb-miss","arguments":{"event":"tlb_fill","address":"0x400000","kind":"missing","code":-2},"start":"1","line":1}
{"actor":"input","operation":"trap","arguments":{"event":"exception","kind":"TLB load","error_code":3,"address":"0x400000","handler":"0x80000000","return_address":"0x400000","cause":2,"status":"0x12","bad_address":"0x400000"},"start":"2","line":2}
{"actor":"input","operation":"tlb-fill","arguments":{"event":"tlb_fill","address":"0x80000000","physical":"0x0","guest_frame":0,"kind":"unmapped","readable":true,"writable":true,"executable":true},"start":"6","line":6}
{"actor":"input","operation":"return","arguments":{"event":"ERET","from":"0x80000000","address":"0x400000","mode":"user"},"start":"7","line":7}
{"actor":"input","operation":"register","arguments":{"event":"Status","kind":"status","mode":"write","value":"0xa413","old_value":"0x1000a400"},"start":"9","line":9}
)");
}

TEST(QemuInt, GivesTheTrapsOfX86) {
  const Imported log = imported_text(kX86);
  EXPECT_EQ(
      log.text(),
      R"({"actor":"input","operation":"interrupt","arguments":{"event":"Servicing hardware INT","vector":236},"start":"1","line":1}
{"actor":"input","operation":"raise","arguments":{"event":"check_exception","vector":14},"start":"2","line":2}
{"actor":"input","operation":"trap","arguments":{"event":"v=0e","kind":"page fault","vector":14,"error_code":20,"privilege":3,"address":"0x808fd00","bad_address":"0x808fd00","root":"0x563a000"},"start":"3","line":3}
{"actor":"input","operation":"switch","arguments":{"event":"CR3 update","kind":"address space","root":"0x2a10000"},"start":"8","line":8}
{"actor":"input","operation":"register","arguments":{"event":"CR0 update","kind":"CR0","value":"0x80050033"},"start":"9","line":9}
)");
  EXPECT_EQ(log.skipped(), "lines that are no event 1");
}

TEST(QemuInt, SurvivesDamage) {
  expect_survives_mutations(kMips, "qemu-int");
  expect_survives_mutations(kX86, "qemu-int");
}

/// Kinds as the README of the recordings counts them.
std::string readme_kinds(const std::string& file) {
  const Imported log = imported_files({guest_recordings() / file});
  std::map<std::string, std::size_t> counts;
  for (const recording::Record& record : log.records) {
    std::string kind = *record.arguments.find("event")->text();
    for (const char* name : {"kind", "code", "privilege"}) {
      const recording::Value* value = record.arguments.find(name);
      const bool told = kind.starts_with("v=")
                            ? std::string_view(name) == "privilege"
                            : kind.starts_with("exception") || kind.starts_with("tlb_fill");
      if (value == nullptr || !told) continue;
      kind += " " + (value->text() != nullptr ? *value->text() : std::to_string(*value->integer()));
    }
    ++counts[kind];
  }
  std::string text = log.skipped();
  for (const auto& [kind, number] : counts)
    text += (text.empty() ? "" : ", ") + kind + " " + std::to_string(number);
  return text;
}

TEST(QemuInt, ReadsTheRecordings) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  EXPECT_EQ(readme_kinds("mips-bare-flow.log"),
            "ERET 124, Status 2, exception TLB load 63, exception TLB modify 40, exception syscall 21, "
            "tlb_fill clean -4 "
            "40, tlb_fill invalid -3 40, tlb_fill mapped 119, tlb_fill missing -2 23, tlb_fill unmapped 67");
  EXPECT_EQ(
      readme_kinds("mips-linux-flow.log"),
      "ERET 1816, Status 1811, exception TLB load 928, exception TLB modify 48, exception TLB store 95, "
      "exception "
      "coprocessor unusable 11, exception reserved instruction 479, exception syscall 140, tlb_fill clean -4 "
      "48, "
      "tlb_fill invalid -3 225, tlb_fill mapped 1648, tlb_fill missing -2 797, tlb_fill unmapped 17344");
  EXPECT_EQ(readme_kinds("mips-linux-int.log"),
            "exception TLB load 1609, exception TLB modify 93, exception TLB store 168, exception "
            "coprocessor unusable "
            "21, exception reserved instruction 812, exception syscall 230");
  EXPECT_EQ(
      readme_kinds("x86-tcg-int.log"),
      "CPU Reset 2, SMM: after RSM 1, SMM: enter 1, Servicing hardware INT 689, check_exception 492, v=03 0 "
      "1, "
      "v=0e 0 45, v=0e 3 447, v=22 0 3, v=23 0 10, v=24 0 1, v=25 0 38, v=30 0 194, v=ec 0 434, v=ec 3 7");
  EXPECT_EQ(readme_kinds("x86-tcg-int80.log"),
            "SMM: after RSM 1, SMM: enter 1, Servicing hardware INT 595, check_exception 388, v=03 0 1, v=0e "
            "0 39, v=0e "
            "3 349, v=22 0 3, v=23 0 10, v=24 0 1, v=25 0 38, v=30 0 150, v=80 3 238, v=ec 0 380, v=ec 3 11");
  EXPECT_EQ(readme_kinds("x86-tcg-int80-mmu.log"),
            "CR0 update 2, CR3 update 10799, Servicing hardware INT 675, check_exception 380, v=0e 0 32, "
            "v=0e 3 348, "
            "v=22 0 3, v=23 0 10, v=24 0 1, v=25 0 38, v=30 0 87, v=80 3 238, v=ec 0 521, v=ec 3 15");
}

TEST(QemuInt, IsRecognised) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  for (const char* file : {"mips-bare-flow.log", "mips-linux-flow.log", "mips-linux-int.log",
                           "x86-tcg-int.log", "x86-tcg-int80.log", "x86-tcg-int80-mmu.log"}) {
    Input input = Input::from_memory("-", contents(guest_recordings() / file));
    const Format* format = recognise_format(input);
    ASSERT_NE(format, nullptr) << file;
    EXPECT_EQ(format->name, "qemu-int") << file;
  }
}

}  // namespace
}  // namespace braid::import::test
