// The random programs of the AFS homework simulator: each client makes accesses to random files, and each
// access opens a file, reads or writes it, and closes it.
//
// Source: OSTEP, chapter 49, homework; the simulator's flags -s -C -n -f -r.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>

#include "braid/tracer/python_random.h"
#include "braid/tracer/trace.h"

namespace braid {

/// The simulator's flags, with its defaults.
struct RandomWorkload {
  boost::multiprecision::cpp_int seed = 0;  ///< -s: any integer; its sign does not matter
  std::int64_t clients = 2;                 ///< -C: from 0
  std::int64_t steps = 2;                   ///< -n: accesses of each client, 0 to kMostDescriptors
  std::int64_t files = 1;                   ///< -f: 1 to kMostFiles
  double read_ratio = 0.5;                  ///< -r: the probability of a read, 0 to 1
};

inline constexpr std::int64_t kMostFiles = 26;          ///< they are named a to z
inline constexpr std::int64_t kMostDescriptors = 1024;  ///< each access takes a new one, which is never freed
inline constexpr std::int64_t kMostRandomEvents = 1'000'000;
inline constexpr std::int64_t kMostRandomClients = 1'000'000;

/// One access of a random program.
struct RandomAccess {
  std::uint32_t file = 0;
  Operation operation = Operation::read;  ///< read or write
};

/// Draws the next access: first the file, then whether it is a read. `files` is at least 1.
[[nodiscard]] RandomAccess next_access(PythonRandom& random, std::uint32_t files, double read_ratio);

/// The programs that the simulator runs for these flags, as a trace of system afs2 with values=counter and
/// reopen=replace: clients c0, c1, ..., files a, b, ... that hold 0, 1, ..., descriptors 0, 1, ... in each
/// client, one for each access. O(events). Throws InputError where a flag is out of the range stated above,
/// or where the workload would have more than kMostRandomEvents events or kMostRandomClients clients.
[[nodiscard]] Trace random_workload(const RandomWorkload& workload);

}  // namespace braid
