// strace(1) of User-mode Linux: what its kernel asks the host of its guest's processes with ptrace(2), each a
// process of the host, and what stops them.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/guest/guest_lines.h"
#include "braid/tracer/import/strace/call.h"
#include "braid/tracer/import/strace/line.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

using strace::LineKind;

constexpr std::array<std::string_view, 5> kResuming = {"PTRACE_SYSEMU", "PTRACE_SYSEMU_SINGLESTEP",
                                                       "PTRACE_SYSCALL", "PTRACE_SINGLESTEP", "PTRACE_CONT"};
constexpr std::array<std::string_view, 7> kReading = {
    "PTRACE_GETREGS",  "PTRACE_GETREGSET", "PTRACE_GETFPREGS", "PTRACE_PEEKUSER",
    "PTRACE_PEEKDATA", "PTRACE_PEEKTEXT",  "PTRACE_GETFPXREGS"};
constexpr std::array<std::string_view, 8> kWriting = {
    "PTRACE_SETREGS",  "PTRACE_SETREGSET", "PTRACE_SETFPREGS",  "PTRACE_POKEUSER",
    "PTRACE_POKEDATA", "PTRACE_POKETEXT",  "PTRACE_SETFPXREGS", "PTRACE_ARCH_PRCTL"};

/// What stands between two texts; empty where they do not occur.
std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
  const std::size_t at = text.find(begin);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + begin.size());
  const std::size_t length = text.find(end);
  return length == std::string_view::npos ? std::string_view() : text.substr(0, length);
}

/// `ptrace(PTRACE_SYSEMU, 15026, NULL, SIG_0) = 0`
bool describe_request(const strace::Call& call, recording::Record& record) {
  const std::string_view request = call.argument(0);
  const auto process = read_number<std::uint64_t>(call.argument(1));
  if (!request.starts_with("PTRACE_") || !process) return false;
  record.process = *process;
  recording::Fields& fields = record.arguments;
  fields.add("event", request);
  if (is_one_of(request, kResuming)) {
    record.operation = "return";
  } else if (is_one_of(request, kReading) || is_one_of(request, kWriting)) {
    record.operation = "register";
    fields.add("mode", is_one_of(request, kReading) ? "read" : "write");
  } else if (request == "PTRACE_GETSIGINFO") {
    record.operation = "fault";
    const std::string_view info = call.argument(3);
    if (const auto kind = between(info, "si_signo=", ","); !kind.empty()) fields.add("kind", kind);
    if (const auto address = between(info, "si_addr=", "}"); !address.empty())
      fields.add("address", address == "NULL" ? "0x0" : address);
  } else {
    record.operation = request == "PTRACE_KILL" ? "kill" : "ptrace";
  }
  return true;
}

/// `wait4(15026, [{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTRAP | 0x80}], WSTOPPED, NULL) = 15026`
bool describe_wait(const strace::Call& call, recording::Record& record) {
  const std::string_view signal = between(call.argument(1), "WSTOPSIG(s) == ", "}");
  if (signal.empty() || !call.value || *call.value <= 0) return false;
  record.process = static_cast<std::uint64_t>(*call.value);
  record.operation = "trap";
  record.arguments.add("event", fmt::format("stop {}", signal));
  record.arguments.add("kind", signal == "SIGTRAP | 0x80" ? "system call"
                               : signal == "SIGSEGV"      ? "page fault"
                                                          : signal);
  return true;
}

bool describe_clone(const strace::Call& call, recording::Record& record) {
  if (call.value && *call.value > 0) record.process = static_cast<std::uint64_t>(*call.value);
  record.operation = "create";
  record.arguments.add("event", call.name);
  return true;
}

bool describe(const strace::Call& call, recording::Record& record) {
  if (call.name == "ptrace") return describe_request(call, record);
  if (call.name == "wait4") return describe_wait(call, record);
  return call.name == "clone" && describe_clone(call, record);
}

class UmlSource final : public guest::GuestLines {
 public:
  UmlSource(Input input, std::uint64_t source, Ledger& ledger)
      : GuestLines(std::move(input), source, "uml", "uml", ledger) {}

 private:
  bool take(std::string_view text, recording::Record& record) override {
    const strace::Line line = strace::take_apart(text);
    const auto call = line.kind == LineKind::call ? strace::read_call(line.body) : std::nullopt;
    if (!call) {
      skip(line.kind == LineKind::signal ? "signals" : "lines that are no call", text);
      return false;
    }
    if (line.stamp) record.start = line.stamp->time;
    if (!describe(*call, record)) {
      skip(fmt::format("system calls {}", call->name), text);
      return false;
    }
    if (!call->error.empty()) record.result.add("error", call->error);
    return true;
  }
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  constexpr int kMostLines = 100;
  int calls = 0;
  int requests = 0;
  for (int lines = 0; lines < kMostLines && !head.empty(); ++lines) {
    const strace::Line line = strace::take_apart(head.substr(0, head.find_first_of("\r\n")));
    head.remove_prefix(std::min(head.find('\n'), head.size() - 1) + 1);
    if (line.kind != LineKind::call) continue;
    ++calls;
    if (line.body.starts_with("ptrace(PTRACE_")) ++requests;
  }
  return requests * 2 > calls ? 96 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& /*options*/,
                                   Ledger& ledger) {
  return open_each<UmlSource>(std::move(inputs), ledger);
}

}  // namespace

const Format& uml_strace_format() {
  static const Format format{"uml-strace", "strace of User-mode Linux: its guest's processes", recognises,
                             open};
  return format;
}

}  // namespace braid::import
