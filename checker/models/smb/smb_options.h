// The design decisions of SMB: what a trace's `system` line chooses.
#pragma once

#include <cstdint>
#include <span>

#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/option_table.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// What a client may do with a file without asking the server: a set of rights. Oplocks are such sets too:
/// level II is read, exclusive is read and write, batch is all.
using SmbLease = std::uint32_t;
inline constexpr SmbLease kNoLease = 0;
inline constexpr SmbLease kReadLease = 1;    ///< cache what is read
inline constexpr SmbLease kWriteLease = 2;   ///< keep what is written
inline constexpr SmbLease kHandleLease = 4;  ///< keep the file open after its close
inline constexpr unsigned kLeaseBits = 3;

/// Enumerators are in the order of the option table's choices.
struct SmbOptions {
  enum class Request : std::uint8_t { rwh, rw, rh, r, batch, exclusive, level_2, none };
  enum class ReadBreak : std::uint8_t { awaited, sent };
  enum class ReadGrant : std::uint8_t { refused, given };
  enum class InBreak : std::uint8_t { target, held };
  enum class PendingOpen : std::uint8_t { lowered, ignored };
  enum class BreakFlush : std::uint8_t { first, after_clear };
  enum class WriteCheck : std::uint8_t { counted, separate };
  enum class OwnWrite : std::uint8_t { replaces, leaves };
  enum class Late : std::uint8_t { refused, accepted };
  enum class Remove : std::uint8_t { one_step, window };
  enum class Release : std::uint8_t { with_entry, before_entry };
  enum class Close : std::uint8_t { sent, deferred };
  enum class Deferred : std::uint8_t { closed, kept };

  SmbLease asks = kNoLease;  ///< what opens ask for
  bool oplocks = false;      ///< a break leaves level II or nothing, not the rest of a lease
  ReadBreak read_break = ReadBreak::awaited;
  ReadGrant read_grant = ReadGrant::refused;
  InBreak in_break = InBreak::target;
  PendingOpen pending_open = PendingOpen::lowered;
  BreakFlush break_flush = BreakFlush::first;
  WriteCheck write_check = WriteCheck::counted;
  OwnWrite own_write = OwnWrite::replaces;
  Late late_flush = Late::refused;
  Late late_acknowledgement = Late::refused;
  std::uint32_t timeout = 1;  ///< ticks that the server waits for the answer to a break, at least
  Remove remove = Remove::one_step;
  Release release = Release::with_entry;
  Close close = Close::sent;
  Deferred deferred = Deferred::closed;
};

[[nodiscard]] std::span<const OptionSpec> smb_option_table();
[[nodiscard]] std::span<const Fault> smb_faults();

/// Throws InputError for options that there are not, and for those that mean nothing together.
[[nodiscard]] SmbOptions smb_options(const Trace& trace);

}  // namespace braid::models
