// The design decisions of the virtual machine monitor that a trace's `system` line makes.
#pragma once

#include <cstdint>
#include <span>

#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/option_table.h"
#include "braid/tracer/trace.h"

namespace braid::models {

enum class RunOn : std::uint8_t { monitor, machine };
enum class Paging : std::uint8_t { software, hardware };
enum class SwitchTlb : std::uint8_t { flushed, tagged, kept, early };
enum class InstallAs : std::uint8_t { translated, raw };
enum class ShowHardware : std::uint8_t { folded, shown };
enum class Invalidation : std::uint8_t { unmap_first, flush_first };
enum class FreeWhen : std::uint8_t { acknowledged, requested, unflushed };
enum class ShootdownReach : std::uint8_t { everywhere, local };
enum class FaultCheck : std::uint8_t { both, sequence, count, late, unchecked };
enum class ZeroPages : std::uint8_t { before_map, after_map, foreign, never };
enum class WhoClears : std::uint8_t { guest, monitor };
enum class IdleCpu : std::uint8_t { spins, noticed, yields };
enum class CopyWhen : std::uint8_t { after_flush, before_flush };
enum class ShareLock : std::uint8_t { locked, unlocked };
enum class TrapHandler : std::uint8_t { own, current };
enum class TrapRecord : std::uint8_t { process, cpu };
enum class ReturnMode : std::uint8_t { computed, believed };
enum class Registers : std::uint8_t { saved, left };
enum class KernelMemory : std::uint8_t { closed, left };
enum class TableWrites : std::uint8_t { locked, unlocked };
enum class TableSync : std::uint8_t { dropped, entered };
enum class WriteFault : std::uint8_t { locked, fast, pinned };
enum class ShadowKey : std::uint8_t { walk, last };
enum class ShadowRoots : std::uint8_t { kept, released, early };
enum class ZapLoop : std::uint8_t { every, advances, valid_roots };
enum class ZapYield : std::uint8_t { flushed, unflushed };
enum class Resync : std::uint8_t { remembered, forgotten };
enum class References : std::uint8_t { counted, no_post, no_grant, no_mapping, no_transfer, no_device };
enum class WritePin : std::uint8_t { unshared, shared };
enum class TransferFlush : std::uint8_t { everywhere, receiver };
enum class SplitCheck : std::uint8_t { checked, unchecked };
enum class JoinLock : std::uint8_t { all_pages, one_page };
enum class RequestFetch : std::uint8_t { once, twice, again };
enum class Emulation : std::uint8_t { logged, unlogged, marked_first };
enum class LogClear : std::uint8_t { before_copy, after_copy };
enum class AgeEntry : std::uint8_t { atomic, plain };
enum class ArrivalTlb : std::uint8_t { flushed, kept };
enum class DyingMachine : std::uint8_t { refused, mapped };
enum class TableUpdates : std::uint8_t { trapped, asked };
enum class TypeWhen : std::uint8_t { before_flush, after_flush, judged_late };
enum class FlushStamps : std::uint8_t { none, exact, late };
enum class FastPath : std::uint8_t { safe_bits, any_bits };
enum class DeviceBuild : std::uint8_t { rechecked, once };
enum class UpperFlush : std::uint8_t { flushed, left };

/// The defaults are the correct design.
struct VmmOptions {
  RunOn run = RunOn::monitor;
  Paging paging = Paging::software;
  bool second_level = false;  ///< the monitor keeps a software TLB of what guests have tried to install
  SwitchTlb at_switch = SwitchTlb::flushed;
  InstallAs install = InstallAs::translated;
  ShowHardware hardware = ShowHardware::folded;
  Invalidation invalidation = Invalidation::unmap_first;
  FreeWhen free = FreeWhen::acknowledged;
  ShootdownReach shootdown = ShootdownReach::everywhere;
  bool flushes_second_level = true;        ///< a shootdown covers the software TLB
  bool guest_flushes_second_level = true;  ///< an invalidation by the guest covers it
  FaultCheck check = FaultCheck::both;
  ZeroPages zero = ZeroPages::before_map;
  WhoClears clears = WhoClears::guest;
  IdleCpu idle = IdleCpu::spins;
  CopyWhen copy = CopyWhen::after_flush;     ///< of a page that is moved
  CopyWhen compare = CopyWhen::after_flush;  ///< of pages that are to be shared
  ShareLock unshare = ShareLock::locked;
  RequestFetch fetch = RequestFetch::once;
  Emulation emulate = Emulation::logged;
  LogClear log_clear = LogClear::before_copy;
  AgeEntry age = AgeEntry::atomic;
  ArrivalTlb at_arrival = ArrivalTlb::flushed;
  DyingMachine dying = DyingMachine::refused;
  TrapHandler handler = TrapHandler::own;
  TrapRecord trap_record = TrapRecord::process;
  ReturnMode mode = ReturnMode::computed;
  Registers registers = Registers::saved;
  bool supervisor_mode = true;  ///< else guests run in user mode, and their memory is opened for them
  KernelMemory kernel_memory = KernelMemory::closed;
  TableUpdates updates = TableUpdates::trapped;  ///< how guests change their page tables
  TypeWhen type = TypeWhen::before_flush;        ///< when a page becomes a page table
  FlushStamps stamp = FlushStamps::none;         ///< of pages that nobody can write any more
  FastPath fast_path = FastPath::safe_bits;      ///< of updates that change nothing but flags
  DeviceBuild build = DeviceBuild::rechecked;
  UpperFlush upper = UpperFlush::flushed;  ///< of what CPUs cache of upper entries
  TableWrites table_writes = TableWrites::locked;
  TableSync table_sync = TableSync::dropped;
  WriteFault write_fault = WriteFault::locked;  ///< of pages that nobody shares
  ShadowKey shadow_key = ShadowKey::walk;
  ShadowRoots roots = ShadowRoots::kept;
  ZapLoop zap = ZapLoop::every;
  ZapYield zap_yield = ZapYield::flushed;
  Resync resync = Resync::remembered;
  References references = References::counted;
  WritePin pin = WritePin::unshared;
  TransferFlush transfer_flush = TransferFlush::everywhere;
  SplitCheck split = SplitCheck::checked;
  JoinLock join = JoinLock::all_pages;

  /// Whether the hardware walks page tables; on the monitor, shadow page tables.
  [[nodiscard]] bool walks() const { return paging == Paging::hardware; }
  [[nodiscard]] bool shadows() const { return walks() && run == RunOn::monitor; }
  /// Whether shadow page tables take frames of the machine, as long as a CPU uses them.
  [[nodiscard]] bool takes_roots() const { return roots != ShadowRoots::kept; }
  /// Whether a CPU that goes over to another process does so in several steps.
  [[nodiscard]] bool leaves_in_steps() const { return at_switch == SwitchTlb::early || takes_roots(); }
  /// Whether entries without tags may outlive a switch of CPUs.
  [[nodiscard]] bool confuses() const {
    return at_switch == SwitchTlb::kept || at_switch == SwitchTlb::early;
  }
  /// Whether guests ask the monitor to change their page tables.
  [[nodiscard]] bool asked() const { return updates == TableUpdates::asked; }
  /// Whether the monitor keeps entries of its own behind the TLBs: a software TLB, or shadow page tables.
  [[nodiscard]] bool keeps_entries() const { return second_level || shadows(); }
};

[[nodiscard]] std::span<const OptionSpec> vmm_option_table();
[[nodiscard]] std::span<const Fault> vmm_budgets();

/// Reads a trace's options. Throws InputError for unknown ones, and for combinations without a meaning.
[[nodiscard]] VmmOptions vmm_options(const Trace& trace);

}  // namespace braid::models
