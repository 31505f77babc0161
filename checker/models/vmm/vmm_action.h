// What steps of the virtual machine monitor do.
#pragma once

#include <cstdint>

namespace braid::models {

enum class VmmAction : std::uint8_t {
  boot,         ///< the guest installs its trap handlers; that traps
  record,       ///< the monitor records them
  execute,      ///< an instruction that does not trap
  miss,         ///< a load or store that misses the TLB: trap
  protection,   ///< a store to a page whose entry is read-only: trap
  call,         ///< a system call: trap
  forbidden,    ///< a privileged instruction: trap
  ask,          ///< a request, or an instruction that the monitor emulates: trap
  enter,        ///< the hardware goes to the handler
  dispatch,     ///< the monitor calls the guest's handler
  refill,       ///< the monitor's software TLB has the entry: no guest needed
  handle_miss,  ///< the guest looks up its page table, and updates the TLB
  punish,       ///< the guest ends the process
  handle_call,  ///< the guest does what was asked, and returns from the trap
  emulate,      ///< the monitor writes a guest's page table for it, and drops the shadow entry
  store_entry,  ///< ... and writes it only after that
  drop_entry,   ///< the guest drops an entry from the TLB
  invalidate,   ///< the monitor drops an entry that the guest has taken away
  read_clock,   ///< the monitor, which a guest has asked to change its table, reads a clock (stamp=late)
  update,       ///< ... and changes the table
  install,      ///< the monitor installs the guest's entry, translated
  look_up,      ///< the monitor looks up the frame of the guest's entry
  sequence,     ///< it reads the invalidations' sequence number
  allocate,
  fill,
  map,
  attend,       ///< the monitor reads what it is asked for, or emulates the instruction
  serve,        ///< it does what it is asked for
  place,        ///< it installs the entry, if what it has looked up still holds
  unshare,      ///< it sees whether a read-only page needs a frame of its own
  read_shadow,  ///< ... or, without a lock, reads the shadow entry (write-fault=fast, fast-pinned)
  swap,         ///< ... and makes it writable, if it is as it was
  copy,
  remap,
  settle,
  return_miss,  ///< the guest returns from the trap
  give_back,    ///< the monitor returns from the trap
  leave,        ///< the hardware returns to the process
  resume,
  flush_early,  ///< a CPU flushes its TLB, and goes over only after that (switch=flush-early)
  touch,        ///< an interrupt between the two uses a page of the process that the CPU leaves
  drop_root,    ///< the monitor gives back the frame of a shadow page table that a CPU leaves
  go_over,      ///< a CPU goes over to another process
  work,         ///< a part of a task
  skip,         ///< a task passes over a shadow page table (zap=advance)
  flush,        ///< a CPU carries out a shootdown
};

/// Whether a process traps with it.
[[nodiscard]] constexpr bool is_trap(VmmAction action) {
  return action == VmmAction::miss || action == VmmAction::protection || action == VmmAction::call ||
         action == VmmAction::forbidden || action == VmmAction::ask;
}

/// Whether it is a step that the monitor takes because a process has trapped.
[[nodiscard]] constexpr bool answers_trap(VmmAction action) {
  switch (action) {
    case VmmAction::handle_miss:
    case VmmAction::punish:
    case VmmAction::handle_call:
    case VmmAction::drop_entry:
    case VmmAction::return_miss:
      return false;
    default:
      return action >= VmmAction::dispatch && action <= VmmAction::give_back;
  }
}

}  // namespace braid::models
