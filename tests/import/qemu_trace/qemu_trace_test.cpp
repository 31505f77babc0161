#include "guest/guest_recordings.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    "16188@1795355165.683111:kvm_set_user_memory Slot#1 flags=0x2 gpa=0xfffc0000 size=0x40000 "
    "ua=0x7fd942c00000 ret=0\n"
    "16209@1795355165.708666:kvm_run_exit cpu_index 0, reason 2\n16209@1795355165.708667:kvm_vm_ioctl type "
    "0x1\nx\n";

TEST(QemuTrace, GivesExitsAndMemory) {
  const Imported log = imported_text(kSample);
  EXPECT_EQ(
      log.text(),
      R"({"actor":"input","process":16188,"operation":"memory","arguments":{"event":"kvm_set_user_memory","slot":1,"guest_frame":1048512,"frames":64,"address":"0x7fd942c00000","writable":false,"code":0},"start":"1795355165.683111","line":1}
{"actor":"input","process":16209,"operation":"exit","arguments":{"event":"kvm_run_exit","vcpu":0,"kind":"KVM_EXIT_IO","code":2},"start":"1795355165.708666","line":2}
)");
  EXPECT_EQ(log.skipped(), "events kvm_vm_ioctl 1, lines that are no event 1");
}

TEST(QemuTrace, SurvivesDamage) {
  expect_survives_mutations(kSample, "qemu-trace");
}

TEST(QemuTrace, ReadsTheRecordings) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  for (const char* name : {"kvm-qemu-bios-a", "kvm-qemu-bios-b"}) {
    const Imported log = imported_files({guest_recordings() / (std::string(name) + ".qemutrace.log")});
    EXPECT_EQ(kinds(log), "kvm_run_exit 824, kvm_set_user_memory 20");
    EXPECT_EQ(log.skipped(), "");
    EXPECT_EQ(log.records.front().actor, name);
  }
}

}  // namespace
}  // namespace braid::import::test
