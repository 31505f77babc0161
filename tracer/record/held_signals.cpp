#include "braid/tracer/record/held_signals.h"

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace braid::record {
namespace {

bool is_ignored(int signal) {
  struct sigaction action = {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

sigset_t to_hold() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  for (const int signal : std::array{SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    // A held signal is queued even if it is ignored: nohup and background jobs rely on its being ignored.
    if (!is_ignored(signal)) sigaddset(&signals, signal);
  }
  return signals;
}

}  // namespace

HeldSignals::HeldSignals() {
  const sigset_t signals = to_hold();
  descriptor_ = Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!descriptor_.is_open()) throw std::system_error(errno, std::generic_category(), "signalfd");
  pthread_sigmask(SIG_BLOCK, &signals, &before_);
}

HeldSignals::~HeldSignals() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<HeldSignals::Signal> HeldSignals::take() {
  signalfd_siginfo information = {};
  const ssize_t count = ::read(descriptor(), &information, sizeof information);
  if (count != static_cast<ssize_t>(sizeof information)) return std::nullopt;
  return Signal{static_cast<int>(information.ssi_signo), information.ssi_code == SI_KERNEL};
}

}  // namespace braid::record
