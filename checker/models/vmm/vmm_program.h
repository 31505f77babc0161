// What a trace asks of the virtual machine monitor, compiled: guests, their page tables, instructions,
// mappings, and the monitor's work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/models/vmm/vmm_options.h"
#include "braid/checker/models/vmm/vmm_work.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Addresses as in OSTEP appendix B: 32 bits, pages of 4 KiB, so that a page's number has 20 bits.
inline constexpr std::uint32_t kPageBits = 12;
[[nodiscard]] constexpr std::uint32_t page_of(std::uint32_t address) {
  return address >> kPageBits;
}

[[nodiscard]] constexpr bool is_memory_access(Operation operation) {
  return operation == Operation::load || operation == Operation::store || operation == Operation::clear;
}
[[nodiscard]] constexpr bool is_write(Operation operation) {
  return operation == Operation::store || operation == Operation::clear;
}
/// Whether it has the guest system change the page table: an entry of it, what that allows, or an upper one.
[[nodiscard]] inline bool updates_table(Operation operation) {
  return changes_table(operation) || operation == Operation::readonly || operation == Operation::writable ||
         operation == Operation::lower;
}
/// Whether the monitor may refuse such a change.
[[nodiscard]] constexpr bool may_be_refused(Operation operation) {
  return operation == Operation::map || operation == Operation::writable || operation == Operation::lower;
}
/// Whether it calls the guest system.
[[nodiscard]] inline bool is_call(Operation operation) {
  return operation == Operation::syscall || operation == Operation::forge || updates_table(operation);
}

/// Whether the monitor does it, without the guest system.
[[nodiscard]] constexpr bool asks_monitor(Operation operation) {
  return operation == Operation::request || operation == Operation::atomic;
}

/// An instruction of a process.
struct VmmInstruction {
  Operation operation = Operation::load;
  std::uint32_t address = 0;             ///< of what has one
  std::uint32_t page = 0;                ///< of the address: index into VmmProgram::pages
  std::optional<std::uint32_t> mapping;  ///< its entry in the page table: index into VmmProgram::mappings
  bool valid = false;   ///< the guest has not taken that entry away before, as far as the program says
  bool edited = false;  ///< whether the table has the entry is part of the state
  bool accesses =
      false;  ///< its process does so itself: a load, store, or clear that is not left to the monitor
  bool writable = true;                ///< that entry, until now, lets the process write
  bool refused = false;                ///< a store to a page that the guest lets the process only read
  std::uint32_t cpu = 0;               ///< where it is executed
  std::uint32_t to = 0;                ///< move: the CPU
  std::optional<std::uint32_t> names;  ///< map: the physical page that the entry names from now on
  std::uint32_t number = 0;            ///< load, getreg and request, calls: among the process's, from 0
  std::int64_t content = 0;            ///< store, atomic, clear, setreg: what it leaves
  bool lingers = false;                ///< a store to such a page, which TLBs may have writable still
  std::optional<std::uint32_t> lower;  ///< the physical page that is its lower table, with this instruction
};

struct VmmProcess {
  std::string name;
  std::uint32_t machine = 0;   ///< its VM
  std::uint32_t cpu = 0;       ///< at first
  std::uint32_t last_cpu = 0;  ///< when it has ended
  std::vector<VmmInstruction> instructions;
  std::vector<std::uint32_t> loads;  ///< which instruction each load, getreg or request is
  std::vector<std::uint32_t> calls;  ///< likewise
};

/// A valid entry of a process's page table, with what the VM's pmap makes of it.
struct VmmMapping {
  std::uint32_t process = 0;
  std::uint32_t page = 0;      ///< virtual: index into VmmProgram::pages
  std::uint32_t physical = 0;  ///< index into VmmProgram::physical_pages
  bool readonly = false;       ///< at first
  bool edited = false;         ///< part of the state: whether the table has it (VmmFields::table)
  bool renamed = false;        ///< what the entry of the mapping before it, which it shares, names later
  std::uint32_t renamer = 0;   ///< renamed: the process
  std::uint32_t renaming = 0;  ///< renamed: and its instruction that has the guest do that
  std::uint32_t shadow = 0;    ///< the mapping whose shadow entry it uses; its own, but for shadow-key=last
};

inline constexpr std::uint32_t kNoFrame = ~0U;

/// A physical page of a VM.
struct VmmPhysicalPage {
  std::uint32_t machine = 0;
  std::uint32_t number = 0;
  std::uint32_t frame = kNoFrame;  ///< that it has at first
  bool large = false;              ///< part of the VM's large entry
  std::uint32_t raw = kNoFrame;    ///< install=raw: the frame that is installed instead of its own
};

/// What a frame can hold, beside its name: whose data it is.
struct VmmContent {
  std::string name;
  std::uint32_t machine = kWholeMachine;  ///< kWholeMachine: nobody's
};

struct VmmProgram {
  /// Throws InputError for what the model cannot take: frames beyond the machine, or that two pages have,
  /// physical pages that the VM does not have, work on a native machine.
  VmmProgram(const Trace& trace, const VmmOptions& options);

  std::uint32_t cpus = 1;
  std::uint32_t frames = 0;
  std::uint32_t tlb_entries = 0;
  std::vector<std::string> machines;  ///< the VMs
  std::vector<VmmProcess> processes;
  std::vector<std::uint32_t> pages;  ///< virtual page numbers that some table or instruction names, ascending
  std::vector<VmmMapping> mappings;  ///< by process, then page
  std::vector<VmmPhysicalPage> physical_pages;  ///< by machine, then number
  std::vector<VmmContent> contents;             ///< what frames can hold
  std::vector<std::int64_t> initial;            ///< contents, by frame
  std::vector<std::string> frame_names;
  std::vector<std::uint32_t> initial_owner;  ///< the VM, by frame; kWholeMachine: it is free
  std::vector<std::uint32_t> first_roots;  ///< by process: the frame of its shadow page table, if its CPU has
                                           ///< loaded that at first, else kNoFrame; empty with roots=kept
  std::vector<VmmTask> tasks;
  std::vector<bool> pinned;    ///< by physical page: a task makes it a page table
  std::uint32_t switches = 0;  ///< of CPUs that go over to another process, at most
  std::uint32_t attempts = 2;  ///< at one instruction, at most
  bool changes = false;        ///< whether pmaps do
  bool protects = false;       ///< whether pages become read-only
  bool unmaps = false;         ///< whether guests take pages out of their tables
  bool restricts = false;      ///< whether guests have pages read-only
  bool updates = false;        ///< whether they ask the monitor to change their tables
  bool permits = false;        ///< ... and what entries allow
  bool lowers = false;         ///< ... and upper entries
  std::uint32_t edits = 0;     ///< how many instructions change tables that are part of the state
  bool registers = false;      ///< whether anybody uses the register
  bool hands_over = false;     ///< whether a VM gets what another's page holds
  std::uint32_t users = 0;     ///< tasks that use frames, or have devices use them; processes that pin them
  bool moves = false;          ///< whether a process moves to another CPU
  bool asks = false;           ///< whether anybody asks the monitor for something

  static constexpr std::int64_t kNothing = 0;
  static constexpr std::int64_t kZero = 1;

  /// How often the monitor gets control because of a process, at most: thrice an attempt.
  [[nodiscard]] std::int64_t most_entries(std::uint32_t process) const;
  /// The entry of a process's page table for a virtual page (an index into `pages`). O(log mappings).
  [[nodiscard]] std::optional<std::uint32_t> mapping_of(std::uint32_t process, std::uint32_t page) const;
  /// The mapping, or the one whose entry it shares.
  [[nodiscard]] std::uint32_t entry_of(std::uint32_t mapping) const {
    return mappings[mapping].renamed ? mapping - 1 : mapping;
  }
  /// Whether the process is ever on the CPU.
  [[nodiscard]] bool visits(std::uint32_t process, std::uint32_t cpu) const;
  /// "v0.page3"
  [[nodiscard]] std::string page_name(std::uint32_t physical) const;

 private:
  void take_frames(const Trace& trace, const VmmOptions& options);
  void check_large_entry(const Trace& trace, std::uint32_t machine) const;
  void take_tables(const Trace& trace);
  void take_renamings(const Trace& trace, const VmmOptions& options);
  void take_edits(const Trace& trace, const VmmOptions& options);
  void share_shadows(const VmmOptions& options);
  void require_own_shadows(const Trace& trace, const VmmOptions& options) const;
  [[nodiscard]] ShadowsOfPage shadows_of_pages(const VmmOptions& options) const;
  /// Finds frames for the shadow page tables that CPUs have loaded at first.
  void take_roots(const Trace& trace, const VmmOptions& options);
  void bound_attempts(const Trace& trace);
  [[nodiscard]] std::uint32_t writes() const;
  void take_tasks(const Trace& trace, const VmmOptions& options);
  [[nodiscard]] WorkOrder order_of(const WorkItem& item) const;
  void require_large(const Trace& trace, const WorkItem& item, const WorkOrder& order) const;
  void compile(const Trace& trace, std::uint32_t process, const VmmOptions& options);
  [[nodiscard]] std::uint32_t process_called(const Trace& trace, const std::string& name) const;
  /// Checks that what the entry of a page table allows can be changed.
  void require_entry(const Trace& trace, const Actor& actor, const Event& event,
                     const VmmInstruction& instruction) const;
  void take_permissions(const Trace& trace, const VmmOptions& options);
  [[nodiscard]] std::optional<std::uint32_t> take_lower(const Trace& trace, const Event& event,
                                                        std::uint32_t machine,
                                                        const VmmOptions& options) const;
  void take_types(const Trace& trace, const VmmOptions& options);
  [[nodiscard]] std::uint32_t machine_of(const Trace& trace, std::uint32_t process) const;
  [[nodiscard]] std::uint32_t index_of_page(std::uint32_t page) const;
  [[nodiscard]] std::optional<std::uint32_t> physical_page(std::uint32_t machine, std::uint32_t number) const;
};

}  // namespace braid::models
