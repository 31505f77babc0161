#include "braid/checker/models/nfs4/nfs4_options.h"

#include <array>
#include <vector>

namespace braid::models {

std::span<const OptionSpec> nfs4_option_table() {
  static const std::vector<OptionSpec> kTable = {
      {"granularity",
       {"message"},
       "calls, service, recalls, returns and replies are steps of their own",
       "RFC 5661 2.10"},
      {"delegations",
       {"write", "read", "none"},
       "what the server grants with an open when nobody stands against it: a delegation for writing or "
       "reading, for reading only, or none",
       "RFC 5661 10.4"},
      {"revalidate",
       {"open", "never"},
       "whether a client that opens a file, locks it, or reads a block compares its change attribute and "
       "drops "
       "an old copy",
       "RFC 5661 10.3.1"},
      {"conflict",
       {"held", "answered"},
       "whether an open waits until the delegations that stand against it are back, or is answered when they "
       "are recalled",
       "RFC 3530 9.2; RFC 5661 10.4.4"},
      {"early-recall",
       {"awaited", "disowned"},
       "what a client does with the recall of a delegation whose grant is still under way to it: it waits "
       "for "
       "the "
       "grant, or answers that it has no such delegation, which the server takes for its return",
       "RFC 5661 2.10.6.3 (referring triples); Linux 045d2a6d076a"},
      {"status",
       {"heeded", "ignored"},
       "whether a client heeds what the replies to its renewals say: that its callback path is down, and "
       "which "
       "delegations were revoked",
       "RFC 5661 18.46 (SEQ4_STATUS_CB_PATH_DOWN, SEQ4_STATUS_RECALLABLE_STATE_REVOKED)"},
      {"lease",
       {"counted", "ignored"},
       "whether a client that could not renew its lease stops using opens, locks and delegations until it "
       "can",
       "RFC 5661 8.3"},
      {"stateid",
       {"execution", "arrival", "none"},
       "when the server checks the stateid of a read or a write: as it executes it, as it takes it up, never",
       "RFC 5661 8.2, 10.4.5"},
      {"records",
       {"complete", "expiry", "none"},
       "what the server keeps on stable storage of who may reclaim: clients with state but those that lost "
       "it "
       "or missed a grace period, likewise but those that missed one too, or nothing, and everybody may",
       "RFC 5661 8.4.3"},
      {"grace",
       {"enforced", "io", "none"},
       "what the server refuses while clients reclaim: new opens, locks, reads and writes; opens and locks "
       "only; nothing",
       "RFC 5661 8.4.2.1"},
      {"locks",
       {"mandatory", "advisory"},
       "whether reads and writes of others wait while a file is locked",
       "RFC 5661 9.1"},
      {"free-stateid",
       {"atomic", "unlocked"},
       "whether the server frees a lock's stateid, which a client does after it has unlocked, in one step "
       "with "
       "the check that nothing is locked under it",
       "Linux 42691398be08"},
      {"close",
       {"ordered", "bumped"},
       "whether an open and a close of one client's processes are made one after the other, or at once, so "
       "that "
       "the close is tried again with the newest sequence number of the client's state",
       "Linux b4868b4, 361cad3c8907"},
      {"repeated",
       {"replayed", "executed"},
       "what the server does with a call that it has answered when it comes again in its slot, since the "
       "reply "
       "was lost: it sends the reply again, or executes the call again",
       "RFC 5661 2.10.6.1"},
      {"own-writes",
       {"counted", "trusted"},
       "what a client makes of a change attribute that its own WRITE has changed, of a file of several "
       "blocks: "
       "if it has grown by more than one, somebody else has changed the file too, and the other blocks are "
       "dropped; or nobody has",
       "RFC 7862 12.2.3 (change_attr_type); Linux nfs_post_op_update_inode_force_wcc (trusted)"},
      {"create",
       {"exclusive", "guarded"},
       "what the server makes of a create that it has executed when it is called again, and it knows nothing "
       "of that: the verifier that it has put on stable storage with the file tells it that the file was "
       "made "
       "by this call, or the file is there already",
       "RFC 5661 18.16.3 (EXCLUSIVE4_1, GUARDED4)"},
      {"flush",
       {"recall", "close"},
       "when a client that has a delegation to write sends what it has written, but for fsync: when the "
       "delegation is recalled, or with each close and unlock, as the limit of modified data that comes with "
       "the delegation may ask",
       "RFC 5661 10.4.1"},
  };
  return kTable;
}

std::span<const Fault> nfs4_faults() {
  static constexpr std::array kAll = {Fault::loss, Fault::server_crash, Fault::partition, Fault::tick,
                                      Fault::evict};
  return kAll;
}

Nfs4Options nfs4_options(const Trace& trace) {
  const OptionValues values(trace, nfs4_option_table());
  Nfs4Options options;
  options.delegations = values.as<Delegations>("delegations");
  options.revalidate = values.as<Revalidate>("revalidate");
  options.conflict = values.as<ConflictingOpen>("conflict");
  options.early_recall = values.as<EarlyRecall>("early-recall");
  options.status = values.as<LeaseStatus>("status");
  options.lease = values.as<ClientLease>("lease");
  options.stateid = values.as<StateidCheck>("stateid");
  options.records = values.as<ReclaimRecords>("records");
  options.grace = values.as<Grace>("grace");
  options.locks = values.as<LockKind>("locks");
  options.free_stateid = values.as<FreeStateid>("free-stateid");
  options.close = values.as<CloseSequence>("close");
  options.repeated = values.as<RepeatedSlot>("repeated");
  options.own_writes = values.as<OwnWrites>("own-writes");
  options.create = values.as<Creation>("create");
  options.flush = values.as<DelegatedFlush>("flush");
  return options;
}

}  // namespace braid::models
