#include "braid/tracer/record/guest/machine_work.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <string_view>
#include <system_error>

#include "braid/tracer/record/child_process.h"

namespace braid::record::guest {
namespace {

constexpr std::string_view kComplaint = "complaint ";

struct Pipe {
  Descriptor reader;
  Descriptor writer;
};

Pipe make_pipe() {
  std::array<int, 2> ends = {-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// A report is shorter than what a pipe holds: nobody waits.
void report(const Descriptor& pipe, std::string_view text) {
  if (::write(pipe.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) ::_exit(1);
}

std::string read_all(const Descriptor& pipe) {
  std::string text;
  std::array<char, 4096> buffer;
  while (true) {
    const ssize_t count = ::read(pipe.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

/// All of the child's life. It begins when nobody has the other end of `gate` open any more.
[[noreturn]] void live(const std::string& name, const GuestProgram& program, std::span<std::byte> shared,
                       const Descriptor& gate, const Descriptor& reports, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it ended before
  ::prctl(PR_SET_NAME, name.c_str());
  char nothing = 0;
  while (::read(gate.number(), &nothing, 1) < 0 && errno == EINTR) {
  }
  try {
    KvmMachine machine(program, shared);
    report(reports, machine.memory_map(name));
    machine.run();
  } catch (const std::exception& error) {
    report(reports, fmt::format("{}{}\n", kComplaint, error.what()));
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace

void MachineWork::abandon_all() {
  kill_all();
  for (Machine& machine : machines_) {
    int status = 0;
    while (!machine.ended && ::waitpid(machine.process, &status, 0) < 0 && errno == EINTR) {
    }
    machine.ended = true;
  }
}

void MachineWork::start(const sigset_t& /*mask*/) {
  if (program_.shared > 0) {
    shared_ = MemoryMapping(kMostSharedPages * kPageSize, MAP_SHARED);
    if (shared_.bytes().empty()) throw std::system_error(errno, std::generic_category(), "mmap");
  }
  Pipe gate = make_pipe();
  for (const std::string_view name : {"vm1", "vm2"}) {
    Pipe reports = make_pipe();
    Machine machine{std::string(name), -1, std::move(reports.reader), false};
    const pid_t parent = ::getpid();
    machine.process = ::fork();
    if (machine.process < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (machine.process == 0) {
      gate.writer.close();
      live(machine.name, program_, shared_.bytes(), gate.reader, reports.writer, parent);
    }
    machines_.push_back(std::move(machine));
  }
}

void MachineWork::take(const HeldSignals::Signal& /*signal*/) {
  interrupted_ = true;
  kill_all();
}

void MachineWork::kill_all() const {
  for (const Machine& machine : machines_) {
    if (!machine.ended) ::kill(machine.process, SIGKILL);
  }
}

bool MachineWork::ended() {
  bool all = true;
  for (Machine& machine : machines_) {
    if (machine.ended) continue;
    int status = 0;
    const pid_t ended = ::waitpid(machine.process, &status, WNOHANG);
    if (ended < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    if (ended == machine.process) end(machine, status);
    all = all && machine.ended;
  }
  return all;
}

void MachineWork::end(Machine& machine, int status) {
  machine.ended = true;
  std::string text = read_all(machine.report);
  machine.report.close();
  if (const std::size_t at = text.find(kComplaint); at != std::string::npos) {
    const std::size_t begin = at + kComplaint.size();
    complaints_.push_back(
        fmt::format("{}: {}", machine.name, text.substr(begin, text.find('\n', begin) - begin)));
    text.resize(at);
  } else if (const ProgramEnd how = program_end(status);
             !interrupted_ && (how.by_signal || how.number != 0)) {
    complaints_.push_back(fmt::format(
        "{} {} {}", machine.name, how.by_signal ? "was killed by signal" : "ended with status", how.number));
  }
  memory_map_ += text;
}

}  // namespace braid::record::guest
