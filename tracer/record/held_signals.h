// Signals that are taken when there is time for them, instead of interrupting.
#pragma once

#include <csignal>
#include <optional>

#include "braid/tracer/record/descriptor.h"

namespace braid::record {

/// While one exists, SIGINT, SIGTERM, SIGHUP and SIGQUIT (those that are not ignored) and SIGCHLD wait in
/// this thread until they are taken; what was not taken in the end comes then. Processes that are started
/// meanwhile hold the same signals, unless they are given mask_before(). For programs of one thread.
class HeldSignals {
 public:
  struct Signal {
    int number = 0;
    bool from_terminal = false;  ///< the system sent it, to all processes in the terminal's foreground
  };

  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  /// Readable, for poll(2), when a signal waits.
  [[nodiscard]] int descriptor() const { return descriptor_.number(); }

  /// The next signal; nothing where none waits. Does not block.
  [[nodiscard]] std::optional<Signal> take();

  [[nodiscard]] const sigset_t& mask_before() const { return before_; }

 private:
  sigset_t before_ = {};
  Descriptor descriptor_;
};

}  // namespace braid::record
