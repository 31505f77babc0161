#include "braid/checker/models/afs/afs_options.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace braid::models {
namespace {

const OptionSpec kGranularity = {"granularity",
                                 {"message"},
                                 "calls, service, callbacks, acknowledgements and "
                                 "replies are steps of their own",
                                 "OSTEP chapter 49"};
const OptionSpec kDelivery = {
    "delivery",
    {"messages", "instant"},
    "messages take steps of their own, or a call, its callbacks and its reply are one step",
    "OSTEP, dist-afs"};
const OptionSpec kReopen = {"reopen",
                            {"keep", "replace"},
                            "an open of a file whose copy was called back but is still open: share that "
                            "copy, or fetch anew and forget "
                            "unsaved data and the reference count",
                            "OSTEP, dist-afs (replace)"};
const OptionSpec kClose = {"close",
                           {"synchronous", "early"},
                           "close returns when the store is done, or as soon as it has started",
                           "AFS-3 file server/cache manager interface 6.3.1"};
const OptionSpec kAuthentication = {
    "authentication",
    {"checked", "believed"},
    "the server knows the user of a client, or believes the name that the client claims",
    "OSTEP 49.8"};
const OptionSpec kRepeated = {
    "repeated",
    {"suppressed", "executed"},
    "what the server does with a call that it has answered, when it comes again since the reply was lost: it "
    "sends the reply again, or executes the call again",
    "OpenAFS Rx (call numbers); RFC 1813 4.5 (duplicate request cache)"};

std::vector<OptionSpec> table_of_afs2() {
  return {
      kGranularity,
      kDelivery,
      kReopen,
      {"store",
       {"break-apply-reply", "apply-break-reply", "apply-reply-break", "at-once"},
       "the order in which the server breaks callbacks, applies a store and replies; at-once: one step",
       "AFS-3 file server/cache manager interface 1.1.1; OpenAFS afsfileprocs.c"},
      {"acknowledge",
       {"awaited", "ignored"},
       "whether a store goes on only when all callbacks are acknowledged",
       "OpenAFS afsfileprocs.c"},
      {"lock",
       {"held", "released"},
       "whether the file is locked from the first callback until the store is applied",
       "OpenAFS afsfileprocs.c"},
      {"grant",
       {"revokes", "counter", "any-break", "held-counter", "unchecked"},
       "which grants a client discards because a callback overtook the reply: of files that were revoked "
       "since "
       "the call, known or not; of files whose counter moved, known files only; all, after any callback; "
       "those "
       "whose counter moved, which only files with a promise have; none",
       "OpenAFS cm_callback.c (revokes), Linux fs/afs (counter), OpenAFS afs_callback.c (any-break); "
       "AFS-CB-NOPROMISE (held-counter)"},
      {"reset",
       {"all", "installed"},
       "whether a reset of all promises covers calls that are under way, or installed entries only",
       "OpenAFS 37817796c"},
      {"reset-handler",
       {"free", "locked"},
       "whether a client takes a reset while a call of its own is under way",
       "OpenAFS ae638fa38"},
      {"reboot", {"suspect", "trust"}, "what a client thinks of its cache after a reboot", "OSTEP 49.6"},
      {"recovery",
       {"notify", "heartbeat", "contact", "none"},
       "how clients learn that the server has lost its promises: it resets every client before it serves, "
       "clients ask in every period, it resets a client on first contact, or not at all",
       "OSTEP 49.6; AFS-3 file server/cache manager interface 5.1"},
      {"heartbeat", {"1..255"}, "ticks between a client's heartbeats", "OSTEP 49.6", 1},
      kClose,
      {"expiry",
       {"call", "arrival"},
       "from when a client counts the life of a promise",
       "OpenAFS cm_callback.c"},
      {"promise", {"1..255"}, "ticks that a promise lasts", "OpenAFS callback.c", 2},
      {"bias",
       {"0..255"},
       "ticks that the server keeps a promise longer than the client",
       "OpenAFS callback.h",
       1},
      {"skew",
       {"0..255"},
       "ticks that the clients' clocks fall behind the server's while a promise lasts",
       "OpenAFS callback.h",
       0},
      {"giveup",
       {"synchronous", "cancelled", "versioned", "batched"},
       "how a client gives up a promise: it waits for the reply; it queues the message, drops it on a new "
       "open "
       "and opens only when none is on its way; a later grant outdates it; it queues the message",
       "OpenAFS afs_vcache.c, 61e6f0400"},
      {"delayed",
       {"first", "later"},
       "whether a server delivers the callbacks that a client missed before it serves that client",
       "OpenAFS viced/callback.c"},
      {"break",
       {"marked", "scanned"},
       "whether a store breaks the promises of its beginning, or all that it finds until there is none",
       "OpenAFS 47124f337"},
      {"origin",
       {"broken", "trusted"},
       "whether a rename calls back the client that asked for it",
       "OpenAFS 157a274b8"},
      {"probe", {"uuid", "address"}, "how the server finds a client that comes back", "OpenAFS 2165ef3af"},
      {"host-check",
       {"any-time", "counted"},
       "when the server learns that a client which did not answer is back, and sends it what it missed: at "
       "any "
       "time, or when the client calls, or is asked (as often as the fault host-check allows)",
       "AFS-3 file server/cache manager interface 2.3 (probes every five minutes)"},
      kAuthentication,
      {"acl",
       {"broken", "kept"},
       "whether a change of rights calls back the directory's files",
       "OpenAFS afsfileprocs.c (StoreACL)"},
      {"volume",
       {"all", "one"},
       "whether the callback of a volume reaches all its files",
       "OpenAFS 1dc9bb4e7"},
      {"promises",
       {"removed", "kept"},
       "whether a broken promise is removed from the server's list",
       "OSTEP, dist-afs (kept)"},
      {"channels",
       {"independent", "shared"},
       "whether callbacks have a connection of their own, or share one with the replies, in order",
       "AFS-3 file server/cache manager interface 5.1"},
      {"reads",
       {"snapshot", "revalidate"},
       "whether an open file stays as it was opened, or every read asks for what was called back",
       "OpenAFS afs_vnop_read.c (revalidate)"},
      {"fetch",
       {"open", "read"},
       "when a client asks for a file's data: at the open, or, having asked for the status alone at the "
       "open, when "
       "a session first reads, or writes a part of the file",
       "OSTEP 49.2 (open); Linux fs/afs, OpenAFS afs_vnop_read.c (read)"},
      {"merge",
       {"next-version", "blind"},
       "what a client makes of its copy of a directory when its change is done: it adds the change only if "
       "the "
       "server's version is the next after the copy's, else drops the copy; or it adds it to whatever it has",
       "OpenAFS 004e9f256, 9620b67c1"},
      kRepeated,
  };
}

std::vector<OptionSpec> table_of_afs1() {
  return {kGranularity, kDelivery, kClose, kAuthentication, kRepeated};
}

constexpr std::array kFaultsOfAfs1 = {Fault::loss,         Fault::retransmit, Fault::server_crash,
                                      Fault::client_crash, Fault::partition,  Fault::evict};
constexpr std::array kFaultsOfAfs2 = {
    Fault::loss,      Fault::duplicate,      Fault::retransmit, Fault::server_crash, Fault::client_crash,
    Fault::partition, Fault::address_change, Fault::tick,       Fault::host_check,   Fault::evict};

void refuse(const Trace& trace, SourcePosition position, std::string_view cause, std::string_view accepted) {
  throw InputError(trace.source, position, cause, accepted, trace.text);
}

void check(const Trace& trace, const OptionValues& values, const AfsOptions& options,
           const FaultBudgets& budgets) {
  if (options.delivery == Delivery::instant && !trace.faults.empty()) {
    refuse(trace, trace.faults.front().position,
           "with delivery=instant nothing can go wrong between messages", "leave out the `faults` line");
  }
  if (options.recovery == Recovery::heartbeat && budgets.of(Fault::tick) == 0) {
    refuse(trace, values.position("recovery"), "recovery=heartbeat needs time to pass",
           "grant ticks: `faults tick<=2`");
  }
  if (options.channels == Channels::shared) {
    if (trace.clients().size() != trace.actors.size()) {
      refuse(trace, values.position("channels"), "channels=shared models one process a client",
             "leave it out, or give each client one process");
    }
    if (options.acknowledge == Acknowledge::awaited || budgets.any()) {
      refuse(trace, values.position("channels"), "channels=shared models neither acknowledgements nor faults",
             "add acknowledge=ignored and leave out the `faults` line");
    }
  }
  if (options.breaks == BreakSet::scanned && options.store != StoreOrder::break_apply_reply) {
    refuse(trace, values.position("break"), "break=scanned needs store=break-apply-reply", "leave one out");
  }
  if (options.store == StoreOrder::at_once && options.acknowledge == Acknowledge::awaited &&
      options.delivery == Delivery::messages) {
    refuse(trace, values.position("store"), "store=at-once replies before anything can be acknowledged",
           "add acknowledge=ignored");
  }
  if (options.fetch == FetchAt::read &&
      (options.delivery == Delivery::instant || options.reopen == ImageOfReopen::replace)) {
    refuse(trace, values.position("fetch"),
           options.delivery == Delivery::instant ? "with delivery=instant only an open fetches"
                                                 : "reopen=replace fetches at the open",
           "leave one of the options out");
  }
  if (budgets.of(Fault::address_change) > 0 && budgets.of(Fault::partition) == 0) {
    refuse(trace, trace.faults.front().position, "only a client that is cut off changes its address",
           "grant a partition, too: `partition<=1`");
  }
  if (budgets.of(Fault::host_check) > 0 && options.host_check == HostCheck::any_time) {
    refuse(trace, trace.faults.front().position, "with host-check=any-time clients are asked without limit",
           "add host-check=counted to the `system` line");
  }
}

}  // namespace

std::span<const OptionSpec> afs_option_table(bool callbacks) {
  static const std::vector<OptionSpec> kAfs1 = table_of_afs1();
  static const std::vector<OptionSpec> kAfs2 = table_of_afs2();
  return callbacks ? kAfs2 : kAfs1;
}

std::span<const Fault> afs_faults(bool callbacks) {
  if (callbacks) return kFaultsOfAfs2;
  return kFaultsOfAfs1;
}

AfsOptions afs_options(const Trace& trace, const FaultBudgets& budgets) {
  AfsOptions options;
  options.callbacks = trace.system == "afs2";
  const OptionValues values(trace, afs_option_table(options.callbacks));
  options.delivery = values.as<Delivery>("delivery");
  options.close = values.as<CloseReturns>("close");
  options.authentication = values.as<Authentication>("authentication");
  options.repeated = values.as<RepeatedCalls>("repeated");
  if (options.callbacks) {
    options.reopen = values.as<ImageOfReopen>("reopen");
    options.store = values.as<StoreOrder>("store");
    options.acknowledge = values.as<Acknowledge>("acknowledge");
    options.lock = values.as<StoreLock>("lock");
    options.grant = values.as<Grant>("grant");
    options.reset = values.as<ResetScope>("reset");
    options.reset_handler = values.as<ResetHandler>("reset-handler");
    options.reboot = values.as<Reboot>("reboot");
    options.recovery = values.as<Recovery>("recovery");
    options.heartbeat = values["heartbeat"];
    options.expiry = values.as<ExpiryFrom>("expiry");
    options.promise = values["promise"];
    options.bias = values["bias"];
    options.skew = values["skew"];
    options.giveup = values.as<GiveUps>("giveup");
    options.delayed = values.as<DelayedBreaks>("delayed");
    options.breaks = values.as<BreakSet>("break");
    options.origin = values.as<RenameOrigin>("origin");
    options.probe = values.as<ProbeBy>("probe");
    options.host_check = values.as<HostCheck>("host-check");
    options.acl = values.as<RightsChange>("acl");
    options.volume = values.as<VolumeBreak>("volume");
    options.promises = values.as<Promises>("promises");
    options.channels = values.as<Channels>("channels");
    options.reads = values.as<ReadOpen>("reads");
    options.fetch = values.as<FetchAt>("fetch");
    options.merge = values.as<MergeOfChange>("merge");
  }
  check(trace, values, options, budgets);
  return options;
}

/// A server that has stopped knows no call from before.
std::uint32_t greatest_executions(const AfsOptions& options, const FaultBudgets& budgets) {
  const bool again = options.repeated == RepeatedCalls::executed;
  return 1 + budgets.of(Fault::server_crash) + (again ? budgets.of(Fault::retransmit) : 0);
}

}  // namespace braid::models
