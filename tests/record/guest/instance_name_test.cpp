// Names of tracefs instances, and which recorders have ended.
#include "braid/tracer/record/guest/instance_name.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "braid/tracer/record/guest/trace_instance.h"
#include "fake_folder.h"

namespace braid::record::guest::test {
namespace {

/// proc(5)'s line of a process, whose field 22 is 6935503.
constexpr std::string_view kStat =
    "(a) b (c) S 1 5 5 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0 6935503 10000 200 18446744073709551615 1 1\n";

/// A process of this number does not exist: pid_max is at most 2^22 (proc(5)).
constexpr std::uint64_t kNobody = 2'000'000'000;

class InstanceNames : public testing::Test {
 protected:
  InstanceNames() {
    struct stat status = {};
    EXPECT_EQ(::stat(proc_.put("self/ns/pid", "").c_str(), &status), 0);
    space_ = status.st_ino;
  }

  void process(std::uint64_t number, std::string_view stat) const {
    proc_.put(std::to_string(number) + "/stat", std::to_string(number) + " " + std::string(stat));
  }

  FakeFolder proc_;
  std::uint64_t space_ = 0;
};

TEST_F(InstanceNames, AreReadAsTheyAreWritten) {
  const InstanceName name = {588, 6935503, 4026531836};
  EXPECT_EQ(text_of(name), "braid-588-6935503-4026531836");
  EXPECT_EQ(read_instance_name(text_of(name)), name);
  for (const std::string_view other :
       {"", "braid-", "braid-1", "braid-1-2", "braid-1-2-", "braid-1-2-3-4", "braid-01-2-3", "braid-1-2-3x",
        "braid--1-2-3", "braid-1-2-99999999999999999999", "Braid-1-2-3", "vmmrec.17", "xbraid-1-2-3"})
    EXPECT_EQ(read_instance_name(other), std::nullopt) << other;
}

TEST_F(InstanceNames, TellWhetherTheirRecorderLives) {
  process(7, kStat);
  EXPECT_FALSE(has_ended({7, 6935503, space_}, proc_.root()));
  EXPECT_TRUE(has_ended({7, 6935502, space_}, proc_.root())) << "another process has the number now";
  EXPECT_TRUE(has_ended({kNobody, 6935503, space_}, proc_.root()));
  EXPECT_TRUE(has_ended({kNobody * kNobody, 6935503, space_}, proc_.root()));
}

TEST_F(InstanceNames, OfAnEndedProcessThatNobodyWaitedFor) {
  std::string stat(kStat);
  stat.replace(stat.find(" S "), 3, " Z ");
  process(7, stat);
  EXPECT_TRUE(has_ended({7, 6935503, space_}, proc_.root()));
}

TEST_F(InstanceNames, OfOtherNamespacesAreNobodysBusiness) {
  EXPECT_FALSE(has_ended({kNobody, 6935503, space_ + 1}, proc_.root()));
  const FakeFolder no_proc;
  EXPECT_FALSE(has_ended({kNobody, 6935503, space_}, no_proc.root()));
}

TEST_F(InstanceNames, OfProcessesThatProcHides) {
  EXPECT_FALSE(has_ended({static_cast<std::uint64_t>(::getpid()), 1, space_}, proc_.root()));
}

TEST_F(InstanceNames, OfThisProcess) {
  const InstanceName name = own_instance_name();
  EXPECT_EQ(name.process, static_cast<std::uint64_t>(::getpid()));
  EXPECT_EQ(name, own_instance_name());
  EXPECT_FALSE(has_ended(name));
  const FakeFolder no_proc;
  EXPECT_EQ(refusal([&] { static_cast<void>(own_instance_name(no_proc.root())); }),
            no_proc.root().string() + ": it does not tell when this process began; proc(5) is needed there");
}

TEST_F(InstanceNames, OnlyOursThatAreDeadAreRemoved) {
  process(7, kStat);
  const FakeFolder traces;
  const std::string living = text_of({7, 6935503, space_});
  const std::string dead = text_of({7, 1, space_});
  const std::string gone = text_of({kNobody, 1, space_});
  const std::string elsewhere = text_of({kNobody, 1, space_ + 1});
  for (const std::string& name :
       {living, dead, gone, elsewhere, std::string("vmmrec.17"), std::string("braid-x")})
    traces.make("instances/" + name);
  EXPECT_EQ(remove_dead_instances(traces.root(), proc_.root()), (std::vector<std::string>{gone, dead}));
  EXPECT_FALSE(std::filesystem::exists(traces.root() / "instances" / gone));
  EXPECT_FALSE(std::filesystem::exists(traces.root() / "instances" / dead));
  for (const std::string& name : {living, elsewhere, std::string("vmmrec.17"), std::string("braid-x")})
    EXPECT_TRUE(std::filesystem::exists(traces.root() / "instances" / name)) << name;
  EXPECT_TRUE(remove_dead_instances(traces.root() / "none", proc_.root()).empty());
}

}  // namespace
}  // namespace braid::record::guest::test
