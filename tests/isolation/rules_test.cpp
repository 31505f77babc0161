// Each rule of isolation, kept and broken by hand-made recordings, with the sentences that tell of it.
#include <gtest/gtest.h>

#include "guest_events.h"

namespace braid::isolation::test {
namespace {

constexpr std::string_view kRoot = "A 1 shadow guest_frame=5 level=1 quadrant=0 access=wux";
constexpr std::string_view kWritableInA =
    "A 1 map machine_frame=9 guest_frame=2 level=1 writable=true entry_address=0x1010";
constexpr std::string_view kWritableInB =
    "B 2 map machine_frame=9 guest_frame=3 level=1 writable=true entry_address=0x2018";
constexpr std::string_view kReadInA =
    "A 1 map machine_frame=9 guest_frame=2 level=1 writable=false entry_address=0x1010";
constexpr std::string_view kReadInB =
    "B 2 map machine_frame=9 guest_frame=3 level=1 writable=false entry_address=0x2018";
constexpr std::string_view kZap = "A 1 zap guest_frame=5 level=1 quadrant=0 access=wux";

TEST(WritableOnce, IsBrokenByTwoWriters) {
  const IsolationVerdict verdict = verdict_of({kWritableInA, kWritableInB});
  EXPECT_EQ(verdict.finding, Finding::violated);
  EXPECT_EQ(
      said("writable-once", verdict),
      "violated 1: machine frame 0x9 became writable in B (line 2) while it was writable in A (line 1)");
  EXPECT_EQ(said("released-before-reuse", verdict),
            "violated 1: machine frame 0x9 is mapped by B (line 2), although A has had it since line 1");
}

TEST(WritableOnce, LetsReadersShare) {
  const IsolationVerdict verdict = verdict_of({kReadInA, kReadInB});
  EXPECT_EQ(verdict.finding, Finding::holds);
  EXPECT_EQ(figure("writable-once", "frames shared read-only", verdict), 1U);
}

TEST(WritableOnce, IsAboutWritersOnly) {
  const IsolationVerdict verdict = verdict_of({kReadInA, kWritableInB});
  EXPECT_EQ(said("writable-once", verdict), "holds");
  EXPECT_EQ(said("released-before-reuse", verdict),
            "violated 1: machine frame 0x9 is mapped by B (line 2), although A has had it since line 1");
}

TEST(WritableOnce, SeesEntriesThatBecomeWritableWithoutALock) {
  EXPECT_EQ(
      said("writable-once", verdict_of({kReadInA, kReadInB, "A 1 change-entry machine_frame=9 writable=true",
                                        "B 2 change-entry machine_frame=9 writable=true"})),
      "violated 1: machine frame 0x9 became writable in B (line 4) while it was writable in A (line 3)");
}

TEST(WritableOnce, SeesFramesInLargePages) {
  const std::string_view large =
      "A 1 map machine_frame=1024 guest_frame=512 level=2 writable=true entry_address=0x1010";
  EXPECT_EQ(
      said("writable-once", verdict_of({large,
                                        "B 2 map machine_frame=1535 guest_frame=3 level=1 writable=true "
                                        "entry_address=0x2018"})),
      "violated 1: machine frame 0x5ff became writable in B (line 2) while it was writable in A (line 1)");
  EXPECT_EQ(
      said("writable-once", verdict_of({large,
                                        "B 2 map machine_frame=1536 guest_frame=3 level=1 writable=true "
                                        "entry_address=0x2018"})),
      "holds");
}

TEST(WritableOnce, KnowsEntriesOfNestedTablesByTheirGuestFrames) {
  const std::string_view nested =
      "A 1 map machine_frame=9 guest_frame=2 level=1 writable=true entry=0x9867 address_space=0";
  EXPECT_EQ(
      said("writable-once", verdict_of({nested, kWritableInB})),
      "violated 1: machine frame 0x9 became writable in B (line 2) while it was writable in A (line 1)");
  const IsolationVerdict cleared =
      verdict_of({nested, "A 1 clear-entry guest_frame=2 level=1 address_space=0", kWritableInB});
  EXPECT_EQ(said("writable-once", cleared), "holds");
  EXPECT_EQ(figure("released-before-reuse", "entries cleared", cleared), 1U);
  // An entry that names a table maps nothing.
  EXPECT_EQ(said("writable-once",
                 verdict_of({"A 1 map machine_frame=9 guest_frame=0 level=2 writable=true entry=0x9807 "
                             "address_space=0",
                             kWritableInB})),
            "holds");
}

TEST(Release, IsByUnmapReplacementAndZap) {
  const IsolationVerdict unmapped = verdict_of(
      {kWritableInA, "A 1 unmap address=0x0 address_end=0x1000 guest_frame=2 frames=1", kWritableInB});
  EXPECT_EQ(unmapped.finding, Finding::holds);
  EXPECT_EQ(figure("released-before-reuse", "frames reused after release", unmapped), 1U);
  EXPECT_EQ(figure("released-before-reuse", "entries unmapped", unmapped), 1U);

  const IsolationVerdict replaced = verdict_of(
      {kWritableInA, "A 1 map machine_frame=8 guest_frame=2 level=1 writable=true entry_address=0x1010",
       kWritableInB});
  EXPECT_EQ(replaced.finding, Finding::holds);
  EXPECT_EQ(figure("released-before-reuse", "frames reused after release", replaced), 1U);
  EXPECT_EQ(figure("released-before-reuse", "entries replaced", replaced), 1U);

  const IsolationVerdict zapped = verdict_of({kRoot, kWritableInA, kZap, kWritableInB});
  EXPECT_EQ(zapped.finding, Finding::holds);
  EXPECT_EQ(figure("released-before-reuse", "frames reused after release", zapped), 1U);
  EXPECT_EQ(figure("released-before-reuse", "entries zapped", zapped), 1U);

  EXPECT_EQ(
      said("writable-once", verdict_of({kWritableInA, "A 1 zap-all generation=1 pages=1", kWritableInB})),
      "holds");
}

TEST(Release, IsOfTheFramesThatItNames) {
  EXPECT_EQ(
      said("writable-once",
           verdict_of({kWritableInA, "A 1 unmap address=0x0 address_end=0x1000 guest_frame=3 frames=7",
                       kWritableInB})),
      "violated 1: machine frame 0x9 became writable in B (line 3) while it was writable in A (line 1)");
  EXPECT_EQ(
      said("writable-once",
           verdict_of({kWritableInA,
                       R"(A 1 unmap ranges=[{"guest_frame":7,"frames":1},{"guest_frame":0,"frames":3}])",
                       kWritableInB})),
      "holds");
  EXPECT_EQ(
      said("writable-once",
           verdict_of(
               {kRoot, kWritableInA, "A 1 zap guest_frame=6 level=1 quadrant=0 access=wux", kWritableInB})),
      "violated 1: machine frame 0x9 became writable in B (line 4) while it was writable in A (line 2)");
  EXPECT_EQ(
      said("writable-once", verdict_of({kWritableInA, "B 2 zap-all generation=1 pages=1", kWritableInB})),
      "violated 1: machine frame 0x9 became writable in B (line 3) while it was writable in A (line 1)");
}

TEST(Release, IsUnknownWithoutAMap) {
  const IsolationVerdict verdict =
      verdict_of({kWritableInA, "A 1 unmap address=0x0 address_end=0x1000", kWritableInB});
  EXPECT_EQ(verdict.finding, Finding::unknown);
  EXPECT_EQ(
      said("writable-once", verdict),
      "unknown: machine frame 0x9 became writable in B (line 3) while it was writable in A (line 1), unless "
      "line 2 took it away there: which frames that was about is not known");
  EXPECT_EQ(verdict_of({kWritableInA, "A 1 unmap address=0x0 address_end=0x1000", kReadInA}).finding,
            Finding::holds);
}

TEST(Release, IsUnknownOfPagesThatWereTakenBeforeTheRecording) {
  EXPECT_EQ(
      said("released-before-reuse", verdict_of({kWritableInA, kZap, kWritableInB})),
      "unknown: machine frame 0x9 is mapped by B (line 3), although A has had it since line 1, unless line "
      "2 took it away there: which frames that was about is not known");
}

TEST(Zeroing, IsNeededBetweenTwoMachines) {
  const Events life = {"A 1 allocate machine_frame=9 frames=1 zeroed=true", kRoot, kWritableInA, kZap,
                       "A 1 free machine_frame=9 frames=1"};
  const auto passed_on = [&](std::string_view allocation) {
    Events events = life;
    if (!allocation.empty()) events.push_back(allocation);
    events.push_back(kWritableInB);
    return verdict_of(events);
  };
  const IsolationVerdict zeroed = passed_on("B 2 allocate machine_frame=8 frames=2 zeroed=true");
  EXPECT_EQ(zeroed.finding, Finding::holds);
  EXPECT_EQ(figure("zeroed-before-reuse", "frames passed on zeroed", zeroed), 1U);
  EXPECT_EQ(figure("zeroed-before-reuse", "frames zeroed before their first machine", zeroed), 1U);
  EXPECT_EQ(said("zeroed-before-reuse", passed_on("B 2 allocate machine_frame=8 frames=2 zeroed=false")),
            "violated 1: machine frame 0x9, which A had (line 3), is mapped by B (line 7), although its "
            "allocation (line 6) did not zero it");
  EXPECT_EQ(
      said("zeroed-before-reuse", passed_on("")),
      "unknown: machine frame 0x9, which A had (line 3), is mapped by B (line 6), and that it was allocated "
      "in between is not in the recording");
  EXPECT_EQ(said("zeroed-before-reuse", passed_on("B 2 allocate machine_frame=9 frames=1")),
            "unknown: machine frame 0x9, which A had (line 3), is mapped by B (line 7), and whether its "
            "allocation (line 6) zeroed it is not recorded");
}

TEST(Zeroing, IsNotCheckedWithoutAllocations) {
  EXPECT_EQ(said("zeroed-before-reuse", verdict_of({kRoot, kWritableInA, kZap, kWritableInB})),
            "nothing to check: allocations of frames are not recorded");
}

TEST(Ends, LeaveNothing) {
  const IsolationVerdict verdict =
      verdict_of({"A 1 enter", kRoot, kWritableInA, "A 1 exit kind=KVM_EXIT_SHUTDOWN", kZap});
  EXPECT_EQ(said("nothing-after-end", verdict), "holds");
  EXPECT_EQ(figure("nothing-after-end", "machines ended", verdict), 1U);
  EXPECT_EQ(
      said("nothing-after-end",
           verdict_of({"A 1 shadow guest_frame=5 level=4 quadrant=0 access=wux", kWritableInA,
                       "A 1 zap guest_frame=5 level=4 quadrant=0 access=wux"})),
      "violated 1: machine frame 0x9, mapped by A (line 2), is left after its end, when its last shadow page "
      "went (line 3)");
  EXPECT_EQ(said("nothing-after-end", verdict_of({kRoot, kWritableInA, kZap, kWritableInA})),
            "violated 1: machine frame 0x9 is mapped by A (line 4) after its end: its last shadow page went "
            "before (line 3)");
}

TEST(Ends, AreNotWhereTheMachineGoesOn) {
  // It runs when its pages go, and it runs again afterwards.
  for (const Events& events : {Events{"A 1 enter", kRoot, kZap, kWritableInA, "A 1 exit"},
                               Events{kRoot, kZap, "A 1 enter", kWritableInA, "A 1 exit"},
                               Events{kRoot, kZap, kRoot, kWritableInA}}) {
    const IsolationVerdict verdict = verdict_of(events);
    EXPECT_EQ(said("nothing-after-end", verdict),
              "nothing to check: no machine gives its last shadow page back");
    EXPECT_EQ(figure("nothing-after-end", "entries of machines that go on", verdict), 1U);
  }
}

TEST(Runs, TakeTurns) {
  const IsolationVerdict verdict =
      verdict_of({"A 1 exit", "A 1 enter", "A 2 enter", "A 1 exit", "A 1 enter"});
  EXPECT_EQ(said("exits-before-entries", verdict), "holds");
  EXPECT_EQ(figure("exits-before-entries", "CPUs inside at first", verdict), 1U);
  EXPECT_EQ(figure("exits-before-entries", "CPUs inside at the end", verdict), 2U);
  EXPECT_EQ(
      said("exits-before-entries", verdict_of({"A 1 enter", "A 1 exit", "A 1 enter", "A 1 enter"})),
      "violated 1: A's virtual CPU 1 is entered (line 4), although it has not come out since it was entered "
      "(line 3)");
  EXPECT_EQ(
      said("exits-before-entries", verdict_of({"A 1 enter", "A 1 exit", "A 1 exit"})),
      "violated 1: A's virtual CPU 1 comes out (line 3), although it has not been entered since it came out "
      "(line 2)");
  EXPECT_EQ(said("exits-before-entries", verdict_of({"A 1 exit", "A 1 exit"})),
            "nothing to check: entries and exits are not both recorded");
}

TEST(Runs, OfTheHardwareTakeTurnsToo) {
  EXPECT_EQ(said("exits-before-entries",
                 verdict_of({"A 1 enter", "A 1 return", "A 1 trap", "A 1 return", "A 1 trap", "A 1 exit"})),
            "holds");
  EXPECT_EQ(
      said("exits-before-entries",
           verdict_of({"A 1 enter", "A 1 return", "A 1 trap", "A 1 trap", "A 1 exit"})),
      "violated 1: A's virtual CPU 1 comes out (line 4), although it has not been entered since it came out "
      "(line 3)");
}

TEST(Conclusions, AreWithheldWhereEventsAreMissing) {
  const IsolationVerdict lost = verdict_of({kWritableInA, "recorder 0 lost cpu=1 count=12", kWritableInB});
  EXPECT_EQ(lost.finding, Finding::unknown);
  EXPECT_EQ(lost.why, "the recorder lost 12 events on CPU 1 (line 2)");
  EXPECT_EQ(said("writable-once", lost),
            "unknown: the recorder lost 12 events on CPU 1 (line 2); what was read breaks it 1 times");
  EXPECT_EQ(verdict_of({kReadInA, "recorder 0 lost"}).why, "the recorder lost some events (line 2)");
  const IsolationVerdict cut_off = verdict_of({kReadInA}, "kvm", true);
  EXPECT_EQ(cut_off.finding, Finding::unknown);
  EXPECT_EQ(said("writable-once", cut_off), "unknown: the recording has no footer: it may be cut off");
}

TEST(Conclusions, NeedSomethingToCheck) {
  const IsolationVerdict verdict = verdict_of({"A 1 io kind=port"});
  EXPECT_EQ(verdict.finding, Finding::unknown);
  EXPECT_EQ(verdict.why, "the recording has nothing that can be checked");
  EXPECT_EQ(said("writable-once", verdict),
            "nothing to check: no entry of a page table maps a machine frame");
  EXPECT_EQ(said("misses-handled", verdict), "nothing to check: no misses of a guest's own TLB are recorded");
  EXPECT_EQ(said("stops-answered", verdict), "nothing to check: no stops of processes are recorded");
}

}  // namespace
}  // namespace braid::isolation::test
