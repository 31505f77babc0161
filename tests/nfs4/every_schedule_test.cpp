// The counts of NFSv4 against every schedule of small programs, followed step by step through the public
// interface: outcomes, schedules, probabilities.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/executor.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::models {
namespace {

/// How a schedule ends, and the values that tell outcomes apart.
using Name = std::pair<explore::Ending, std::vector<std::int64_t>>;

struct Share {
  explore::BigInteger schedules = 0;
  explore::BigRational probability = 0;
  friend bool operator==(const Share&, const Share&) = default;
};

class EverySchedule {
 public:
  explicit EverySchedule(const System& system) : system_(system), by_(system.default_outcome()) {}

  [[nodiscard]] std::map<Name, Share> follow() {
    follow(explore::BigRational(1));
    return std::move(ends_);
  }

 private:
  /// Where an actor has several steps, it takes each with the same probability.
  void follow(const explore::BigRational& probability) {
    const Replay replay = system_.replay(schedule_);
    if (replay.ended) {
      Name name{replay.ending, {}};
      for (const explore::ObservableId id : by_) name.second.push_back(replay.last[id]);
      Share& share = ends_[name];
      share.schedules += 1;
      share.probability += probability;
      return;
    }
    std::map<std::uint32_t, std::uint32_t> steps;  // by actor
    for (const std::uint32_t label : replay.enabled) ++steps[system_.actor_of(label)];
    for (const std::uint32_t label : replay.enabled) {
      schedule_.push_back(label);
      follow(explore::BigRational(probability / (steps.size() * steps[system_.actor_of(label)])));
      schedule_.pop_back();
    }
  }

  const System& system_;
  std::vector<explore::ObservableId> by_;
  explore::Schedule schedule_;
  std::map<Name, Share> ends_;
};

std::map<Name, Share> counted(const System& system) {
  explore::Executor executor(1);
  explore::Limits limits;
  CountRequest request;
  request.by = system.default_outcome();
  request.witnesses = 0;
  std::map<Name, Share> outcomes;
  for (const Outcome& outcome : system.count(request, {executor, limits}).outcomes)
    outcomes[{outcome.key.ending, outcome.key.values}] = {outcome.schedules, *outcome.probability};
  return outcomes;
}

std::string trace(const std::string& options, const std::string& programs, const std::string& blocks = "") {
  return "system nfs4 " + options + "\nfile a = 0" + blocks + "\n" + programs;
}

std::string absent(const std::string& options, const std::string& programs) {
  return "system nfs4 " + options + "\nfile b absent\n" + programs;
}

TEST(Nfs4Counts, AreThoseOfEverySchedule) {
  const std::string kTexts[] = {
      trace("", "client c0: open a, read\nclient c1: open a\n"),
      trace("delegations=none", "client c0: open a, write, fsync\nclient c1: open a\n"),
      trace("delegations=read", "client c0: open a, read\nclient c1: open a\n"),
      trace("", "client c0: open a, write\nclient c1: open a\n"),
      trace("early-recall=disowned", "client c0: open a\nclient c1: open a, write\n"),
      trace("conflict=answered", "client c0: open a, write\nclient c1: open a\n"),
      trace("delegations=none", "client c0: open a, lock a\nclient c1: open a\n"),
      trace("delegations=none free-stateid=unlocked",
            "client c0: open a, lock a, unlock a, lock a, unlock a\n"),
      trace("delegations=none close=bumped", "client c0.p: open a, close\nclient c0.q: open a\n"),
      trace("delegations=none repeated=executed", "client c0: open a, write, fsync\nfaults loss<=1\n"),
      trace("delegations=none", "client c0: open a\nclient c1: open a\nfaults loss<=1\n"),
      trace("delegations=none", "client c0: open a, read\nfaults partition<=1 tick<=1\n"),
      trace("", "client c0: open a, write\nfaults partition<=1 tick<=1\n"),
      trace("", "client c0: open a, write, fsync\nfaults server-crash<=1\n"),
      trace("", "client c0: open a\nclient c1: open a, write\nfaults loss<=1\n"),
      trace("delegations=none", "client c0: open a, write, fsync\nclient c1: open a\n", " blocks 2"),
      trace("delegations=none", "client c0: open a, read\nfaults loss<=1\n", " blocks 2"),
      trace("", "client c0: open a, write\nclient c1: open a\n", " blocks 2"),
      trace("delegations=none", "client c0.p: open a, write at 1\nclient c0.q: open a, read\n", " blocks 2"),
      trace("", "client c0: open a, read at 0, read, write at 1\nfaults evict<=2\n", " blocks 2"),
      trace("delegations=none", "client c0: open a, read, read\nclient c1: open a\nfaults evict<=1\n"),
      trace("", "client c0: open a, write\nclient c1: stat a\n"),
      trace("flush=close", "client c0: open a, write, close\nclient c1: stat a\n"),
      trace("", "client c0: open a truncate\nclient c1: open a\n"),
      trace("delegations=none", "client c0.p: open a, write at 0\nclient c0.q: open a truncate\n",
            " blocks 2"),
      trace("delegations=none repeated=executed", "client c0: open a, truncate a\nfaults loss<=1\n"),
      trace("grace=io", "client c0: stat a, stat a\nfaults server-crash<=1\n"),
      trace("delegations=none", "client c0: stat a, stat a\nfaults partition<=1 tick<=1\n"),
      absent("delegations=none", "client c0: create b\nclient c1: stat b, stat b\n"),
      absent("", "client c0: create b, open b, write\nclient c1: open b\n"),
      absent("delegations=read", "client c0: create b\nclient c1: create b\n"),
      absent("delegations=none repeated=executed create=guarded", "client c0: create b\nfaults loss<=1\n"),
      absent("", "client c0: create b\nfaults loss<=1 server-crash<=1\n"),
      trace("delegations=none repeated=executed own-writes=trusted",
            "client c0: open a, write, fsync\nfaults loss<=1\n", " blocks 2"),
  };
  for (const std::string& text : kTexts) {
    SCOPED_TRACE(text);
    const auto system = open_system(parse_notation("test", text));
    EXPECT_EQ(counted(*system), EverySchedule(*system).follow());
  }
}

}  // namespace
}  // namespace braid::models
