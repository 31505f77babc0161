#include "guest/guest_recordings.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    "1.5 clone(child_stack=NULL, flags=SIGCHLD) = 7\n"
    "1.6 ptrace(PTRACE_SYSEMU, 7, NULL, 0) = 0\n"
    "1.7 wait4(7, [{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTRAP | 0x80}], WSTOPPED, NULL) = 7\n"
    "1.8 --- SIGCHLD {si_signo=SIGCHLD} ---\n"
    "1.9 ptrace(PTRACE_GETSIGINFO, 7, NULL, {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x1000}) = 0\n"
    "2.0 ptrace(PTRACE_SETREGS, 7, {r15=0}) = -1 ESRCH (No such process)\n"
    "2.1 wait4(7, NULL, __WALL, NULL) = 7\n";

TEST(UmlStrace, GivesWhatTheKernelDidToItsProcesses) {
  const Imported log = imported_text(kSample, "uml-strace");
  EXPECT_EQ(
      log.text(),
      R"({"actor":"input","process":7,"operation":"create","arguments":{"event":"clone"},"start":"1.5","line":1}
{"actor":"input","process":7,"operation":"return","arguments":{"event":"PTRACE_SYSEMU"},"start":"1.6","line":2}
{"actor":"input","process":7,"operation":"trap","arguments":{"event":"stop SIGTRAP | 0x80","kind":"system call"},"start":"1.7","line":3}
{"actor":"input","process":7,"operation":"fault","arguments":{"event":"PTRACE_GETSIGINFO","kind":"SIGSEGV","address":"0x1000"},"start":"1.9","line":5}
{"actor":"input","process":7,"operation":"register","arguments":{"event":"PTRACE_SETREGS","mode":"write"},"start":"2.0","result":{"error":"ESRCH"},"line":6}
)");
  EXPECT_EQ(log.skipped(), "signals 1, system calls wait4 1");
}

TEST(UmlStrace, SurvivesDamage) {
  expect_survives_mutations(kSample, "uml-strace");
}

TEST(UmlStrace, ReadsTheRecording) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  const Imported log = imported_files({guest_recordings() / "uml-strace.txt"}, "uml-strace");
  EXPECT_EQ(
      kinds(log),
      "PTRACE_CONT 1696, PTRACE_SETREGS 1442, stop SIGTRAP 1307, PTRACE_SETREGSET 983, PTRACE_GETREGSET 975, "
      "PTRACE_GETREGS 581, PTRACE_SYSEMU 559, stop SIGSEGV 416, PTRACE_GETSIGINFO 415, PTRACE_OLDSETOPTIONS "
      "348, "
      "PTRACE_KILL 344, clone 342, stop SIGSTOP 340, stop SIGALRM 114, stop SIGTRAP | 0x80 100, "
      "PTRACE_ARCH_PRCTL "
      "21, PTRACE_SYSEMU_SINGLESTEP 19, PTRACE_POKEUSER 3, PTRACE_PEEKUSER 1, PTRACE_SYSCALL 1");
}

TEST(UmlStrace, IsRecognised) {
  BRAID_NEEDS_GUEST_RECORDINGS();
  Input input = Input::from_memory("-", contents(guest_recordings() / "uml-strace.txt"));
  EXPECT_EQ(recognise_format(input)->name, "uml-strace");
}

}  // namespace
}  // namespace braid::import::test
