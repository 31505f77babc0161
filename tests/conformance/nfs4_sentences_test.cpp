// What is said of violations of NFS 4, each beside a recording that differs little and holds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "written_messages.h"

namespace braid::conformance {
namespace {

/// A compound on the file `f`: `operations` are names in quotes, separated by commas.
std::string compound(const std::string& what, const std::string& operations, const std::string& arguments,
                     const std::string& result = "") {
  return message("nfs4 " + what,
                 fmt::format(R"("handle":"f","operations":["PUTFH",{}]{}{})", operations,
                             arguments.empty() ? "" : ",", arguments),
                 result);
}

std::string attributes(const std::string& when, const std::string& what) {
  return compound(when + " GETATTR /f", R"("GETATTR")", "", what);
}

std::string wrote(const std::string& when, const std::string& change) {
  return compound(when + " WRITE /f", R"("WRITE","GETATTR")",
                  R"("offset":0,"length":1,"stable":"FILE_SYNC","data":"a")",
                  fmt::format(R"("value":1,"committed":"FILE_SYNC","verifier":"01","change":{})", change));
}

TEST(Nfs4Sentences, TellOfAChangeAttributeThatGoesBack) {
  EXPECT_EQ(said("nfs4", {wrote("c1 1 2", "8"), wrote("c2 3 4", "7")}),
            "violated\n"
            "the change attribute of /f: c2's WRITE (line 2)\n"
            "  it is 8: the reply says 7, which is less; accepts a reply with more than 8");
  EXPECT_EQ(said("nfs4", {wrote("c1 1 2", "8"), wrote("c2 3 4", "9")}), "holds");
}

TEST(Nfs4Sentences, TellOfAChangeThatLeavesTheAttribute) {
  EXPECT_EQ(said("nfs4", {wrote("c1 1 2", "8"), wrote("c2 3 4", "8")}),
            "violated\n"
            "the change attribute of /f: c2's WRITE (line 2)\n"
            "  it is 8: the reply says 8, although the call changes it; accepts a reply with more than 8");
  // Of two at the same time, either may have been told of both.
  EXPECT_EQ(said("nfs4", {wrote("c1 1 3", "8"), wrote("c2 2 4", "8")}), "holds");
}

TEST(Nfs4Sentences, TellOfAnAttributeThatNothingChanged) {
  EXPECT_EQ(said("nfs4", {attributes("c1 1 2", R"("change":8)"), attributes("c1 3 4", R"("change":9)")}),
            "violated\n"
            "the change attribute of /f: c1's GETATTR (line 2)\n"
            "  it is 8: the reply says 9, although nothing that changes it was outstanding; accepts a reply "
            "with 8");
  EXPECT_EQ(said("nfs4", {attributes("c1 1 2", R"("change":8)"), attributes("c1 3 4", R"("change":9)"),
                          wrote("c2 3 6", "9")}),
            "holds");
}

std::string locked(const std::string& when, const std::string& owner, int type, const std::string& result,
                   const std::string& length = R"("18446744073709551615")") {
  return compound(when + " LOCK /f", R"("LOCK")",
                  fmt::format(R"("type":{},"offset":0,"length":{},"owner":"{}")", type, length, owner),
                  result);
}

std::string unlocked(const std::string& when, const std::string& state) {
  return compound(when + " LOCKU /f", R"("LOCKU")",
                  fmt::format(R"("stateid":"1.{}","offset":0,"length":"18446744073709551615")", state),
                  fmt::format(R"("stateid":"2.{}")", state));
}

constexpr const char* kDenied = R"("error":"NFS4ERR_DENIED","failed":"LOCK")";

TEST(Nfs4Sentences, TellOfLocksThatConflict) {
  const std::string first = locked("c1 1 2", "o1", 2, R"("stateid":"1.aa")");
  const std::string second = locked("c2 5 6", "o2", 1, R"("stateid":"1.bb")");
  EXPECT_EQ(
      said("nfs4", {first, second}),
      "violated\n"
      "the locks of /f: c2's LOCK (line 2)\n"
      "  it has a write lock of c1: the reply grants a read lock of c2; accepts that the lock is denied");
  EXPECT_EQ(
      said("nfs4", {first, unlocked("c1 3 4", "aa"), second, locked("c2 7 8", "o2", 1, R"("stateid":"1.bb")"),
                    locked("c1 7 8", "o1", 1, R"("stateid":"1.aa")")}),
      "holds");
  EXPECT_EQ(
      said("nfs4", {first, unlocked("c1 3 7", "aa"), second, unlocked("c2 8 9", "bb"),
                    locked("c1 10 11", "o1", 2, R"("stateid":"1.aa")"), locked("c2 12 13", "o2", 2, kDenied),
                    locked("c2 14 15", "o2", 2, R"("stateid":"1.bb")", "0")}),
      "holds");
}

TEST(Nfs4Sentences, LocksOfAClientThatIsSilentForLongMayBeGone) {
  const std::string first = locked("c1 1 2", "o1", 2, R"("stateid":"1.aa")");
  const auto others = [&](const std::string& when) {
    return std::vector<std::string>{first, locked(when, "o2", 2, R"("stateid":"1.bb")")};
  };
  EXPECT_EQ(said("nfs4", others("c2 13 14")), "holds");
  EXPECT_EQ(checked("nfs4", others("c2 9 10")).answer, history::Answer::violated);
}

TEST(Nfs4Sentences, ALockMayHaveBeenMadeLessBeforeAnotherWasGranted) {
  const std::string first = locked("c1 1 2", "o1", 2, R"("stateid":"1.aa")");
  const std::string other = locked("c2 4 5", "o2", 1, R"("stateid":"1.bb")");
  EXPECT_EQ(said("nfs4", {first, locked("c1 3 8", "o1", 1, R"("stateid":"2.aa")"), other}), "holds");
  EXPECT_EQ(checked("nfs4", {first, locked("c1 6 8", "o1", 1, R"("stateid":"2.aa")"), other}).answer,
            history::Answer::violated);
}

std::string opened(const std::string& when, int access, const std::string& delegation) {
  return compound(when + " OPEN /f", R"("OPEN")", fmt::format(R"("claim":"FH","share_access":{})", access),
                  fmt::format(R"("stateid":"1.aa","delegation":"{}")", delegation));
}

TEST(Nfs4Sentences, TellOfDelegationsThatConflict) {
  const std::string returned = compound("c1 3 4 DELEGRETURN /f", R"("DELEGRETURN")", R"("stateid":"1.dd")");
  const std::string given = opened("c1 1 2", 1, "read");
  EXPECT_EQ(said("nfs4", {given, opened("c2 5 6", 2, "none")}),
            "violated\n"
            "the delegations of /f: c2's OPEN (line 2)\n"
            "  c1 holds a read delegation: the reply lets c2 write it; accepts NFS4ERR_DELAY, until the "
            "delegation is "
            "given back");
  EXPECT_EQ(said("nfs4", {given, returned, opened("c2 5 6", 2, "none"), opened("c1 7 8", 1, "read"),
                          opened("c2 9 10", 1, "read")}),
            "holds");
  EXPECT_EQ(said("nfs4", {opened("c1 1 2", 3, "write"), opened("c2 3 4", 1, "read")}),
            "violated\n"
            "the delegations of /f: c2's OPEN (line 2)\n"
            "  c1 holds a write delegation: the reply lets c2 read it; accepts NFS4ERR_DELAY, until the "
            "delegation is "
            "given back");
}

TEST(Nfs4Sentences, ADelegationWhoseRecallIsNotHeededMayBeTakenAway) {
  const std::string given = opened("c1 1 2", 1, "read");
  const std::string recalled =
      message("nfs4-cb s 3 4 CB_RECALL /f", R"("server":"c1","handle":"f","operations":["CB_RECALL"])");
  const std::string seen = attributes("c1 8 9", R"("change":1)");
  const std::string again = attributes("c1 16 17", R"("change":1)");
  EXPECT_EQ(said("nfs4", {given, recalled, seen, opened("c2 14 15", 2, "none"), again}), "holds");
  EXPECT_EQ(checked("nfs4", {given, seen, opened("c2 14 15", 2, "none"), again}).answer,
            history::Answer::violated);
}

TEST(Nfs4Sentences, NamesAreFollowedThroughCompounds) {
  const auto opened_name = [](const std::string& when, const std::string& handle) {
    return message(
        "nfs4 " + when + " OPEN /n",
        R"("handle":"d","operations":["PUTFH","OPEN","GETFH"],"claim":"NULL","name":"n","share_access":1)",
        fmt::format(R"("stateid":"1.aa","delegation":"none","handle":"{}")", handle));
  };
  const std::string renamed = message(
      "nfs4 c1 3 4 RENAME /m",
      R"("handle":"d","handle_2":"d","name":"m","to":"n","operations":["PUTFH","SAVEFH","PUTFH","RENAME"])",
      R"("directory":{"atomic":true,"before":4,"after":5},"to_directory":{"atomic":true,"before":4,"after":5})");
  EXPECT_EQ(said("nfs4", {opened_name("c2 1 2", "1"), renamed, opened_name("c2 5 6", "2")}), "holds");
  EXPECT_EQ(said("nfs4", {opened_name("c2 1 2", "1"), opened_name("c2 5 6", "2")}),
            "violated\n"
            "the name handle:d/n: c2's OPEN (line 2)\n"
            "  handle:d/n is /n (handle 1): the reply says that handle:d/n is /n (handle 2); accepts a reply "
            "with /n (handle 1)");
}

TEST(Nfs4Sentences, WhatIsBehindAFailureWasNotDone) {
  const auto failed = [](const std::string& what, const std::string& error) {
    return compound(what, R"("WRITE","GETATTR")", R"("offset":0,"length":1,"stable":"FILE_SYNC","data":"b")",
                    error);
  };
  const auto read = [](const std::string& when, const std::string& data) {
    return compound(when + " READ /f", R"("READ")", R"("offset":0,"length":1)",
                    fmt::format(R"("value":1,"data":"{}")", data));
  };
  const std::string delayed = R"("error":"NFS4ERR_DELAY","failed":"WRITE")";
  const std::string no_space = R"("error":"NFS4ERR_NOSPC","failed":"WRITE")";
  EXPECT_EQ(
      checked("nfs4", {wrote("c1 1 2", "8"), failed("c1 3 4 WRITE /f", delayed), read("c2 5 6", "b")}).answer,
      history::Answer::violated);
  EXPECT_EQ(said("nfs4", {wrote("c1 1 2", "8"), failed("c1 3 4 WRITE /f", no_space), read("c2 5 6", "b")}),
            "holds");
}

}  // namespace
}  // namespace braid::conformance
