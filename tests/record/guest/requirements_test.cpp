// What recording guests needs, and what is said where it is missing.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "braid/tracer/record/guest/buffer_stats.h"
#include "braid/tracer/record/guest/elf_image.h"
#include "braid/tracer/record/guest/kvm_device.h"
#include "braid/tracer/record/guest/qemu_run.h"
#include "braid/tracer/record/guest/trace_file_system.h"
#include "braid/tracer/record/guest/trace_instance.h"
#include "fake_folder.h"

namespace braid::record::guest::test {
namespace {

TEST(TraceFileSystems, AreFoundWhereTheyAreMounted) {
  constexpr std::string_view kMounts =
      "proc /proc proc rw,nosuid 0 0\n"
      "tracefs /sys/kernel/tracing tracefs rw 0 0\n"
      "tracefs /etc/passwd tmpfs rw 0 0\n"
      "none /a\\040b\\134\\9 tracefs rw 0 0\n"
      "cut tracefs";
  EXPECT_EQ(places_of("tracefs", kMounts),
            (std::vector<std::filesystem::path>{"/sys/kernel/tracing", "/a b\\\\9"}));
  EXPECT_TRUE(places_of("debugfs", kMounts).empty());
}

TEST(TraceFileSystems, AreTheFirstThatCanBeUsed) {
  const FakeFolder folder;
  const std::string empty = folder.make("empty");
  const std::string good = folder.make("good");
  folder.make("good/instances");
  const auto mounts =
      folder.put("mounts", "a " + empty + " tracefs rw 0 0\nb " + good + " tracefs rw 0 0\nc / tracefs\n");
  EXPECT_EQ(TraceFileSystem::open_mounted(mounts).root(), good);
}

TEST(TraceFileSystems, SayWhyTheyCannotBeUsed) {
  const FakeFolder folder;
  const std::string empty = folder.make("empty");
  const auto mounts = folder.put("mounts", "a " + empty + " tracefs rw 0 0\n");
  EXPECT_EQ(refusal([&] { static_cast<void>(TraceFileSystem::open_mounted(mounts)); }),
            empty +
                ": tracefs cannot be used: No such file or directory; root may use it, in its first user "
                "namespace");
  const std::string missing =
      refusal([&] { static_cast<void>(TraceFileSystem::open_mounted(folder.root() / "none")); });
  EXPECT_EQ(missing, "tracefs: it is not mounted; root may: mount -t tracefs tracefs /sys/kernel/tracing");
}

TEST(TraceFileSystems, HaveTracePointsOfKvm) {
  const FakeFolder folder;
  EXPECT_EQ(refusal([&] { require_kvm_events(folder.root()); }),
            "tracefs: this kernel has no trace points of KVM; the module kvm, of a kernel with "
            "CONFIG_EVENT_TRACING");
  folder.put("events/kvm/enable", "0");
  folder.make("events/kvm/kvm_pio");
  folder.make("events/kvm/kvm_exit");
  EXPECT_EQ(events_of_group(folder.root(), "kvm"), (std::vector<std::string>{"kvm:kvm_exit", "kvm:kvm_pio"}));
  EXPECT_TRUE(events_of_group(folder.root(), "../events/kvm").empty());
  const std::string refused = refusal([&] { require_kvm_events(folder.root()); });
  EXPECT_EQ(refused.substr(refused.find(": ")),
            ": cannot make a tracefs instance: No such file or directory");
}

TEST(KvmDevices, AreDevicesOfKvm) {
  const FakeFolder folder;
  const std::string missing = folder.root() / "kvm";
  EXPECT_EQ(refusal([&] { require_kvm(missing); }),
            missing +
                ": KVM cannot be used: No such file or directory; the module kvm_intel or kvm_amd makes it, "
                "where the processor can do it");
  const std::string file = folder.put("file", "");
  EXPECT_EQ(refusal([&] { require_kvm(file); }), file + ": it is no KVM of version 12");
}

TEST(Qemu, IsFoundInThePath) {
  const FakeFolder folder;
  EXPECT_EQ(refusal([&] { static_cast<void>(find_qemu(folder.root().string())); }),
            "qemu-system-mipsel: it is not installed, or not in PATH; packages have it: apt install "
            "qemu-system-mips, dnf install qemu-system-mips");
  const auto program = folder.put("qemu-system-mipsel", "#!/bin/sh\nexit 7\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  EXPECT_EQ(find_qemu("/none:" + folder.root().string()), program);
}

TEST(Qemu, ThatFailsIsNoRecording) {
  const FakeFolder folder;
  const auto program = [&](std::string_view name, std::string_view text) {
    const auto path = folder.put(name, "#!/bin/sh\n" + std::string(text));
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  };
  const AnonymousFile log;
  const auto failing = program("failing", "exit 7\n");
  EXPECT_EQ(refusal([&] { static_cast<void>(run_under_qemu(failing, log)); }),
            failing.string() + ": it did not run the guest: exit status 7; what it said of that is above");
  const auto silent = program("silent", "exit 0\n");
  EXPECT_EQ(refusal([&] { static_cast<void>(run_under_qemu(silent, log)); }),
            silent.string() + ": it logged nothing");
}

TEST(BufferStatistics, TellWhatWasLost) {
  const auto stats = read_buffer_stats(
      "entries: 8\noverrun: 1\ncommit overrun: 20\nbytes: 0\noldest event ts:     0.000000\n"
      "now ts: 68294.359182\ndropped events: 300\nread events: 5\n");
  ASSERT_TRUE(stats.has_value());
  EXPECT_EQ(stats->overrun, 1U);
  EXPECT_EQ(stats->commit_overrun, 20U);
  EXPECT_EQ(stats->dropped, 300U);
  EXPECT_EQ(stats->lost(), 321U);
  EXPECT_EQ(read_buffer_stats("entries: 0\noverrun: 7")->lost(), 7U);
  EXPECT_EQ(lost_line(3, 321), "CPU:3 [LOST 321 EVENTS]\n");
}

TEST(BufferStatistics, AreRefusedWhereTheyAreOthers) {
  EXPECT_EQ(read_buffer_stats(""), std::nullopt);
  EXPECT_EQ(read_buffer_stats("entries: 0\ncommit overrun: 0\n"), std::nullopt);
  EXPECT_EQ(read_buffer_stats("overrun: many\n"), std::nullopt);
  EXPECT_EQ(read_buffer_stats("overrun: 0\ndropped events: -1\n"), std::nullopt);
  EXPECT_EQ(read_buffer_stats("overrun:\n"), std::nullopt);
}

TEST(MipsExecutables, HaveAHeaderAndSegments) {
  constexpr std::array<std::uint8_t, 3> kBytes = {0xaa, 0xbb, 0xcc};
  const std::array<Segment, 1> segments = {{{0x80100000, kBytes}}};
  const std::string file = mips_executable(segments, 0x80100002);
  std::string digits;
  for (const char byte : file) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    digits += kDigits[static_cast<unsigned char>(byte) / 16];
    digits += kDigits[static_cast<unsigned char>(byte) % 16];
  }
  EXPECT_EQ(digits,
            "7f454c46010101000000000000000000"  // ELF, 32 bits, little-endian
            "0200080001000000020010803400000000000000"
            "00100070340020000100000000000000"
            "0100000054000000000010800000108003000000030000000700000001000000"
            "aabbcc");
}

}  // namespace
}  // namespace braid::record::guest::test
