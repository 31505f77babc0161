// AFS at message granularity, swept, against the recursive enumerator of every schedule, and, where there are
// too many schedules, against the oracle that merges paths in maps: states, transitions, outcomes, schedules,
// probabilities, canonical witnesses, and canonical schedules to stale trust and to two other kinds of
// states.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "braid/checker/models/afs/afs_sweep.h"
#include "trace_question.h"

namespace braid::oracle {
namespace {

using models::AfsMessages;

/// About a file, or a block.
std::unique_ptr<TraceQuestion<AfsMessages>> ask_about(const std::string& text, const std::string& name,
                                                      std::initializer_list<const char*> also) {
  return std::make_unique<TraceQuestion<AfsMessages>>(
      text, also, [name](const auto& value) -> std::vector<Predicate> {
        const auto trusted = value("c0.cache." + name + ".trusted");
        const auto version = value("c0.cache." + name + ".version");
        const auto server = value("server.version." + name);
        const auto pending = value("break_pending.c0." + name);
        const auto calling = value("c1.calling");
        return {[=](explore::Control c, const explore::WideState& s) {
                  return trusted(c, s) != 0 && version(c, s) != server(c, s);
                },
                [=](explore::Control c, const explore::WideState& s) {
                  return pending(c, s) != 0 && calling(c, s) == 0;
                },
                [=](explore::Control c, const explore::WideState& s) {
                  return trusted(c, s) != 0 && calling(c, s) != 0;
                }};
      });
}

std::unique_ptr<TraceQuestion<AfsMessages>> ask(const std::string& text) {
  return ask_about(text, "a", {"server.a"});
}

std::unique_ptr<TraceQuestion<AfsMessages>> ask_about_blocks(const std::string& text) {
  return ask_about(text, "a.1", {"server.a.0", "server.a.1"});
}

std::string system(const std::string& options) {
  return "system afs2 granularity=message " + options + "\nfile a = 0\n";
}

/// Programs that touch every kind of step; few enough schedules to enumerate them all.
const std::vector<std::string> kEnumerated = {
    system("") + "client c0: open a\nclient c1: open a, write, close\n",
    system("grant=unchecked") + "client c0: open a, read\nclient c1: open a, write, close\n",
    system("store=apply-reply-break") + "client c0: open a, close\nclient c1: open a, write, close\n",
    system("store=apply-break-reply") + "client c0: open a\nclient c1: open a, write, close\n",
    system("lock=released break=scanned") + "client c0: open a\nclient c1: open a, write, close\n",
    system("giveup=batched") + "client c0: open a, close, flush a\nclient c1: open a\n",
    system("giveup=versioned") + "client c0: open a, close, flush a, open a\nclient c1: flush a\n",
    system("acknowledge=ignored close=early") + "client c0: open a\nclient c1: open a, write, close\n",
    system("") + "client c0: open a\nclient c1: stat a\nfaults loss<=1 retransmit<=1\n",
    system("") + "client c0: open a\nclient c1: open a\nfaults tick<=2\n",
    system("") + "client c0: open a, close\nclient c1: stat a\nfaults client-crash<=1\n",
    system("") + "client c0: open a\nclient c1: stat a\nfaults partition<=1\n",
    system("") + "client c0.p: open a, close\nclient c0.q: open a\nclient c1: stat a\n",
    system("repeated=executed") + "client c0: open a\nclient c1: stat a\nfaults loss<=1 retransmit<=1\n",
    system("host-check=counted") +
        "client c0: open a\nclient c1: makedir a\nfaults partition<=1 host-check<=1\n",
    system("merge=blind") + "client c0: open a, close, makedir a\nclient c1: makedir a\n",
    system("") + "client c0: open a, close, stat a, open a\nclient c1: stat a\nfaults evict<=1\n",
    system("fetch=read") + "client c0: open a, read\nclient c1: open a, write, close\n",
    system("") +
        "directory d: a\nacl d: c0 rwa, c1 r\nclient c0: setacl d c1 ra\nclient c1: setacl d c0 none\n",
};

/// Larger ones.
const std::vector<std::string> kMerged = {
    system("fetch=read") +
        "client c0: open a, close, stat a, open a, read, close\nclient c1: open a, write, close\nfaults "
        "evict<=1\n",
    system("") +
        "client c0: open a, close, stat a, open a\nclient c1: open a, write, close\nfaults evict<=2\n",
    system("") + "client c0: open a, read, close, open a, read, close\nclient c1: open a, write, close\n",
    system("grant=unchecked") + "client c0: open a, read, close\nclient c1: open a, write, close\n",
    system("recovery=contact") +
        "client c0: open a, close\nclient c1: open a, write, close\nfaults server-crash<=1\n",
    system("recovery=heartbeat") +
        "client c0: open a, close\nclient c1: open a, write, close\nfaults server-crash<=1 tick<=1\n",
    system("") + "client c0: open a, close\nclient c1: open a, write, close\nfaults server-crash<=1\n",
    system("delayed=later") +
        "client c0: open a, close, stat a\nclient c1: open a, write, close\nfaults partition<=1\n",
    system("") + "client c0: open a, close\nclient c1: open a, write, close\nfaults loss<=1 retransmit<=1\n",
    system("") + "client c0: open a, read\nclient c1: open a, write, close\nfaults duplicate<=1\n",
    system("reopen=replace") +
        "client c0: open a as 1, open a as 2, write 1, close 2, read 1\nclient c1: open a, write, close\n",
    system("store=at-once acknowledge=ignored channels=shared promises=kept") +
        "client c0: open a, read, close\nclient c1: open a, write, close, open a, write, close\n",
    system("") +
        "client c0.p: open a, write, close\nclient c0.q: open a, read, close\nclient c1: open a, write, "
        "close\n",
    system("repeated=executed") +
        "client c0: open a, close\nclient c1: open a, write, close\nfaults loss<=1 retransmit<=1\n",
    system("host-check=counted") +
        "client c0: open a, close, stat a\nclient c1: open a, write, close\nfaults partition<=1 "
        "host-check<=1\n",
    system("merge=blind") + "client c0: open a, close, makedir a, stat a, open a\nclient c1: makedir a\n",
    system("") +
        "client c0: open a, close, makedir a, stat a, open a\nclient c1: makedir a\n"
        "faults loss<=1 retransmit<=1\n",
};

TEST(MessagesAgainstOracles, EverySchedule) {
  expect_every_schedule<AfsMessages>(kEnumerated, ask);
}

TEST(MessagesAgainstOracles, EveryState) {
  expect_every_state<AfsMessages>(kMerged, ask);
}

/// Files of two blocks.
const std::string kBlocks = "system afs2 granularity=message\nfile a = 0 blocks 2\n";
const std::string kBlocksOfAfs1 = "system afs1\nfile a = 0 blocks 2\n";

TEST(MessagesAgainstOracles, EveryScheduleOfBlocks) {
  expect_every_schedule<AfsMessages>(
      {kBlocks + "client c0: open a\nclient c1: open a, write at 1, close\n",
       kBlocks + "client c0: open a, read\nclient c1: open a truncate, fsync\n",
       kBlocksOfAfs1 + "client c0: open a truncate, write at 0\nclient c1: open a, write, fsync\n"},
      ask_about_blocks);
}

TEST(MessagesAgainstOracles, EveryStateOfBlocks) {
  expect_every_state<AfsMessages>(
      {kBlocks + "client c0: open a, write at 0, close\nclient c1: open a, read at 0, write at 1, close\n",
       kBlocks +
           "client c0: open a truncate, write, fsync, close\nclient c1: open a, read, truncate a, close\n",
       kBlocksOfAfs1 +
           "client c0: open a, write, close, open a, read, close\nclient c1: open a truncate, close\n",
       kBlocks + "client c0.p: open a, write at 0, close\nclient c0.q: open a, write at 1, fsync, close\n"
                 "client c1: open a\n",
       "system afs2 granularity=message fetch=read\nfile a = 0 blocks 2\n"
       "client c0: open a, write at 0, close\nclient c1: open a, read, write at 1, close\n"},
      ask_about_blocks);
}

}  // namespace
}  // namespace braid::oracle
