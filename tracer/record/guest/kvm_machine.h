// A small virtual machine by /dev/kvm (Documentation/virt/kvm/api.rst), with the guest of two_processes.S.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/record/descriptor.h"
#include "braid/tracer/record/guest/memory_mapping.h"

struct kvm_run;

namespace braid::record::guest {

inline constexpr std::uint64_t kMostPages = 64;
inline constexpr std::uint64_t kMostSharedPages = 16;
inline constexpr std::uint64_t kMostRounds = 100'000;
inline constexpr std::size_t kPageSize = 4096;

/// What each of the guest's two processes does.
struct GuestProgram {
  std::uint64_t pages =
      8;  ///< that it writes, from 1; half of them it gives back meanwhile, and writes again
  std::uint64_t shared = 0;  ///< pages of memory that machines share, which it writes
  std::uint64_t rounds = 6;  ///< how often it yields to the other then
};

/// For x86-64. Memory: 16 MiB of addresses, of which the guest touches some hundred kilobytes.
class KvmMachine {
 public:
  /// `shared` is where this process has the memory that machines share, kMostSharedPages of it, or nothing.
  /// Throws InputError where KVM refuses.
  KvmMachine(const GuestProgram& program, std::span<std::byte> shared);

  /// Where its memory lies, in the lines that importers know as a memory map.
  [[nodiscard]] std::string memory_map(std::string_view name) const;

  /// Runs the guest to its end. Throws InputError where it does not get there. Signals must be blocked.
  void run();

 private:
  struct Slot {
    std::uint64_t guest_address = 0;
    std::span<std::byte> memory;
  };

  void add_slot(std::uint64_t guest_address, std::span<std::byte> memory);
  void load(const GuestProgram& program);
  void make_page_table(std::uint64_t root, std::uint64_t stack);
  void set_word(std::uint64_t guest_address, std::uint64_t value);
  void make_processor();
  void set_registers() const;
  [[nodiscard]] bool serve_port();
  [[noreturn]] void refuse_exit() const;

  Descriptor kvm_;
  Descriptor machine_;
  Descriptor processor_;
  MemoryMapping memory_;
  MemoryMapping state_;
  kvm_run* run_ = nullptr;  ///< in state_
  std::vector<Slot> slots_;
};

}  // namespace braid::record::guest
