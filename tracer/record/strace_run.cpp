#include "braid/tracer/record/strace_run.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/record/held_signals.h"
#include "braid/tracer/record/program_path.h"

namespace braid::record {
namespace {

/// strace(1). -o keeps strace alive until the command ends, whatever signals come (-I never).
std::vector<std::string> strace_words(const std::string& output, std::uint64_t most_data,
                                      const std::vector<std::string>& command) {
  std::vector<std::string> words = {"strace",
                                    "-f",
                                    "-ttt",
                                    "-T",
                                    "-y",
                                    "-s",
                                    std::to_string(most_data),
                                    "-e",
                                    "trace=%file,%desc,%process",
                                    "-o",
                                    output,
                                    "--"};
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

/// Sends a signal to the processes that strace itself started: the command. False where there is none yet.
bool forward(pid_t strace, int signal) {
  std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", strace));
  bool sent = false;
  for (pid_t child = 0; children >> child;) sent = ::kill(child, signal) == 0 || sent;
  return sent;
}

/// Waits for strace, and forwards signals meanwhile.
ProgramEnd attend(pid_t strace, HeldSignals& signals) {
  constexpr int kRetryMilliseconds = 50;
  constexpr int kNoSignal = 0;
  int unsent = kNoSignal;
  while (true) {
    pollfd waiting = {signals.descriptor(), POLLIN, 0};
    ::poll(&waiting, 1, unsent != kNoSignal ? kRetryMilliseconds : -1);
    while (const auto signal = signals.take()) {
      if (signal->number != SIGCHLD && !signal->from_terminal) unsent = signal->number;
    }
    int status = 0;
    const pid_t ended = ::waitpid(strace, &status, WNOHANG);
    if (ended == strace) return program_end(status);
    if (ended < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    if (unsent != kNoSignal && forward(strace, unsent)) unsent = kNoSignal;
  }
}

}  // namespace

std::filesystem::path find_strace(std::string_view search_path) {
  if (auto path = find_program("strace", search_path)) return *path;
  throw InputError("strace", {}, "it is not installed, or not in PATH, and nothing is recorded without it",
                   "packages have it by that name: apt install strace, dnf install strace");
}

void require_tracing(const std::filesystem::path& strace) {
  constexpr std::size_t kMostShown = 400;
  const AnonymousFile complaint;
  const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  ProgramEnd end;
  {
    const HeldSignals signals;
    const pid_t process = start_program(strace, strace_words("/dev/null", 32, {"/bin/sh", "-c", ":"}),
                                        signals.mask_before(), {nothing.number(), complaint.descriptor()});
    end = wait_for(process);
  }
  if (!end.by_signal && end.number == 0) return;
  const std::string said = first_line(complaint.head(kMostShown));
  throw InputError(strace.string(), {},
                   fmt::format("it cannot trace here: {}", said.empty() ? "it does not say why" : said),
                   "ptrace must be allowed: in a container by --cap-add SYS_PTRACE, elsewhere by sysctl "
                   "kernel.yama.ptrace_scope=1 (or 0)");
}

ProgramEnd run_under_strace(const StraceRun& run, const AnonymousFile& output) {
  HeldSignals signals;
  const pid_t strace = start_program(run.strace, strace_words(output.path(), run.most_data, run.command),
                                     signals.mask_before());
  const ProgramEnd end = attend(strace, signals);
  if (output.empty()) {
    throw InputError(run.strace.string(), {}, fmt::format("it recorded nothing of {}", run.command.front()),
                     "what it said of that is above");
  }
  return end;
}

}  // namespace braid::record
