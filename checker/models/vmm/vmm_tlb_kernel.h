// What the TLBs of the CPUs, and the monitor's software TLB, do.
#pragma once

#include <cstdint>
#include <optional>

#include "braid/checker/models/vmm/vmm_kernel_state.h"

namespace braid::models {

/// Parts of steps.
template <class S>
class VmmTlbKernel : protected VmmKernelState<S> {
 protected:
  using Base = VmmKernelState<S>;
  using Base::fields_;
  using Base::get;
  using Base::holds;
  using Base::note;
  using Base::options_;
  using Base::program_;
  using Base::set;
  using Base::step_;
  using typename Base::Field;

  using Base::Base;

  /// What the instruction's CPU's TLB has of a mapping.
  [[nodiscard]] const VmmFields::Entry& entry(std::uint32_t mapping) const {
    return fields_.tlb[step_.cpu][mapping];
  }

  /// The mapping by which the process reaches the instruction's page now; none: a miss. Entries without tags
  /// that were kept when the CPU went over are found by any process.
  [[nodiscard]] std::optional<std::uint32_t> hit() const {
    const VmmInstruction& instruction = *step_.instruction;
    if (instruction.mapping && get(entry(*instruction.mapping).frame) != 0) return instruction.mapping;
    if (!options_.confuses()) return std::nullopt;
    for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
      const bool same = program_.mappings[mapping].page == instruction.page;
      if (same && get(entry(mapping).frame) != 0) return mapping;
    }
    return std::nullopt;
  }

  /// What the hardware finds for the instruction: in the TLB, or in the page table that it walks.
  struct Translation {
    std::uint64_t frame = 0;  ///< from 0
    bool writable = false;
    bool walked = false;
  };

  [[nodiscard]] std::optional<Translation> translation() const {
    if (const std::optional<std::uint32_t> found = hit()) {
      return Translation{get(entry(*found).frame) - 1, holds(entry(*found).writable), false};
    }
    return options_.walks() && step_.instruction->mapping ? walk(*step_.instruction->mapping, in_table())
                                                          : std::nullopt;
  }

  /// `in_table` says whether the guest's page table has the page.
  [[nodiscard]] std::optional<Translation> walk(std::uint32_t number, bool in_table) const {
    const VmmMapping& mapping = program_.mappings[number];
    if (!options_.shadows()) {
      if (!in_table) return std::nullopt;
      return Translation{program_.physical_pages[step_.page].frame, !mapping.readonly, true};
    }
    const VmmFields::Entry& entry = fields_.second[mapping.shadow];
    if (get(entry.frame) == 0) return std::nullopt;
    const bool writable = holds(entry.writable);
    // What another walk has left here has fewer rights than this one.
    const bool lacks = options_.shadow_key == ShadowKey::last && !writable && !mapping.readonly;
    if (lacks) return std::nullopt;
    return Translation{get(entry.frame) - 1, writable, true};
  }

  /// Whether the guest's page table has the instruction's page.
  [[nodiscard]] bool in_table() const {
    const Field present = fields_.table[*step_.instruction->mapping].present;
    return present.width == 0 ? step_.instruction->valid : get(present) != 0;
  }
  /// Whether the guest has taken it away, and dropped it from TLBs.
  [[nodiscard]] bool gone() const {
    return !in_table() && get(fields_.table[*step_.instruction->mapping].pending) == 0;
  }

  void write(const VmmFields::Entry& entry, std::uint64_t frame, bool writable) {
    set(entry.frame, frame + 1);
    note(entry.writable, writable ? 1 : 0);
  }
  /// The entry that the monitor keeps of a mapping.
  [[nodiscard]] const VmmFields::Entry& kept(std::uint32_t mapping) const {
    return fields_.second[program_.mappings[mapping].shadow];
  }

  /// Puts an entry into the instruction's CPU's TLB; where that is full, the oldest goes.
  void put(std::uint64_t frame, bool writable) { put(*step_.instruction->mapping, frame, writable); }
  void put(std::uint32_t mapping, std::uint64_t frame, bool writable) {
    const bool there = get(entry(mapping).frame) != 0;
    write(entry(mapping), frame, writable);
    const std::vector<Field>& queue = fields_.queue[step_.cpu];
    if (there || queue.empty()) return;
    for (const Field place : queue) {
      if (get(place) != 0) continue;
      set(place, mapping + 1);
      return;
    }
    drop(step_.cpu, static_cast<std::uint32_t>(get(queue.front()) - 1));
    set(queue.back(), mapping + 1);
  }

  void clear(const VmmFields::Entry& entry) {
    note(entry.frame, 0);
    note(entry.writable, 0);
  }

  /// Takes an entry out of a CPU's TLB.
  void drop(std::uint32_t cpu, std::uint32_t of) {
    const std::uint32_t mapping = program_.entry_of(of);
    if (get(fields_.tlb[cpu][mapping].frame) == 0) return;
    clear(fields_.tlb[cpu][mapping]);
    const std::vector<Field>& queue = fields_.queue[cpu];
    std::size_t kept = 0;
    for (const Field place : queue) {
      const std::uint64_t entry = get(place);
      if (entry == mapping + 1) continue;
      if (entry != 0) set(queue[kept], entry);
      if (entry != 0) ++kept;
    }
    for (; kept < queue.size(); ++kept) set(queue[kept], 0);
  }

  /// A guest's page table changes as the instruction says.
  void write_table() {
    const VmmFields::TableEntry& entry = fields_.table[*step_.instruction->mapping];
    const bool maps = step_.instruction->operation == Operation::map;
    note(entry.present, maps ? 1 : 0);
    note(entry.pending, maps ? 0 : 1);
  }
  void drop_from_tlb() {
    const std::uint32_t mapping = *step_.instruction->mapping;
    const bool own = program_.mappings[mapping].process == step_.process;
    for (std::uint32_t cpu = 0; cpu < program_.cpus; ++cpu) {
      if (!own || cpu == step_.cpu) drop(cpu, mapping);
    }
    note(fields_.table[*step_.instruction->mapping].pending, 0);
    if (!program_.moves) note(fields_.table[mapping].unflushed, 0);
  }
  /// Natively a guest does both.
  void change_table() {
    write_table();
    if (step_.instruction->operation == Operation::unmap) drop_from_tlb();
  }

  void flush_all(std::uint32_t cpu) {
    for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
      clear(fields_.tlb[cpu][mapping]);
      note_flushed(cpu, mapping);
    }
    for (const Field place : fields_.queue[cpu]) set(place, 0);
    for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
      if (program_.processes[process].cpu == cpu) note(fields_.processes[process].upper, 0);
    }
  }

  /// The CPU has the mapping's translation no more; of a process that moves, another may.
  void note_flushed(std::uint32_t cpu, std::uint32_t mapping) {
    const bool here = program_.processes[program_.mappings[mapping].process].cpu == cpu;
    if (here && !program_.moves) note(fields_.table[mapping].unflushed, 0);
  }

  /// Drops what a CPU has of the step's physical pages.
  void flush_pages(std::uint32_t cpu) {
    for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
      const std::uint32_t physical = program_.mappings[mapping].physical;
      if (physical != step_.page && physical != step_.other) continue;
      drop(cpu, mapping);
      note_flushed(cpu, mapping);
    }
  }

  /// The CPU that the process moves to drops what it has of the process.
  void arrive() {
    if (options_.at_arrival == ArrivalTlb::kept) return;
    for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
      if (program_.mappings[mapping].process == step_.process) drop(step_.instruction->to, mapping);
    }
  }

  /// The software TLB, or the shadow page tables.
  void flush_software_tlb() {
    if (!options_.keeps_entries() || !options_.flushes_second_level) return;
    for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
      const std::uint32_t physical = program_.mappings[mapping].physical;
      if (physical == step_.page || physical == step_.other) clear(fields_.second[mapping]);
    }
  }
};

}  // namespace braid::models
