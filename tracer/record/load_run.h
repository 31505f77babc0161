// Runs a built-in workload with real system calls, and records it.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "braid/tracer/record/workload.h"

namespace braid::record {

struct Load {
  std::vector<std::string> folders;  ///< mounts of one share, or one folder; not empty
  std::uint32_t clients = 1;         ///< client i has folder i modulo their number; 1 to kMostLoadClients
  Workload workload;
  std::uint64_t operations = 200;  ///< calls of each client, 1 to kMostLoadOperations
  bool force = false;              ///< existing files of the names that are needed are overwritten
};

struct LoadResult {
  std::uint64_t events = 0;
  std::uint64_t failed = 0;      ///< calls
  std::uint64_t unreturned = 0;  ///< calls of clients that were killed
  bool interrupted = false;      ///< by a signal: less was done than asked for, but the recording is whole
  std::vector<std::string> complaints;  ///< clients that did not end well, files that could not be removed
};

/// Makes the files /f0, ... in the first folder (see PreparedFiles), runs the clients, each in a process of
/// its own, removes the files, and writes what they did as one recording: kind operations, system posix,
/// actors c1, ..., events in the order of their ends, calls without a return last. SIGINT, SIGTERM, SIGHUP
/// and SIGQUIT end the clients after the session that they are in; a second one kills them. Throws InputError
/// where the files cannot be made, std::system_error where there are no more processes. For programs of one
/// thread. Memory: a client's events, until all others have come as far.
[[nodiscard]] LoadResult run_load(const Load& load, std::ostream& out);

}  // namespace braid::record
