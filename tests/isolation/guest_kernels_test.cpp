// The rules of guests that fill their TLB themselves, and of User-mode Linux, kept and broken.
#include <gtest/gtest.h>

#include "guest_events.h"

namespace braid::isolation::test {
namespace {

constexpr std::string_view kMiss = "m 1 tlb-miss address=0x5004 kind=missing";
constexpr std::string_view kTrap =
    "m 1 trap kind=TLB_store error_code=1 return_address=0x400 bad_address=0x5004";
constexpr std::string_view kReturn = "m 1 return address=0x400 mode=user";
constexpr std::string_view kHit =
    "m 1 tlb-fill address=0x5004 guest_frame=7 kind=mapped readable=true writable=true";
constexpr std::string_view kReadOnlyHit =
    "m 1 tlb-fill address=0x5004 guest_frame=7 kind=mapped readable=true writable=false";

TEST(Misses, AreHandledAndHit) {
  const IsolationVerdict verdict = verdict_of({kMiss, kTrap, kReturn, kHit}, "qemu");
  EXPECT_EQ(verdict.finding, Finding::holds);
  EXPECT_EQ(said("misses-handled", verdict), "holds");
  EXPECT_EQ(figure("misses-handled", "returns to what missed", verdict), 1U);
  EXPECT_EQ(figure("misses-handled", "hits then", verdict), 1U);
  const IsolationVerdict further = verdict_of(
      {kMiss, kTrap, kReturn, "m 1 tlb-miss address=0x5004 kind=invalid",
       "m 1 trap kind=TLB_store error_code=0 return_address=0x400 bad_address=0x5004", kReturn, kHit},
      "qemu");
  EXPECT_EQ(said("misses-handled", further), "holds");
  EXPECT_EQ(figure("misses-handled", "misses of another kind then", further), 1U);
}

TEST(Misses, ThatDoNotTrapBreakTheRule) {
  EXPECT_EQ(said("misses-handled", verdict_of({kMiss, kHit}, "qemu")),
            "violated 1: the miss of 0x5004 (line 1) is followed by no trap, but by a tlb-fill (line 2)");
  EXPECT_EQ(
      said("misses-handled",
           verdict_of({kMiss, "m 1 trap kind=TLB_modify error_code=0 return_address=0x400"}, "qemu")),
      "violated 1: the miss of 0x5004 (line 1) is followed by a trap that is not its own, of the kind TLB "
      "modify (line 2)");
  EXPECT_EQ(
      said("misses-handled",
           verdict_of({kMiss, "m 1 trap kind=TLB_store error_code=1 return_address=0x400 bad_address=0x6004"},
                      "qemu")),
      "violated 1: the miss of 0x5004 (line 1) is followed by a trap that is not its own, of the kind TLB "
      "store (line 2)");
}

TEST(Misses, ThatAreHandledGiveWhatWasAskedFor) {
  EXPECT_EQ(
      said("misses-handled", verdict_of({kMiss, kTrap, kReturn, kReadOnlyHit}, "qemu")),
      "violated 1: the page of 0x5004, whose miss (line 1) was handled, is not writable when it is tried "
      "again (line 4)");
  // Another instruction goes on, which may be another process's.
  EXPECT_EQ(said("misses-handled",
                 verdict_of({kMiss, kTrap, "m 1 return address=0x500 mode=user", kReadOnlyHit}, "qemu")),
            "holds");
}

TEST(Translations, AreSteadyInUserMode) {
  EXPECT_EQ(said("translations-steady", verdict_of({kReturn, kHit, kHit}, "qemu")), "holds");
  EXPECT_EQ(said("translations-steady", verdict_of({kReturn, kHit}, "qemu")),
            "nothing to check: no page of a guest's own TLB is looked up twice between two traps");
  EXPECT_EQ(
      said("translations-steady",
           verdict_of({kReturn, kHit,
                       "m 1 tlb-fill address=0x5008 guest_frame=8 kind=mapped readable=true writable=true"},
                      "qemu")),
      "violated 1: the page of 0x5008 is guest frame 0x8 (line 3), although it was 0x7 (line 2) and no "
      "kernel ran in between");
  EXPECT_EQ(
      said("translations-steady", verdict_of({kReturn, kReadOnlyHit, kHit}, "qemu")),
      "violated 1: the page of 0x5004 is writable (line 3), although it was read-only (line 2) and no kernel "
      "ran in between");
  EXPECT_EQ(
      said("translations-steady", verdict_of({kReturn, kReadOnlyHit, kMiss, kTrap}, "qemu")),
      "violated 1: the page of 0x5004 is missing (line 3), although it was readable (line 2) and no kernel "
      "ran in between");
  const std::string_view clean = "m 1 tlb-miss address=0x5004 kind=clean";
  EXPECT_EQ(said("translations-steady", verdict_of({kReturn, kReadOnlyHit, clean}, "qemu")), "holds");
  EXPECT_EQ(
      said("translations-steady", verdict_of({kReturn, kHit, clean}, "qemu")),
      "violated 1: the page of 0x5004 is clean (line 3), although it was writable (line 2) and no kernel ran "
      "in between");
  // The kernel may have changed what it is.
  EXPECT_EQ(said("translations-steady",
                 verdict_of({kReturn, kHit, kHit, "m 1 trap kind=syscall", kReturn, kReadOnlyHit}, "qemu")),
            "holds");
}

constexpr std::string_view kMade = "u 7 create";
constexpr std::string_view kGo = "u 7 return";
constexpr std::string_view kCall = "u 7 trap kind=system_call";
constexpr std::string_view kFault = "u 7 trap kind=page_fault";
constexpr std::string_view kWrites = "u 7 register mode=write";

TEST(Stops, AreAnswered) {
  const IsolationVerdict verdict = verdict_of(
      {kMade, "u 7 trap kind=SIGSTOP", kGo, kCall, kWrites, kGo, kFault, "u 7 fault", kGo, kCall}, "uml");
  EXPECT_EQ(verdict.finding, Finding::holds);
  EXPECT_EQ(said("stops-answered", verdict), "holds");
  EXPECT_EQ(figure("stops-answered", "system calls answered", verdict), 1U);
  EXPECT_EQ(figure("stops-answered", "page faults answered", verdict), 1U);
  EXPECT_EQ(figure("stops-answered", "processes stopped at the end", verdict), 1U);
}

TEST(Stops, ThatAreNotAnsweredBreakTheRule) {
  EXPECT_EQ(
      said("stops-answered", verdict_of({kCall, "u 7 register mode=read", kGo}, "uml")),
      "violated 1: process 7 is resumed (line 3), although nothing was written to its registers to answer "
      "its system call (line 1)");
  EXPECT_EQ(
      said("stops-answered", verdict_of({kCall, "u 7 register mode=write error=ESRCH", kGo}, "uml")),
      "violated 1: process 7 is resumed (line 3), although nothing was written to its registers to answer "
      "its system call (line 1)");
  EXPECT_EQ(
      said("stops-answered", verdict_of({kFault, kGo}, "uml")),
      "violated 1: process 7 is resumed (line 2), although nobody asked where its page fault was (line 1)");
}

TEST(Resumptions, FollowStops) {
  EXPECT_EQ(said("resumed-after-stops", verdict_of({kGo, "u 7 trap kind=SIGTRAP", kGo}, "uml")), "holds");
  EXPECT_EQ(
      said("resumed-after-stops", verdict_of({kMade, kGo}, "uml")),
      "violated 1: process 7 is resumed (line 2), although it has not stopped since it was made (line 1)");
  EXPECT_EQ(
      said("resumed-after-stops", verdict_of({"u 7 trap kind=SIGTRAP", kGo, kGo}, "uml")),
      "violated 1: process 7 is resumed (line 3), although it has not stopped since it was resumed (line 2)");
  EXPECT_EQ(
      said("resumed-after-stops", verdict_of({kCall, kCall, kWrites, kGo}, "uml")),
      "violated 1: process 7 stops (line 2), although it has not been resumed since it stopped (line 1)");
  const IsolationVerdict killed =
      verdict_of({kCall, "u 7 kill", "u 7 return error=ESRCH", kMade, "u 7 trap kind=SIGSTOP", kGo}, "uml");
  EXPECT_EQ(said("resumed-after-stops", killed), "holds");
  EXPECT_EQ(figure("resumed-after-stops", "resumptions refused", killed), 1U);
}

}  // namespace
}  // namespace braid::isolation::test
