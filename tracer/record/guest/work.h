// What is done while a recording is made.
#pragma once

#include <csignal>

#include "braid/tracer/record/held_signals.h"

namespace braid::record::guest {

/// Processes that this one starts and waits for.
class Work {
 public:
  virtual ~Work() = default;

  /// `mask`: the signals that a program of its own is to have blocked. Throws InputError, std::system_error.
  virtual void start(const sigset_t& mask) = 0;

  /// A signal to this process came meanwhile.
  virtual void take(const HeldSignals::Signal& signal) = 0;

  /// Whether all of it has ended. Does not wait.
  [[nodiscard]] virtual bool ended() = 0;

  /// Ends what is still running, since nobody records it any more.
  virtual void abandon() = 0;
};

}  // namespace braid::record::guest
