// Performs the calls of a workload, and notes when they were made and what they returned.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <type_traits>

#include "braid/tracer/record/workload.h"

namespace braid::record {

/// What is known of a call besides what was read; copied between processes as it is.
struct CallFacts {
  Step step;
  std::int32_t descriptor = -1;  ///< that it was made on, or that it opened
  bool returned = false;
  std::int32_t error = 0;  ///< errno, where it failed
  std::int64_t start = 0;  ///< nanoseconds since the epoch
  std::int64_t end = 0;
  std::int64_t value = 0;
  std::uint64_t size = 0;  ///< of a stat
  std::uint64_t inode = 0;
  std::int64_t mtime = 0;  ///< nanoseconds since the epoch
};
static_assert(std::is_trivially_copyable_v<CallFacts>);

/// One call of a client, as it was made.
struct MadeCall : CallFacts {
  std::string data;  ///< of a read
};

/// Nanoseconds since the epoch by a clock that never goes back and is the same for all processes:
/// CLOCK_REALTIME when it was made, and CLOCK_MONOTONIC from then on.
class SteadyTime {
 public:
  SteadyTime();
  [[nodiscard]] std::int64_t now() const;

 private:
  std::int64_t epoch_;
};

/// Makes the call in the folder that the share is mounted at: fills in what becomes known by its return.
void make_call(MadeCall& call, const std::string& folder, const SteadyTime& time);

}  // namespace braid::record
