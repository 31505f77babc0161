// NFS, swept, against the recursive enumerator of every schedule, and, where there are too many schedules,
// against the oracle that merges paths in maps: states, transitions, outcomes, schedules, probabilities,
// canonical witnesses, and canonical schedules to three kinds of states.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "protocol_agreement.h"

namespace braid::oracle {
namespace {

/// c0 has an old block; an old block with the server's attributes; a new block with older ones.
std::vector<Predicate> predicates(const std::function<Value(const std::string&)>& value) {
  const auto present = value("c0.cache.a.present");
  const auto data = value("c0.cache.a.data");
  const auto server = value("server.a");
  const auto known = value("c0.attributes.a");
  const auto change = value("server.change.a");
  const auto old = [=](explore::Control c, const explore::WideState& s) {
    return present(c, s) != 0 && data(c, s) != server(c, s);
  };
  return {old,
          [=](explore::Control c, const explore::WideState& s) {
            return old(c, s) && known(c, s) == change(c, s) && change(c, s) != 0;
          },
          [=](explore::Control c, const explore::WideState& s) {
            return present(c, s) != 0 && !old(c, s) && known(c, s) < change(c, s);
          }};
}

std::string with(const std::string& system, const std::string& rest) {
  return "system " + system + "\nfile a = 0\n" + rest;
}

/// Programs that touch every kind of step; few enough schedules to enumerate them all.
const std::vector<std::string> kEnumerated = {
    with("nfs2", "client c0: open a, read\nclient c1: open a, write, close\n"),
    with("nfs3", "client c0: open a\nclient c1: open a, write, fsync\n"),
    with("nfs2 flush=never", "client c0: open a\nclient c1: open a, write, close\n"),
    with("nfs2 write-behind=yes", "client c0: open a\nclient c1: open a, write\n"),
    with("nfs2 cto=no", "client c0: open a, read, close, open a\nclient c1: truncate a\n"),
    with("nfs2 acregmin=0 acregmax=1", "client c0: open a, read\nclient c1: truncate a\n"),
    with("nfs2 attribute-age=arrival time=tick",
         "client c0: open a\nclient c1: truncate a\nfaults tick<=1\n"),
    with("nfs2 attributes=arrival invalidate=flag-first",
         "client c0.p: open a\nclient c0.q: open a\nclient c1: truncate a\n"),
    with("nfs2 replies=none", "client c0: truncate a\nclient c1: open a\nfaults loss<=1 retransmit<=1\n"),
    with("nfs2 replies=bounded", "client c0: truncate a, open a\nfaults duplicate<=1\n"),
    with("nfs2 replies=stable", "client c0: truncate a, stat a\nfaults duplicate<=1 server-crash<=1\n"),
    with("nfs2 silly=remove", "client c0: remove a, create a\nclient c1: open a\n"),
    with("nfs2", "client c0.p: open a, read\nclient c0.q: remove a\n"),
    "system nfs2 cto=no\nfile a absent\nclient c0: create a, open a, remove a\nclient c1: stat a, open a\n",
    with("nfs2 lookup=free", "client c0.p: open a, read\nclient c0.q: remove a\n"),
    with("nfs2 authentication=checked",
         "directory d: a\nacl d: c0 rw\nclient c0: open a\nclient c1: open a, read\n"),
    with("nfs2 own-writes=trusted", "client c0: open a, write, fsync\nclient c1: truncate a\n"),
    with("nfs2 reply=memory", "client c0: open a, write, fsync\nfaults server-crash<=1\n"),
    with("nfs3 write=stable wcc=gap", "client c0: open a, write, fsync\nclient c1: stat a\n"),
    with("nfs3 verifier=last", "client c0: open a, write, fsync\nfaults server-crash<=1\n"),
    with("nfs3 verifier-taken=after write-back-errors=1", "client c0: open a, write, fsync\n"),
    with("nfs3 rotate=no write-back-errors=1", "client c0: open a, write, fsync\n"),
    with("nfs3", "client c0: open a, write, close\nfaults client-crash<=1\n"),
    with("nfs3 replies=stable", "client c0: open a, write\nfaults duplicate<=1 client-crash<=1\n"),
    "system nfs2\nvalues counter\nfile a = 0\nclient c0: open a, write, close\nclient c1: open a, write\n",
    with("nfs2", "client c0: open a, write at 0 unaligned, fsync\nclient c1: truncate a\n"),
    with("nfs3", "client c0.p: open a, write at 0 unaligned\nclient c0.q: open a, read\n"),
    with("nfs2 invalidate=flag-first",
         "client c0: open a, write at 0 unaligned, close\nfaults client-crash<=1 loss<=1 retransmit<=1\n"),
};

/// Larger ones.
const std::vector<std::string> kMerged = {
    with("nfs2", "client c0: open a, read, close, open a, read\nclient c1: open a, write, close\n"),
    with("nfs3", "client c0: open a, write, close\nclient c1: open a, write, close\n"),
    with("nfs3", "client c0: open a, write, close\nclient c1: open a, read\nfaults server-crash<=1\n"),
    with("nfs3 write-behind=yes", "client c0: open a, write, write, close\nclient c1: open a, read\n"),
    with("nfs3 wcc=gap", "client c0: open a, read, write, close\nclient c1: open a, write, close\n"),
    with("nfs2",
         "client c0.p: open a, read, close\nclient c0.q: open a, write, close\nclient c1: remove a\n"),
    with("nfs2",
         "client c0: open a, write, close\nclient c1: open a, read\nfaults duplicate<=1 loss<=1 "
         "retransmit<=1\n"),
    with("nfs2", "client c0: open a, read, read\nclient c1: open a, write, close\nfaults tick<=2\n"),
    with("nfs2",
         "client c0: open a, write, close\nclient c1: open a, write, close\nfaults client-crash<=1\n"),
    with("nfs3 acregmin=0 write-behind=yes",
         "client c0: open a, write at 0 unaligned, close\nclient c1: open a, write at 0 unaligned, close\n"
         "faults tick<=1 evict<=1\n"),
    with("nfs2",
         "values counter\nclient c0.p: open a, write at 0 unaligned, close\n"
         "client c0.q: open a, write at 0 unaligned, close\nclient c1: open a, write, close\n"),
};

TEST(NfsAgainstOracles, EverySchedule) {
  expect_every_schedule_of_protocol(kEnumerated, {"server.a"}, predicates);
}

TEST(NfsAgainstOracles, EveryState) {
  expect_every_state_of_protocol(kMerged, {"server.a"}, predicates);
}

/// The file's blocks hold different things; c0 has an old second block.
std::vector<Predicate> predicates_of_blocks(const std::function<Value(const std::string&)>& value) {
  const auto first = value("server.a.0");
  const auto second = value("server.a.1");
  const auto present = value("c0.cache.a.1.present");
  const auto data = value("c0.cache.a.1.data");
  return {[=](explore::Control c, const explore::WideState& s) { return first(c, s) != second(c, s); },
          [=](explore::Control c, const explore::WideState& s) {
            return present(c, s) != 0 && data(c, s) != second(c, s);
          }};
}

std::string of_two_blocks(const std::string& system, const std::string& rest) {
  return "system " + system + "\nfile a = 0 blocks 2\n" + rest;
}

TEST(NfsAgainstOracles, FilesOfTwoBlocks) {
  expect_every_schedule_of_protocol(
      {of_two_blocks("nfs2", "client c0: open a, write, fsync\nclient c1: open a, read at 1\n"),
       of_two_blocks("nfs2", "client c0: open a, read\nclient c1: open a, write at 1, fsync\n"),
       of_two_blocks("nfs3", "client c0: open a, write, fsync\nclient c1: truncate a\n")},
      {"server.a.0", "server.a.1"}, predicates_of_blocks);
  expect_every_state_of_protocol(
      {of_two_blocks("nfs2", "client c0: open a, write, close\nclient c1: open a, write, close\n"),
       of_two_blocks("nfs3", "client c0: open a, write, close\nclient c1: open a, write at 1, close\n"),
       of_two_blocks(
           "nfs3",
           "client c0: open a truncate, write at 1, close\nclient c1: open a, write at 1 unaligned, "
           "write at 0 unaligned, close\n")},
      {"server.a.0", "server.a.1"}, predicates_of_blocks);
}

}  // namespace
}  // namespace braid::oracle
