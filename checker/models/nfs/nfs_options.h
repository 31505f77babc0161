// The design decisions of an NFS client and server: the options of `system nfs2` and `system nfs3`.
#pragma once

#include <cstdint>
#include <span>

#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/option_table.h"
#include "braid/tracer/trace.h"

namespace braid::models {

// Choices stand in the order of the option tables in nfs_options.cpp.
enum class NfsFlush : std::uint8_t { close, never };
enum class NfsWriteBehind : std::uint8_t { no, yes };
enum class NfsAttributeAge : std::uint8_t { call, arrival };
enum class NfsAttributes : std::uint8_t { newest, arrival };
enum class NfsTime : std::uint8_t { change, tick };
enum class NfsInvalidate : std::uint8_t { at_once, flag_first };
enum class NfsWcc : std::uint8_t { atomic, gap, ignored };
enum class NfsVerifierKept : std::uint8_t { buffer, last, ignored };
enum class NfsVerifierTaken : std::uint8_t { with_write, after };
enum class NfsReplies : std::uint8_t { kept, stable, bounded, none };
enum class NfsLookup : std::uint8_t { excluded, free };
enum class NfsSilly : std::uint8_t { rename, remove };
enum class NfsAuthentication : std::uint8_t { believed, checked };

struct NfsOptions {
  bool close_to_open = true;  ///< opens ask for attributes
  NfsFlush flush = NfsFlush::close;
  NfsWriteBehind write_behind = NfsWriteBehind::no;
  std::uint32_t least_age = 1;     ///< ticks that attributes are trusted after they were found changed
  std::uint32_t greatest_age = 2;  ///< ticks that they are trusted at most
  NfsAttributeAge age_from = NfsAttributeAge::call;
  NfsAttributes attributes = NfsAttributes::newest;
  NfsTime time = NfsTime::change;
  NfsInvalidate invalidate = NfsInvalidate::at_once;
  bool volatile_writes = false;  ///< a WRITE's reply may come before the data are on disk
  bool commits = false;          ///< and the client asks for that later
  NfsWcc wcc = NfsWcc::ignored;
  bool trusts_own_writes = false;  ///< without pre-operation attributes, what changed is taken for its own
  NfsVerifierKept verifier = NfsVerifierKept::buffer;
  NfsVerifierTaken verifier_taken = NfsVerifierTaken::with_write;
  bool verifier_rotates = true;
  std::uint32_t write_back_errors = 0;
  NfsReplies replies = NfsReplies::kept;
  NfsSilly silly = NfsSilly::rename;
  NfsLookup lookup = NfsLookup::excluded;  ///< while the name is being removed
  NfsAuthentication authentication = NfsAuthentication::believed;
};

[[nodiscard]] std::span<const OptionSpec> nfs2_options();
[[nodiscard]] std::span<const OptionSpec> nfs3_options();
[[nodiscard]] std::span<const Fault> nfs_faults();

/// Reads a trace's options. Throws InputError for unknown options and values, and for combinations that have
/// no meaning.
[[nodiscard]] NfsOptions nfs_options(const Trace& trace);

}  // namespace braid::models
