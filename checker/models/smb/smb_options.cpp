#include "braid/checker/models/smb/smb_options.h"

#include <array>
#include <string>
#include <vector>

namespace braid::models {
namespace {

constexpr std::array kFaultsOfSmb = {Fault::loss, Fault::retransmit, Fault::tick};

struct Requested {
  SmbLease lease;
  bool oplocks;
};

Requested requested(SmbOptions::Request request) {
  switch (request) {
    case SmbOptions::Request::rwh:
      return {kReadLease | kWriteLease | kHandleLease, false};
    case SmbOptions::Request::rw:
      return {kReadLease | kWriteLease, false};
    case SmbOptions::Request::rh:
      return {kReadLease | kHandleLease, false};
    case SmbOptions::Request::r:
      return {kReadLease, false};
    case SmbOptions::Request::batch:
      return {kReadLease | kWriteLease | kHandleLease, true};
    case SmbOptions::Request::exclusive:
      return {kReadLease | kWriteLease, true};
    case SmbOptions::Request::level_2:
      return {kReadLease, true};
    case SmbOptions::Request::none:
      return {kNoLease, false};
  }
  return {kNoLease, false};
}

std::vector<OptionSpec> make_table() {
  return {
      {"granularity",
       {"message"},
       "calls, the server's work, breaks, answers and replies are steps of their own",
       "MS-SMB2 3.3"},
      {"request",
       {"rwh", "rw", "rh", "r", "batch", "exclusive", "level-2", "none"},
       "what clients ask for when they open: a lease of read, write and handle caching, or an oplock",
       "MS-SMB2 2.2.13 (RequestedOplockLevel), 2.2.13.2.8 (leases)"},
      {"read-break",
       {"awaited", "sent"},
       "whether a write waits until those who cache reads have answered their breaks, or only sends them",
       "Samba contend_level2_oplocks (sent)"},
      {"read-grant",
       {"refused", "given"},
       "whether read caching is granted to opens that come while a write has its breaks under way",
       "Samba 6f9e7505b29 (bug 5980)"},
      {"in-break",
       {"target", "held"},
       "what an open is granted whose client has a break under way: what the break leaves, or what it takes",
       "Samba a7a59b16a49, 8d16a2e3676 (SMB2_LEASE_FLAG_BREAK_IN_PROGRESS)"},
      {"pending-open",
       {"lowered", "ignored"},
       "what a client does with a break that overtakes the reply to its open: it lowers what it will get, or "
       "knows no such open and answers nothing",
       "Linux fs/cifs (list of pending opens)"},
      {"break-flush",
       {"first", "after-clear"},
       "whether a client stores what it has written before it gives up write caching, or afterwards, while "
       "its "
       "processes write to the server already",
       "Linux 6e66d5d (wait for writebacks before attempting write)"},
      {"write-check",
       {"counted", "separate"},
       "whether a break waits for a process between its look at the lease and its write into the cache",
       "Linux 6e66d5d (count of writers)"},
      {"own-write",
       {"replaces", "leaves"},
       "what a write to the server does with the writer's own cached copy",
       "Linux 6dfbd8468470, 882137c4d641"},
      {"late-flush",
       {"refused", "accepted"},
       "what the server does with data that a client kept under a lease whose break has timed out",
       "Samba source3/smbd/smb2_oplock.c; MS-SMB2 3.3.5.22"},
      {"late-acknowledgement",
       {"ignored", "accepted"},
       "what the server does with the answer to a break that has timed out, when another is under way",
       "Samba source3/smbd/smb2_oplock.c (epoch)"},
      {"timeout",
       {"1..9"},
       "how long the server waits for the answer to a break, in ticks",
       "Samba source3/include/local.h (OPLOCK_BREAK_TIMEOUT)",
       1},
      {"remove",
       {"one-step", "window"},
       "whether opens are kept out between the server's look for other opens and the removal of the file",
       "Samba 062a411c12e"},
      {"release",
       {"with-entry", "before-entry"},
       "whether a close wakes those who wait for the file with the removal of its entry, or before it",
       "Samba df83b17c60a"},
      {"close",
       {"sent", "deferred"},
       "whether a close is sent to the server, or the handle kept for the next open where handles are cached",
       "Linux c3f207ab29f7 (deferred close)"},
      {"deferred",
       {"closed", "kept"},
       "what a break of handle caching does with a handle that is kept",
       "Linux 545954f66de3"},
  };
}

void check(const Trace& trace, const OptionValues& values, const SmbOptions& options) {
  const auto refuse = [&](const char* option, const char* cause, const char* accepted) {
    throw InputError(trace.source, values.position(option), cause, accepted, trace.text);
  };
  if (options.close == SmbOptions::Close::deferred && (options.asks & kHandleLease) == 0) {
    refuse("close", "close=deferred needs handle caching",
           "request=rwh, request=rh and request=batch ask for it");
  }
  if (options.deferred == SmbOptions::Deferred::kept && options.close == SmbOptions::Close::sent) {
    refuse("deferred", "deferred=kept says nothing without close=deferred",
           "add close=deferred to the `system` line");
  }
}

}  // namespace

std::span<const OptionSpec> smb_option_table() {
  static const std::vector<OptionSpec> kTable = make_table();
  return kTable;
}

std::span<const Fault> smb_faults() {
  return kFaultsOfSmb;
}

SmbOptions smb_options(const Trace& trace) {
  const OptionValues values(trace, smb_option_table());
  SmbOptions options;
  const Requested request = requested(values.as<SmbOptions::Request>("request"));
  options.asks = request.lease;
  options.oplocks = request.oplocks;
  options.read_break = values.as<SmbOptions::ReadBreak>("read-break");
  options.read_grant = values.as<SmbOptions::ReadGrant>("read-grant");
  options.in_break = values.as<SmbOptions::InBreak>("in-break");
  options.pending_open = values.as<SmbOptions::PendingOpen>("pending-open");
  options.break_flush = values.as<SmbOptions::BreakFlush>("break-flush");
  options.write_check = values.as<SmbOptions::WriteCheck>("write-check");
  options.own_write = values.as<SmbOptions::OwnWrite>("own-write");
  options.late_flush = values.as<SmbOptions::Late>("late-flush");
  options.late_acknowledgement = values.as<SmbOptions::Late>("late-acknowledgement");
  options.timeout = values["timeout"];
  options.remove = values.as<SmbOptions::Remove>("remove");
  options.release = values.as<SmbOptions::Release>("release");
  options.close = values.as<SmbOptions::Close>("close");
  options.deferred = values.as<SmbOptions::Deferred>("deferred");
  check(trace, values, options);
  return options;
}

}  // namespace braid::models
