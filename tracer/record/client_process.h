// A client of a load: a process of its own that runs a program against one folder.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <string>

#include "braid/tracer/record/call_stream.h"
#include "braid/tracer/record/descriptor.h"

namespace braid::record {

/// Set by the process that records: clients end after the steps that belong together. In memory that they
/// share.
class StopFlag {
 public:
  /// Throws std::bad_alloc.
  StopFlag();
  ~StopFlag();
  StopFlag(const StopFlag&) = delete;
  StopFlag& operator=(const StopFlag&) = delete;

  void set() { flag_->store(true); }
  [[nodiscard]] bool is_set() const { return flag_->load(); }

 private:
  std::atomic<bool>* flag_;
};

struct ClientTask {
  Workload workload;
  std::uint32_t client = 1;      ///< from 1
  std::uint64_t operations = 0;  ///< calls that it makes
  std::string folder;
};

struct ClientProcess {
  pid_t process = -1;
  Descriptor calls;  ///< does not block; ends when the client does
};

/// Starts a client, which waits until nobody has the other end of the pipe `gate` open any more. It keeps the
/// signals blocked that are blocked now, and is killed when this process ends. Throws std::system_error.
[[nodiscard]] ClientProcess start_client(const ClientTask& task, const SteadyTime& time, const StopFlag& stop,
                                         int gate, int gate_writer);

}  // namespace braid::record
