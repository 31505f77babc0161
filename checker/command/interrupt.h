// Ctrl-C and termination as a wish to stop and report, instead of sudden death.
#pragma once

#include <atomic>
#include <csignal>

namespace braid::command {

/// While one exists, the first SIGINT or SIGTERM sets its flag; a second one ends the process as usual.
/// Restores the handlers in the end. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// Lives as long as the process.
  [[nodiscard]] static const std::atomic<bool>& flag();

 private:
  struct sigaction old_interrupt_ = {};
  struct sigaction old_terminate_ = {};
};

}  // namespace braid::command
