#include "braid/checker/models/nfs/nfs_options.h"

#include <array>
#include <vector>

namespace braid::models {
namespace {

std::vector<OptionSpec> common_options() {
  return {
      {"cto", {"yes", "no"}, "whether every open asks for the file's attributes", "nfs(5), cto and nocto"},
      {"flush",
       {"close", "never"},
       "whether a close returns only when what was written is at the server, or leaves that to later",
       "nfs(5), close-to-open cache consistency; RFC 1813 4.11"},
      {"write-behind",
       {"no", "yes"},
       "whether the client may send what was written at any time before it must",
       "nfs(5), the sync mount option (memory pressure)"},
      {"acregmin",
       {"0..9"},
       "ticks for which a client trusts attributes that it found changed",
       "nfs(5), acregmin (3 s)",
       1},
      {"acregmax",
       {"0..9"},
       "ticks for which it trusts them at most: the time doubles when they are found unchanged",
       "nfs(5), acregmax (60 s)",
       2},
      {"attribute-age",
       {"call", "arrival"},
       "from when a client counts the age of attributes",
       "Linux fs/nfs/inode.c (time_start)"},
      {"attributes",
       {"newest", "arrival"},
       "which attributes a client keeps when replies overtake each other: the newest, or those that came "
       "last",
       "RFC 5661 10.6"},
      {"time",
       {"change", "tick"},
       "what tells two versions apart: every change does, or only a time stamp, which counts ticks",
       "RFC 1813 2.6; RFC 5661 10.3.1"},
      {"invalidate",
       {"at-once", "flag-first"},
       "how a client drops what has changed: in one step, or it takes note of the new attributes first",
       "Linux 4db72b40fdbc"},
      {"replies",
       {"kept", "stable", "bounded", "none"},
       "the server's duplicate request cache: kept in memory as long as a copy of the call may come, on "
       "stable "
       "storage, kept until the client goes on, or none",
       "RFC 1813 4.5; Juszczak 1989 (kept, bounded); RFC 5661 2.10.6.5 (stable)"},
      {"silly",
       {"rename", "remove"},
       "what a client does when it removes a file that it has open itself: it renames the file, or removes "
       "it",
       "RFC 1813 4.2"},
      {"lookup",
       {"excluded", "free"},
       "whether a process of a client that looks a name up, and one that removes it, wait for each other",
       "Linux 565277f63c61"},
      {"authentication",
       {"believed", "checked"},
       "the server believes the user that a client claims (AUTH_UNIX), or knows it",
       "RFC 1813 4.4; OSTEP 48"},
  };
}

std::vector<OptionSpec> table_of_nfs2() {
  std::vector<OptionSpec> table = common_options();
  table.push_back({"reply",
                   {"stable", "memory"},
                   "whether a WRITE is on disk when its reply is sent, or in memory",
                   "RFC 1094 2.2 (stable); exports(5), async (memory)"});
  table.push_back({"own-writes",
                   {"suspected", "trusted"},
                   "what a client makes of attributes that its own WRITE has changed: somebody else may have "
                   "changed the file too, or nobody has",
                   "RFC 1813 1.2 (no pre-operation attributes in version 2)"});
  return table;
}

std::vector<OptionSpec> table_of_nfs3() {
  std::vector<OptionSpec> table = common_options();
  table.push_back({"write",
                   {"unstable", "stable"},
                   "whether a WRITE asks for its data to be on disk, or leaves that to a COMMIT",
                   "RFC 1813 3.3.7, 3.3.21"});
  table.push_back(
      {"verifier",
       {"buffer", "last", "ignored"},
       "what a client compares a COMMIT's verifier with: that of each buffer's WRITE, that of its "
       "last WRITE, or nothing",
       "RFC 1813 3.3.21, 4.12"});
  table.push_back({"verifier-taken",
                   {"with-write", "after"},
                   "when the server reads the verifier for a WRITE's reply",
                   "Linux 19e0663ff9bc, f11ad7aa6531"});
  table.push_back({"rotate",
                   {"yes", "no"},
                   "whether the verifier changes when the server fails to write data to disk",
                   "Linux bbf2f098838a, 2090b05"});
  table.push_back({"write-back-errors",
                   {"0..9"},
                   "how often the server may fail to write data to disk, and drop them",
                   "Linux bbf2f098838a (ENOSPC, EIO)",
                   0});
  table.push_back(
      {"wcc",
       {"atomic", "gap", "ignored"},
       "attributes before and after a change: taken with it, with a gap between the first and the "
       "change, or the client makes no use of them",
       "RFC 1813 2.6 (wcc_data)"});
  return table;
}

constexpr std::array kNfsFaults = {Fault::loss,         Fault::duplicate,    Fault::retransmit,
                                   Fault::server_crash, Fault::client_crash, Fault::tick,
                                   Fault::evict};

void refuse(const Trace& trace, SourcePosition position, std::string_view cause, std::string_view accepted) {
  throw InputError(trace.source, position, cause, accepted, trace.text);
}

void read_version_2(const OptionValues& values, NfsOptions& options) {
  options.volatile_writes = values["reply"] == 1;
  options.trusts_own_writes = values["own-writes"] == 1;
}

void read_version_3(const Trace& trace, const OptionValues& values, NfsOptions& options) {
  options.commits = values["write"] == 0;
  options.volatile_writes = options.commits;
  options.verifier = values.as<NfsVerifierKept>("verifier");
  options.verifier_taken = values.as<NfsVerifierTaken>("verifier-taken");
  options.verifier_rotates = values["rotate"] == 0;
  options.write_back_errors = values["write-back-errors"];
  options.wcc = values.as<NfsWcc>("wcc");
  if (options.commits) return;
  for (const char* name : {"verifier", "verifier-taken", "rotate", "write-back-errors"}) {
    if (values[name] == 0) continue;
    refuse(trace, values.position(name), "write=stable leaves nothing to be committed",
           "leave one of the options out");
  }
}

}  // namespace

std::span<const OptionSpec> nfs2_options() {
  static const std::vector<OptionSpec> kTable = table_of_nfs2();
  return kTable;
}

std::span<const OptionSpec> nfs3_options() {
  static const std::vector<OptionSpec> kTable = table_of_nfs3();
  return kTable;
}

std::span<const Fault> nfs_faults() {
  return kNfsFaults;
}

NfsOptions nfs_options(const Trace& trace) {
  const bool version_2 = trace.system == "nfs2";
  const OptionValues values(trace, version_2 ? nfs2_options() : nfs3_options());
  NfsOptions options;
  options.close_to_open = values["cto"] == 0;
  options.flush = values.as<NfsFlush>("flush");
  options.write_behind = values.as<NfsWriteBehind>("write-behind");
  options.least_age = values["acregmin"];
  options.greatest_age = values["acregmax"];
  options.age_from = values.as<NfsAttributeAge>("attribute-age");
  options.attributes = values.as<NfsAttributes>("attributes");
  options.time = values.as<NfsTime>("time");
  options.invalidate = values.as<NfsInvalidate>("invalidate");
  options.replies = values.as<NfsReplies>("replies");
  options.silly = values.as<NfsSilly>("silly");
  options.lookup = values.as<NfsLookup>("lookup");
  options.authentication = values.as<NfsAuthentication>("authentication");
  if (version_2) {
    read_version_2(values, options);
  } else {
    read_version_3(trace, values, options);
  }
  if (options.lookup == NfsLookup::free && options.silly == NfsSilly::remove) {
    refuse(trace, values.position("lookup"), "silly=remove does not look whether the file is open",
           "leave one of the options out");
  }
  if (options.least_age > options.greatest_age) {
    refuse(trace, values.position("acregmin"), "acregmin is above acregmax",
           "acregmin is at most acregmax (2, unless set)");
  }
  return options;
}

}  // namespace braid::models
