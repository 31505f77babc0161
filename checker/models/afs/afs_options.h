// The design decisions of AFS at message granularity. The default of each is the correct design.
#pragma once

#include <cstdint>
#include <span>

#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/option_table.h"

namespace braid::models {

enum class Delivery : std::uint8_t { messages, instant };
enum class ImageOfReopen : std::uint8_t { keep, replace };
enum class StoreOrder : std::uint8_t { break_apply_reply, apply_break_reply, apply_reply_break, at_once };
enum class Acknowledge : std::uint8_t { awaited, ignored };
enum class StoreLock : std::uint8_t { held, released };
/// When the client throws away a grant that came while a callback overtook its reply.
enum class Grant : std::uint8_t { revokes, counter, any_break, held_counter, unchecked };
enum class ResetScope : std::uint8_t { all, installed };
enum class ResetHandler : std::uint8_t { free, locked };
enum class Reboot : std::uint8_t { suspect, trust };
enum class Recovery : std::uint8_t { notify, heartbeat, contact, none };
enum class CloseReturns : std::uint8_t { synchronous, early };
enum class ExpiryFrom : std::uint8_t { call, arrival };
enum class GiveUps : std::uint8_t { synchronous, cancelled, versioned, batched };
enum class DelayedBreaks : std::uint8_t { first, later };
enum class BreakSet : std::uint8_t { marked, scanned };
enum class RenameOrigin : std::uint8_t { broken, trusted };
/// When the server asks clients that it has given up on whether they are back.
enum class HostCheck : std::uint8_t { any_time, counted };
enum class ProbeBy : std::uint8_t { uuid, address };
enum class Authentication : std::uint8_t { checked, believed };
enum class RightsChange : std::uint8_t { broken, kept };
enum class VolumeBreak : std::uint8_t { all, one };
enum class Promises : std::uint8_t { removed, kept };
enum class Channels : std::uint8_t { independent, shared };
enum class ReadOpen : std::uint8_t { snapshot, revalidate };
/// When a client asks for a file's data: at the open, or, at the open asking for its status alone, when they
/// are needed.
enum class FetchAt : std::uint8_t { open, read };
/// When a client adds its own change to its copy of a directory, of which the reply tells only the version.
enum class MergeOfChange : std::uint8_t { next_version, blind };
/// What the server does with a call that it has answered already.
enum class RepeatedCalls : std::uint8_t { suppressed, executed };

struct AfsOptions {
  bool callbacks = true;  ///< afs2; afs1 asks instead
  Delivery delivery = Delivery::messages;
  ImageOfReopen reopen = ImageOfReopen::keep;
  StoreOrder store = StoreOrder::break_apply_reply;
  Acknowledge acknowledge = Acknowledge::awaited;
  StoreLock lock = StoreLock::held;
  Grant grant = Grant::revokes;
  ResetScope reset = ResetScope::all;
  ResetHandler reset_handler = ResetHandler::free;
  Reboot reboot = Reboot::suspect;
  Recovery recovery = Recovery::notify;
  CloseReturns close = CloseReturns::synchronous;
  ExpiryFrom expiry = ExpiryFrom::call;
  GiveUps giveup = GiveUps::synchronous;
  DelayedBreaks delayed = DelayedBreaks::first;
  BreakSet breaks = BreakSet::marked;
  RenameOrigin origin = RenameOrigin::broken;
  ProbeBy probe = ProbeBy::uuid;
  HostCheck host_check = HostCheck::any_time;
  Authentication authentication = Authentication::checked;
  RightsChange acl = RightsChange::broken;
  VolumeBreak volume = VolumeBreak::all;
  Promises promises = Promises::removed;
  Channels channels = Channels::independent;
  ReadOpen reads = ReadOpen::snapshot;
  FetchAt fetch = FetchAt::open;
  MergeOfChange merge = MergeOfChange::next_version;
  RepeatedCalls repeated = RepeatedCalls::suppressed;
  std::uint32_t promise = 2;    ///< ticks that a promise lasts at the client
  std::uint32_t bias = 1;       ///< ticks that the server keeps it longer
  std::uint32_t skew = 0;       ///< ticks by which a client takes a promise to last longer
  std::uint32_t heartbeat = 1;  ///< ticks between heartbeats
};

/// The options of `afs1` or `afs2` at message granularity.
[[nodiscard]] std::span<const OptionSpec> afs_option_table(bool callbacks);
[[nodiscard]] std::span<const Fault> afs_faults(bool callbacks);

/// Reads a trace's options. Throws InputError for unknown options and values, and for combinations that have
/// no meaning.
[[nodiscard]] AfsOptions afs_options(const Trace& trace, const FaultBudgets& budgets);

/// How often the server may come to execute one call.
[[nodiscard]] std::uint32_t greatest_executions(const AfsOptions& options, const FaultBudgets& budgets);

}  // namespace braid::models
