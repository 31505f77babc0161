// SMB, swept, against the recursive enumerator of every schedule, and, where there are too many schedules,
// against the oracle that merges paths in maps: states, transitions, outcomes, schedules, probabilities,
// canonical witnesses, and canonical schedules to three kinds of states.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "protocol_agreement.h"

namespace braid::oracle {
namespace {

/// c0 may write while c1 may read; what c0 has written waits for a break; c1 may read.
std::vector<Predicate> predicates(const std::function<Value(const std::string&)>& value) {
  const auto writes = value("c0.lease.a.write");
  const auto reads = value("c1.lease.a.read");
  const auto pending = value("break_pending.c0.a");
  const auto dirty = value("c0.cache.a.dirty");
  return {
      [=](explore::Control c, const explore::WideState& s) { return writes(c, s) != 0 && reads(c, s) != 0; },
      [=](explore::Control c, const explore::WideState& s) { return pending(c, s) != 0 && dirty(c, s) != 0; },
      [=](explore::Control c, const explore::WideState& s) { return reads(c, s) != 0; }};
}

std::string system(const std::string& options) {
  return "system smb " + options + "\nfile a = 0\n";
}

/// Few enough schedules to enumerate them all.
const std::vector<std::string> kEnumerated = {
    system("") + "client c0: open a, write\nclient c1: open a\n",
    system("pending-open=ignored") + "client c0: open a\nclient c1: open a\n",
    system("request=none") + "client c0: open a, write\nclient c1: open a, read\n",
    system("request=level-2") + "client c0: open a, write\nclient c1: open a\n",
    system("close=deferred") + "client c0: open a, close, open a\nclient c1: remove a\n",
    system("remove=window") + "client c0: remove a\nclient c1: open a\n",
    system("release=before-entry") + "client c0: open a, close\nclient c1: open a\n",
    system("write-check=separate") + "client c0: open a, write\nclient c1: open a\n",
    system("request=rw in-break=held") + "client c0.p: open a\nclient c0.q: open a\nclient c1: open a\n",
    system("") + "client c0: open a\nclient c1: open a\nfaults tick<=1\n",
    system("") + "client c0: open a\nclient c1: open a\nfaults loss<=1 retransmit<=1\n",
};

/// Larger ones.
const std::vector<std::string> kMerged = {
    system("") + "client c0: open a, write, fsync\nclient c1: open a, read\n",
    system("read-break=sent") + "client c0: open a, read, close\nclient c1: open a, write, close\n",
    system("break-flush=after-clear") + "client c0: open a, write, write\nclient c1: open a\n",
    system("close=deferred") + "client c0: open a, read, close\nclient c1: open a, close, remove a\n",
    system("late-flush=accepted") + "client c0: open a, write\nclient c1: open a, write\nfaults tick<=1\n",
};

TEST(SmbAgainstOracles, EverySchedule) {
  expect_every_schedule_of_protocol(kEnumerated, {"server.a"}, predicates);
}

TEST(SmbAgainstOracles, EveryState) {
  expect_every_state_of_protocol(kMerged, {"server.a"}, predicates);
}

}  // namespace
}  // namespace braid::oracle
