#include "braid/tracer/record/client_process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <new>
#include <system_error>

namespace braid::record {
namespace {

static_assert(std::atomic<bool>::is_always_lock_free, "it is shared by processes");

bool needs_descriptor(Call call) {
  return call != Call::open && call != Call::stat && call != Call::unlink && call != Call::rename;
}

/// Makes calls until there are as many as asked for. What needs a file that could not be opened is left out.
class ClientRun {
 public:
  ClientRun(const ClientTask& task, const SteadyTime& time, int pipe)
      : task_(task), time_(time), pipe_(pipe), program_(task.workload, task.client) {}

  void run(const StopFlag& stop) {
    while (made_ < task_.operations && !stop.is_set()) {
      for (const Step& step : program_.next(task_.operations - made_)) {
        if (needs_descriptor(step.call) && descriptor_ < 0) continue;
        if (!make(step)) return;
      }
    }
  }

 private:
  bool make(const Step& step) {
    if (step.pause > 0) ::usleep(step.pause);
    MadeCall call;
    call.step = step;
    if (needs_descriptor(step.call)) call.descriptor = descriptor_;
    call.start = time_.now();
    if (!send_call(pipe_, call)) return false;
    make_call(call, task_.folder, time_);
    ++made_;
    if (step.call == Call::open) descriptor_ = call.descriptor;
    if (step.call == Call::close) descriptor_ = -1;  // also where it fails: close(2)
    return send_call(pipe_, call);
  }

  const ClientTask& task_;
  const SteadyTime& time_;
  int pipe_;
  ClientProgram program_;
  std::uint64_t made_ = 0;
  int descriptor_ = -1;
};

/// All of the child's life.
[[noreturn]] void live(const ClientTask& task, const SteadyTime& time, const StopFlag& stop, int gate,
                       int pipe, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it ended before
  char nothing = 0;
  while (::read(gate, &nothing, 1) < 0 && errno == EINTR) {
  }
  try {
    ClientRun(task, time, pipe).run(stop);
  } catch (const std::exception&) {
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace

StopFlag::StopFlag() {
  void* const memory =
      ::mmap(nullptr, sizeof *flag_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  flag_ = new (memory) std::atomic<bool>(false);
}

StopFlag::~StopFlag() {
  ::munmap(flag_, sizeof *flag_);
}

ClientProcess start_client(const ClientTask& task, const SteadyTime& time, const StopFlag& stop, int gate,
                           int gate_writer) {
  std::array<int, 2> ends = {-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  Descriptor reader(ends[0]);
  Descriptor writer(ends[1]);
  ::fcntl(reader.number(), F_SETFL, O_NONBLOCK);
  const pid_t parent = ::getpid();
  const pid_t process = ::fork();
  if (process < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (process == 0) {
    ::close(gate_writer);
    reader.close();
    live(task, time, stop, gate, writer.number(), parent);
  }
  return {process, std::move(reader)};
}

}  // namespace braid::record
