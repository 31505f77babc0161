// The guests' bytes in the program are what their sources mean, where there is an assembler for them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "braid/tracer/record/guest/software_tlb_code.h"
#include "braid/tracer/record/guest/two_processes_code.h"
#include "braid/tracer/record/program_path.h"
#include "fake_folder.h"

namespace braid::record::guest::test {
namespace {

/// The programs that the comment of a source names.
struct Toolchain {
  std::string prefix;
  std::string assembler_options;
  std::string linker_options;

  [[nodiscard]] bool is_there() const {
    const char* const path = std::getenv("PATH");
    for (const std::string name : {"as", "ld", "objcopy"}) {
      if (!find_program(prefix + name, path != nullptr ? path : "")) return false;
    }
    return true;
  }
};

/// The sections of a source, by a toolchain; nothing where it refuses the source.
std::optional<std::vector<std::string>> assembled(const std::string& source, const Toolchain& tools,
                                                  const std::vector<std::string>& sections) {
  const FakeFolder folder;
  const std::string object = folder.root() / "guest.o";
  const std::string program = folder.root() / "guest";
  const auto run = [](const std::string& command) { return std::system(command.c_str()) == 0; };
  if (!run(tools.prefix + "as " + tools.assembler_options + " " BRAID_GUEST_SOURCES "/" + source + " -o " +
           object))
    return std::nullopt;
  if (!run(tools.prefix + "ld " + tools.linker_options + " " + object + " -o " + program))
    return std::nullopt;
  std::vector<std::string> texts;
  for (const std::string& section : sections) {
    const std::string out = folder.root() / "out";
    if (!run(tools.prefix + "objcopy -O binary -j " + section + " " + program + " " + out))
      return std::nullopt;
    texts.push_back(braid::test::contents(out));
  }
  return texts;
}

std::string text_of(std::span<const std::uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(GuestCode, ForKvmIsItsSource) {
#if !defined(__x86_64__)
  GTEST_SKIP() << "the assembler here is not for x86-64";
#endif
  const Toolchain tools = {"", "",
                           "-e 0xffffffff80100000 -Ttext=0xffffffff80100000 --section-start=.user=0x400000"};
  if (!tools.is_there()) GTEST_SKIP() << "there is no assembler";
  const auto sections = assembled("two_processes.S", tools, {".text", ".user"});
  ASSERT_TRUE(sections.has_value());
  EXPECT_EQ(sections->at(0), text_of(kTwoProcessesKernel));
  EXPECT_EQ(sections->at(1), text_of(kTwoProcessesUser));
}

TEST(GuestCode, ForQemuIsItsSource) {
  const Toolchain tools = {
      "mipsel-linux-gnu-", "-mips32r2",
      "-e 0x80100000 -Ttext=0x80100000 --section-start=.user=0x80101000 -Tdata=0x80102000"};
  if (!tools.is_there()) GTEST_SKIP() << "there is no assembler for MIPS";
  const auto sections = assembled("software_tlb.S", tools, {".text", ".user", ".data"});
  ASSERT_TRUE(sections.has_value());
  EXPECT_EQ(sections->at(0), text_of(kSoftwareTlbKernel));
  EXPECT_EQ(sections->at(1), text_of(kSoftwareTlbUser));
  EXPECT_EQ(sections->at(2), text_of(kSoftwareTlbData));
}

}  // namespace
}  // namespace braid::record::guest::test
