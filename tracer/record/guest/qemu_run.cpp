#include "braid/tracer/record/guest/qemu_run.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/record/descriptor.h"
#include "braid/tracer/record/guest/elf_image.h"
#include "braid/tracer/record/guest/software_tlb_code.h"
#include "braid/tracer/record/held_signals.h"
#include "braid/tracer/record/program_path.h"

namespace braid::record::guest {
namespace {

constexpr const char* kQemu = "qemu-system-mipsel";

std::string guest_program() {
  constexpr std::uint32_t kKernel = 0x80100000;
  constexpr std::uint32_t kUser = 0x80101000;
  constexpr std::uint32_t kData = 0x80102000;
  const std::array<Segment, 3> segments = {
      {{kKernel, kSoftwareTlbKernel}, {kUser, kSoftwareTlbUser}, {kData, kSoftwareTlbData}}};
  return mips_executable(segments, kKernel);
}

/// The filter keeps QEMU from logging each block of code that it runs.
std::vector<std::string> qemu_words(const std::string& kernel, const std::string& log) {
  return {kQemu,
          "-M",
          "malta",
          "-cpu",
          "24Kc",
          "-m",
          "16",
          "-nodefaults",
          "-display",
          "none",
          "-serial",
          "null",
          "-no-reboot",
          "-kernel",
          kernel,
          "-d",
          "int,mmu,exec,nochain",
          "-dfilter",
          "0x0+0x1",
          "-D",
          log};
}

struct Ended {
  ProgramEnd how;
  bool interrupted = false;
};

Ended attend(pid_t qemu, HeldSignals& signals) {
  Ended ended;
  while (true) {
    pollfd waiting = {signals.descriptor(), POLLIN, 0};
    ::poll(&waiting, 1, -1);
    while (const auto signal = signals.take()) {
      if (signal->number == SIGCHLD) continue;
      ended.interrupted = true;
      ::kill(qemu, SIGKILL);
    }
    int status = 0;
    const pid_t process = ::waitpid(qemu, &status, WNOHANG);
    if (process < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    if (process != qemu) continue;
    ended.how = program_end(status);
    return ended;
  }
}

}  // namespace

std::filesystem::path find_qemu(std::string_view search_path) {
  if (auto path = find_program(kQemu, search_path)) return *path;
  throw InputError(kQemu, {}, "it is not installed, or not in PATH",
                   "packages have it: apt install qemu-system-mips, dnf install qemu-system-mips");
}

bool run_under_qemu(const std::filesystem::path& qemu, const AnonymousFile& log) {
  const AnonymousFile kernel;
  const std::string program = guest_program();
  if (::write(kernel.descriptor(), program.data(), program.size()) != static_cast<ssize_t>(program.size())) {
    throw InputError("TMPDIR", {},
                     fmt::format("cannot write there: {}", std::generic_category().message(errno)));
  }
  const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  Ended ended;
  {
    HeldSignals signals;
    const pid_t process = start_program(qemu, qemu_words(kernel.path(), log.path()), signals.mask_before(),
                                        {nothing.number(), -1});
    ended = attend(process, signals);
  }
  if (!ended.interrupted && (ended.how.by_signal || ended.how.number != 0)) {
    throw InputError(qemu.string(), {},
                     fmt::format("it did not run the guest: {} {}",
                                 ended.how.by_signal ? "signal" : "exit status", ended.how.number),
                     "what it said of that is above");
  }
  if (log.empty() && !ended.interrupted) throw InputError(qemu.string(), {}, "it logged nothing");
  return !ended.interrupted;
}

}  // namespace braid::record::guest
