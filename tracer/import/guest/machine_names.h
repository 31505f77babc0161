// Which virtual machine a thread of the host belongs to, and what it is called.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/guest/guest_memory.h"
#include "braid/tracer/import/guest/kernel_line.h"

namespace braid::import::guest {

/// A machine is a process of the host. It is called as an option (`--client NAME=PID`) or a memory map says;
/// else as its process's command is when the process's own first thread is the first that is seen of it, with
/// -PID where another one is called so; else as its process's id.
///
/// Where lines do not tell the process (perf script), a thread is a machine of its own, except that a thread
/// with the command of one single named machine is that machine's, and that a shadow page is zapped
/// (KVM does so in a thread of its own at the end) for the one machine with that command.
/// Memory: by thread.
class MachineNames {
 public:
  struct Machine {
    std::uint64_t process = 0;
    std::string name;
  };

  /// Throws InputError where an option's prefix is no process.
  explicit MachineNames(std::span<const ClientName> clients);

  void add(const MemoryLine& line);

  /// The machine of the line's thread; valid until the next call.
  [[nodiscard]] const Machine& of(const KernelLine& line);

  /// Of a thread that was seen before, or is the first of a machine that was named; null for others.
  [[nodiscard]] const Machine* find(std::uint64_t thread) const;

 private:
  void name(std::uint64_t process, std::string_view name);
  const Machine& machine(std::uint64_t process, const KernelLine& line);
  std::uint64_t process_of(const KernelLine& line) const;

  std::map<std::uint64_t, Machine> machines_;
  std::map<std::uint64_t, const Machine*> threads_;
  std::map<std::string, std::set<std::uint64_t>, std::less<>> by_command_;
  std::set<std::string, std::less<>> names_;
  std::set<std::uint64_t> named_;  ///< processes that an option or a map names
};

}  // namespace braid::import::guest
