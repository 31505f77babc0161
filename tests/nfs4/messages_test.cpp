// The messages of NFS, versions 2 to 4, as events: how many of each kind a schedule has. Every kind occurs.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::models {
namespace {

/// Follows a schedule to its end; `choose` picks among the labels that could follow.
template <class Choose>
Replay follow(const System& system, Choose&& choose) {
  explore::Schedule schedule;
  Replay replay = system.replay(schedule);
  while (!replay.ended) {
    schedule.push_back(choose(replay.enabled));
    replay = system.replay(schedule);
  }
  return replay;
}

/// How often each kind of message occurs in one schedule.
template <class Choose>
std::string messages(const std::string& text, const std::set<std::string>& kinds, Choose&& choose) {
  const auto system = open_system(parse_notation("t", text));
  const Replay replay = follow(*system, choose);
  std::string told;
  for (std::size_t kind = 0; kind < replay.events.size(); ++kind) {
    const std::string& name = system->signature().events[kind].name;
    if (replay.events[kind] > 0 && kinds.contains(name))
      told += fmt::format("{}{} {}", told.empty() ? "" : ", ", name, replay.events[kind]);
  }
  return told;
}

/// In that where whoever comes first in the trace does the next step.
std::string messages(const std::string& text, const std::set<std::string>& kinds) {
  return messages(text, kinds, [](const auto& enabled) { return enabled.front(); });
}

/// In one that is chosen at random.
std::string messages_at_random(const std::string& text, unsigned seed, const std::set<std::string>& kinds) {
  std::minstd_rand random(seed);
  return messages(text, kinds, [&](const auto& enabled) { return enabled[random() % enabled.size()]; });
}

const std::set<std::string> kNfs4 = {
    "store",        "fetch",       "serve_open",     "serve_open_delegated", "serve_close",  "serve_lock",
    "serve_unlock", "serve_error", "serve_repeated", "serve_return",         "recall_taken", "recall_lost",
    "renew",        "reclaim",     "free_stateid",   "serve_create",         "getattr",      "setattr"};
const std::set<std::string> kNfs = {"store",  "fetch",  "getattr", "commit",
                                    "create", "remove", "setattr", "retransmission"};

/// Version 2 reads a block again, since it cannot tell whether its own WRITE was the only one. Under a
/// delegation what is written stays with the client, unless it is sent with closes all the same, and the
/// client opens the file again by itself.
TEST(NfsMessages, OneProgramUnderThreeVersions) {
  const std::string program =
      "\nfile a = 0 blocks 3\nclient c0: open a, read, write, close, open a, read at 1, write at 1, close\n";
  EXPECT_EQ(messages("system nfs2" + program, kNfs), "fetch 4, store 4, getattr 2");
  EXPECT_EQ(messages("system nfs3" + program, kNfs), "fetch 3, store 4, getattr 2, commit 2");
  EXPECT_EQ(messages("system nfs4 delegations=none" + program, kNfs4),
            "store 4, fetch 3, serve_open 2, serve_close 2");
  EXPECT_EQ(messages("system nfs4" + program, kNfs4), "fetch 3, serve_open_delegated 1, serve_close 1");
  EXPECT_EQ(messages("system nfs4 flush=close" + program, kNfs4),
            "store 4, fetch 3, serve_open_delegated 1, serve_close 1");
}

/// An open that is part of a create is no call of its own; without an open, the create is closed.
TEST(NfsMessages, OfACreate) {
  const std::string program = "\nfile a absent\nclient c0: create a, open a, write, close, create a\n";
  EXPECT_EQ(messages("system nfs3" + program, kNfs), "store 1, getattr 1, commit 1, create 2");
  EXPECT_EQ(messages("system nfs4 delegations=none" + program, kNfs4),
            "store 1, serve_close 1, serve_create 2");
  EXPECT_EQ(messages("system nfs4" + program, kNfs4), "serve_close 1, serve_create 2");
  EXPECT_EQ(messages("system nfs4\nfile a absent\nclient c0: create a\nclient c1: open a, close\n", kNfs4),
            "serve_open_delegated 1, serve_close 2, serve_create 1");
}

/// c1's open makes c0 send what it has written, and give its delegation back.
TEST(NfsMessages, OfARecall) {
  EXPECT_EQ(messages("system nfs4\nfile a = 0 blocks 2\nclient c0: open a, write, close\n"
                     "client c1: open a, lock a, read, unlock a, close\n",
                     kNfs4),
            "store 2, fetch 2, serve_open_delegated 2, serve_close 2, serve_lock 1, serve_unlock 1, "
            "serve_return 1, "
            "recall_taken 1, free_stateid 1");
}

const std::string kAsks = "\nfile a = 0\nclient c0: open a, stat a, close, stat a\n";

/// What an open has told is trusted, in NFSv3 and here, until time passes.
TEST(NfsMessages, OfAStatus) {
  EXPECT_EQ(messages("system nfs3" + kAsks, kNfs), "getattr 1");
  EXPECT_EQ(messages("system nfs4 delegations=none" + kAsks, kNfs4), "serve_open 1, serve_close 1");
  EXPECT_EQ(messages("system nfs4\nfile a = 0, b absent\nclient c0: stat a, stat a, stat b, stat b\n", kNfs4),
            "getattr 3");
}

/// A tick after the open: attributes are old then, unless a delegation says that they are not.
TEST(NfsMessages, OfAStatusInTime) {
  const auto run = [](const std::string& options, std::vector<std::uint32_t> schedule) {
    std::size_t step = 0;
    return messages("system nfs4" + options + kAsks + "faults tick<=1\n", kNfs4, [&](const auto& enabled) {
      return step < schedule.size() ? schedule[step++] : enabled.front();
    });
  };
  EXPECT_EQ(run(" delegations=none", {0, 2, 1, 4}), "serve_open 1, serve_close 1, getattr 1");
  EXPECT_EQ(run("", {0, 5, 1, 9}), "serve_open_delegated 1, serve_close 1");
}

TEST(NfsMessages, OfATruncation) {
  const std::string program = "\nfile a = 0 blocks 2\nclient c0: open a truncate, write, close";
  const std::string again = ", open a, truncate a\n";
  EXPECT_EQ(messages("system nfs3" + program + "\n", kNfs), "store 2, getattr 1, commit 1, setattr 1");
  EXPECT_EQ(messages("system nfs4 delegations=none" + program + again, kNfs4),
            "store 2, serve_open 2, serve_close 1, setattr 2");
  EXPECT_EQ(messages("system nfs4" + program + again, kNfs4),
            "store 2, serve_open_delegated 1, serve_close 1, setattr 2");
}

/// A delegation to write is recalled; one to read tells nothing that the server does not know.
TEST(NfsMessages, OfAStatusUnderADelegation) {
  const std::string status = "client c1: stat a\n";
  EXPECT_EQ(messages("system nfs4\nfile a = 0 blocks 2\nclient c0: open a, write\n" + status, kNfs4),
            "store 2, serve_open_delegated 1, serve_return 1, recall_taken 1, getattr 1");
  EXPECT_EQ(messages("system nfs4\nfile a = 0 blocks 2\nclient c0: open a, read\n" + status, kNfs4),
            "fetch 2, serve_open_delegated 1, getattr 1");
}

const std::string kWriter = "\nfile a = 0 blocks 2\nclient c0: open a, write, fsync\n";

TEST(NfsMessages, ThatAreLost) {
  EXPECT_EQ(
      messages_at_random("system nfs4" + kWriter + "client c1: open a\nfaults loss<=2\n", 1, kNfs4),
      "store 2, serve_open 1, serve_open_delegated 1, serve_repeated 1, serve_return 1, recall_taken 1, "
      "recall_lost 1");
  EXPECT_EQ(messages_at_random("system nfs3\nfile a = 0 blocks 2, b absent\nclient c0: open a, write, read, "
                               "close, truncate a, create b, remove b\nfaults loss<=1 retransmit<=1\n",
                               1, kNfs),
            "store 2, getattr 1, commit 1, create 1, remove 1, setattr 1, retransmission 1");
}

/// The delegation comes back already recalled.
TEST(NfsMessages, OfAReclaim) {
  EXPECT_EQ(messages_at_random("system nfs4" + kWriter + "faults server-crash<=1\n", 2, kNfs4),
            "store 2, serve_open_delegated 1, serve_return 1, recall_taken 1, reclaim 1");
}

TEST(NfsMessages, OfALeaseThatHasRunOut) {
  EXPECT_EQ(messages_at_random("system nfs4" + kWriter + "faults partition<=1 tick<=1\n", 11, kNfs4),
            "store 2, serve_open_delegated 1, renew 1");
}

/// c0 is cut off with a WRITE under way; the server drops its open, and does not know the stateid any more.
TEST(NfsMessages, OfACallThatIsRefused) {
  const std::vector<std::uint32_t> schedule = {0, 3, 1, 0, 0, 9, 8, 10, 7, 3};
  std::size_t step = 0;
  EXPECT_EQ(messages("system nfs4 delegations=none" + kWriter + "faults partition<=1 tick<=1\n", kNfs4,
                     [&](const auto& enabled) {
                       return step < schedule.size() ? schedule[step++] : enabled.front();
                     }),
            "serve_open 1, serve_error 1, renew 1");
}

/// A call that changes nothing is a message, too: b is there already.
TEST(NfsMessages, OfRefusedCalls) {
  EXPECT_EQ(messages("system nfs3\nfile b = 0\nclient c0: create b, remove b, remove b, truncate b\n", kNfs),
            "create 1, remove 2, setattr 1");
}

}  // namespace
}  // namespace braid::models
