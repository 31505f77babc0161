// The observables and events of the virtual machine monitor.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/models/vmm/vmm_program.h"

namespace braid::models {

/// What owners are called as content values: behind the contents of frames, in the order of VmmOwner, then
/// the VMs.
[[nodiscard]] std::vector<std::string> vmm_contents(const VmmProgram& program);

/// How far the monitor's steps within a trap are counted.
inline constexpr std::uint32_t kMostTrapSteps = 15;

/// Kinds of events, as EventInstance::kind.
enum class VmmEventKind : std::uint32_t {
  load,
  store,
  call,    ///< the guest has done a system call
  enter,   ///< the monitor gets control because of the process
  kill,    ///< the guest ends the process
  change,  ///< a CPU goes over to the process
  trap,    ///< a process traps
  zero,    ///< a page is zeroed, by the monitor or by its guest
  idle,    ///< a process idles while others of its CPU could run
};

/// An observable, and what is read for it.
struct VmmObservable {
  enum class Kind : std::uint8_t {
    load,
    call,
    killed,
    entries,
    steps,
    foreign,
    residue,
    misread,
    misdirected,
    leaked,
    overreached,
    stale,
    unchecked,
    peeked,
    misplaced,
    elevated,
    cached,     ///< the frame that the TLB has for a virtual page
    writable,   ///< whether that entry lets the process write
    second,     ///< the frame that the software TLB has
    shadow,     ///< the frame that the shadow page table has
    present,    ///< whether the guest's page table has the page
    machine,    ///< whose process it is
    page,       ///< the frame of a physical page
    disk,       ///< what the disk has of it
    dirty,      ///< whether it was written since it was sent
    sending,    ///< whether a task has begun to send it
    sent,       ///< what was sent of it
    writers,    ///< how many entries of page tables let their process write it
    table,      ///< whether it is a page table
    connected,  ///< whether a device can write it
    tampered,
    memory,
    owner,
    number,  ///< a frame's
    root,    ///< the frame of the shadow page table that a CPU has loaded
    runs,
    mode,
    kernel_memory,
    booted,
    uses,    ///< the frame that a task has looked up, and may still use
    walks,   ///< the page table of a large entry that it has walked to
    device,  ///< the frame that a task's device has in its table
  };
  explore::Observable observable;
  Kind kind = Kind::load;
  std::uint32_t who = 0;   ///< process, CPU, VM, task, physical page, or frame
  std::uint32_t what = 0;  ///< number of a load or call; virtual page; process
};

/// All observables, in the order of their ids.
[[nodiscard]] std::vector<VmmObservable> vmm_observables(const VmmProgram& program);

[[nodiscard]] std::vector<explore::EventKind> vmm_event_kinds();
[[nodiscard]] std::vector<explore::NameSet> vmm_sets(const VmmProgram& program);

}  // namespace braid::models
