// Where a process of the virtual machine monitor stands within an instruction.
#pragma once

#include <cstdint>

namespace braid::models {

/// Where a process stands within an instruction. They follow one another; each flow uses some.
enum class VmmStage : std::uint32_t {
  ready,         ///< about to execute it, in user mode
  trapped,       ///< the hardware goes to the kernel's handler (hardware=shown)
  dispatched,    ///< the monitor has control
  handling,      ///< the guest's handler has control, at reduced privilege (natively: at full)
  installing,    ///< the guest has tried to update the TLB: the monitor has control, and looks up the frame
  sequencing,    ///< the monitor is about to read the invalidations' sequence number (check=late)
  asked,         ///< a request, or an instruction to emulate: the monitor has control
  serving,       ///< ... and does it
  allocating,    ///< the page has no frame: the monitor takes one
  filling,       ///< ... and zeroes it, or reads it from disk
  mapping,       ///< ... and enters it in the pmap
  refilling,     ///< ... and zeroes it only now (zero=after-map)
  placing,       ///< the monitor puts the entry into the TLB
  emulating,     ///< the guest has tried to write its page table: the monitor has control
  storing,       ///< ... and writes it only now (table-writes=unlocked)
  emulated,      ///< the guest's handler goes on, and is to drop the TLB entry
  stamping,      ///< the guest has asked for an update of its page table: the monitor reads a clock
  invalidating,  ///< the guest has tried to drop a TLB entry, or asked for an update: the monitor has control
  updated,       ///< the guest's handler goes on
  returning,     ///< the guest has tried to return from the trap: the monitor has control
  returned,      ///< the hardware goes back to the process (hardware=shown)
  resuming,      ///< after a system call, in user mode
  faulted,       ///< a store to a page that is read-only: the monitor has control
  swapping,      ///< ... and has read the shadow entry (write-fault=fast, fast-pinned)
  copying,       ///< the monitor copies a shared page to a frame of its own
  remapping,     ///< ... and enters that in the pmap
  settling,      ///< ... and waits until the other CPUs have flushed the old one
  yielding,      ///< the process has given its CPU up (idle=yields): the monitor has control
  killed,        ///< the guest has ended the process
};
inline constexpr std::uint32_t kVmmStages = 29;

/// Where it stands in its program.
struct VmmStanding {
  std::uint32_t instruction = 0;
  std::uint32_t attempt = 0;
  VmmStage stage = VmmStage::ready;
  bool ended = false;

  [[nodiscard]] bool killed() const { return stage == VmmStage::killed; }
};

}  // namespace braid::models
