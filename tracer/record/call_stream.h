// Calls on their way from a client's process to the one that records them.
#pragma once

#include <optional>
#include <string>

#include "braid/tracer/record/system_call.h"

namespace braid::record {

/// Writes a call to a pipe: when it is about to be made, and again when it has returned. Blocks. False where
/// nobody reads any more.
[[nodiscard]] bool send_call(int pipe, const MadeCall& call);

/// Reads what send_call() wrote at the other end.
class CallReader {
 public:
  /// Takes what is in the pipe now, without waiting where it does not block. False at its end.
  [[nodiscard]] bool receive(int pipe);

  /// The next call that arrived whole.
  [[nodiscard]] std::optional<MadeCall> next();

 private:
  std::string bytes_;
  std::size_t taken_ = 0;
};

}  // namespace braid::record
