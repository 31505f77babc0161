// What is said of violations of NFS 2 and 3, each beside a recording that differs little and holds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "written_messages.h"

namespace braid::conformance {
namespace {

using Events = std::vector<std::string>;

std::string read(const std::string& when, const std::string& data, const std::string& more = "") {
  return message("nfs3 " + when + " READ /f", R"("handle":"f","offset":0,"length":4)",
                 fmt::format(R"("value":{},"data":"{}"{})", data.size(), data, more));
}

std::string wrote(const std::string& when, const std::string& data, const std::string& more = "",
                  const std::string& how = "FILE_SYNC", const std::string& verifier = "01") {
  return message(
      "nfs3 " + when + " WRITE /f",
      fmt::format(R"("handle":"f","offset":0,"length":{},"stable":"{}","data":"{}")", data.size(), how, data),
      fmt::format(R"("value":{},"committed":"{}","verifier":"{}"{})", data.size(), how, verifier, more));
}

std::string attributes(const std::string& when, const std::string& what, const std::string& file = "f") {
  return message(fmt::format("nfs3 {} GETATTR /{}", when, file), fmt::format(R"("handle":"{}")", file), what);
}

TEST(NfsSentences, TellOfDataThatWereReplaced) {
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "old."), wrote("c1 3 4", "new."), read("c2 5 6", "old.")}),
            "violated\n"
            "the bytes from 0 to 4 of /f: c2's READ (line 3)\n"
            "  it holds \"new.\": the reply says \"old.\"; accepts a reply with \"new.\"");
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "old."), wrote("c1 3 7", "new."), read("c2 5 6", "old.")}),
            "holds");
}

TEST(NfsSentences, TellOfAllStatesAndHowTheyCameAbout) {
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "old."), read("c2 5 6", "odd."), wrote("c1 3 7", "new.")}),
            "violated\n"
            "the bytes from 0 to 4 of /f: c2's READ (line 2)\n"
            "  it holds \"new.\" (after c1's WRITE (line 3)): the reply says \"odd.\"; accepts a "
            "reply with \"new.\"\n"
            "  it holds \"old.\": the reply says \"odd.\"; accepts a reply with \"old.\"");
}

TEST(NfsSentences, DataAreFollowedByPartsAsTheyOverlap) {
  const std::string half =
      message("nfs3 c2 3 4 WRITE /f", R"("handle":"f","offset":2,"length":2,"data":"XX")",
              R"("value":2,"committed":"FILE_SYNC","verifier":"01")");
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "abcd"), half, read("c1 5 6", "abXX")}), "holds");
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "abcd"), half, read("c1 5 6", "abcd")}),
            "violated\n"
            "the bytes from 2 to 4 of /f: c1's READ (line 3)\n"
            "  it holds \"XX\": the reply says \"cd\"; accepts a reply with \"XX\"");
}

TEST(NfsSentences, WhatWasThereAtFirstIsLearned) {
  EXPECT_EQ(said("nfs3", {read("c1 1 2", "init"), read("c2 3 4", "init")}), "holds");
  EXPECT_EQ(said("nfs3", {read("c1 1 2", "init"), read("c2 3 4", "none")}),
            "violated\n"
            "the bytes from 0 to 4 of /f: c2's READ (line 2)\n"
            "  it holds \"init\": the reply says \"none\"; accepts a reply with \"init\"");
  EXPECT_EQ(said("nfs3", {read("c1 1 2", "init")}),
            "unknown: no reply tells anything that the model knew before");
}

TEST(NfsSentences, WhoIsNotInTheRecordingExplainsData) {
  ConformanceOptions others;
  others.others = true;
  const Events events = {read("c1 1 2", "init", R"(,"mtime":"5")"),
                         read("c2 3 4", "none", R"(,"mtime":"6")")};
  EXPECT_EQ(said("nfs3", events, others), "holds");
  const Events back = {attributes("c1 1 2", R"("mtime":"6")"), attributes("c1 3 4", R"("mtime":"5")")};
  EXPECT_EQ(said("nfs3", back, others),
            "violated\n"
            "the modification time of /f: c1's GETATTR (line 2)\n"
            "  it is 6.000000000: the reply says 5.000000000, which is less; accepts a reply with "
            "6.000000000 or more");
}

TEST(NfsSentences, TellOfASizeThatNothingMade) {
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "abcd", R"(,"size":4)"), attributes("c2 3 4", R"("size":8)")}),
            "violated\n"
            "the size of /f: c2's GETATTR (line 2)\n"
            "  it is 4 bytes long: the reply says 8; accepts a reply with 4");
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "abcd", R"(,"size":4)"), attributes("c2 3 4", R"("size":4)")}),
            "holds");
  EXPECT_EQ(
      said("nfs3", {attributes("c2 1 2", R"("size":4)"), read("c2 3 4", "ab", R"(,"eof":true)")}),
      "violated\n"
      "the size of /f: c2's READ (line 2)\n"
      "  it is 4 bytes long: the reply says that it ends at 2 or before; accepts an end at 4 or behind it");
}

TEST(NfsSentences, TellOfATimeThatNothingMoved) {
  EXPECT_EQ(
      said("nfs3", {attributes("c1 1 2", R"("mtime":"5")"), attributes("c1 3 4", R"("mtime":"6")")}),
      "violated\n"
      "the modification time of /f: c1's GETATTR (line 2)\n"
      "  it is 5.000000000: the reply says 6.000000000, although nothing that changes it was outstanding; "
      "accepts a reply with 5.000000000");
  EXPECT_EQ(said("nfs3", {attributes("c1 1 2", R"("mtime":"5")"), attributes("c1 3 4", R"("mtime":"6")"),
                          wrote("c2 3 7", "abcd", R"(,"mtime":"6")")}),
            "holds");
  EXPECT_EQ(
      said("nfs3", {wrote("c2 1 2", "abcd", R"(,"mtime":"6")"), attributes("c1 3 4", R"("mtime":"5")")}),
      "violated\n"
      "the modification time of /f: c1's GETATTR (line 2)\n"
      "  it is 6.000000000: the reply says 5.000000000, which is less; accepts a reply with 6.000000000");
}

TEST(NfsSentences, ACallWithoutAReplyMayHaveBeenCarriedOutAtAnyTime) {
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "old."), wrote("c2 3 -", "lost"), read("c1 5 6", "old."),
                          read("c1 7 8", "lost")}),
            "holds");
  EXPECT_EQ(said("nfs3", {wrote("c1 1 2", "old."), wrote("c2 3 -", "lost"), read("c1 5 6", "lost"),
                          read("c1 7 8", "old.")}),
            "violated\n"
            "the bytes from 0 to 4 of /f: c1's READ (line 4)\n"
            "  it holds \"lost\" (after c2's WRITE (line 2)): the reply says \"old.\"; accepts "
            "a reply "
            "with \"lost\"");
}

TEST(NfsSentences, ACallSentAgainIsCarriedOutOnceUnlessToldOtherwise) {
  const auto sent = [](const std::string& when, const std::string& more) {
    const std::string reply = R"("value":4,"committed":"FILE_SYNC","verifier":"01")";
    return message("nfs3 " + when + " WRITE /f",
                   R"("xid":7,"handle":"f","offset":0,"length":4,"data":"one.")" + more,
                   when.back() == '-' ? "" : reply);
  };
  const Events events = {sent("c1 1 -", ""), sent("c1 3 4", R"(,"attempt":2)"), wrote("c2 5 6", "two."),
                         read("c2 7 8", "one.")};
  EXPECT_EQ(said("nfs3", events),
            "violated\n"
            "the bytes from 0 to 4 of /f: c2's READ (line 4)\n"
            "  it holds \"two.\": the reply says \"one.\"; accepts a reply with \"two.\"");
  ConformanceOptions executed;
  executed.duplicates = Duplicates::executed;
  EXPECT_EQ(said("nfs3", events, executed), "holds");
}

TEST(NfsSentences, OnlyWhatIsUnstableIsLostInARestart) {
  const auto history = [](const std::string& how) {
    return Events{wrote("c1 1 2", "old."), wrote("c1 3 4", "new.", "", how),
                  wrote("c2 5 6", "x", "", "FILE_SYNC", "02"), read("c2 7 8", "xld.")};
  };
  EXPECT_EQ(said("nfs3", history("UNSTABLE")), "holds");
  EXPECT_EQ(said("nfs3", history("FILE_SYNC")),
            "violated\n"
            "the bytes from 1 to 4 of /f: c2's READ (line 4)\n"
            "  it holds \"ew.\": the reply says \"ld.\"; accepts a reply with \"ew.\"");
  Events committed = history("UNSTABLE");
  committed.insert(
      committed.begin() + 2,
      message("nfs3 c1 4.1 4.2 COMMIT /f", R"("handle":"f","offset":0,"length":0)", R"("verifier":"01")"));
  EXPECT_EQ(checked("nfs3", committed).answer, history::Answer::violated);
}

TEST(NfsSentences, TellOfAVerifierThatComesBack) {
  EXPECT_EQ(
      said("nfs3", {wrote("c1 1 2", "a", "", "UNSTABLE", "01"), wrote("c1 3 4", "b", "", "UNSTABLE", "02"),
                    wrote("c1 5 6", "c", "", "UNSTABLE", "01")}),
      "violated\n"
      "the write verifier of s: c1's WRITE (line 3)\n"
      "  it is 02 (after c1's WRITE (line 2)): the reply says 01, which it was before; accepts "
      "a "
      "reply with 02 or one that it never had");
  EXPECT_EQ(
      said("nfs3", {wrote("c1 1 2", "a", "", "UNSTABLE", "01"), wrote("c1 3 4", "b", "", "UNSTABLE", "02"),
                    wrote("c1 5 6", "c", "", "UNSTABLE", "03")}),
      "holds");
}

std::string looked_up(const std::string& when, const std::string& name, const std::string& result) {
  return message(fmt::format("nfs3 {} LOOKUP /{}", when, name),
                 fmt::format(R"("handle":"d","name":"{}")", name), result);
}

TEST(NfsSentences, TellOfANameThatIsGone) {
  const std::string removed = message("nfs3 c1 3 4 REMOVE /n", R"("handle":"d","name":"n")");
  const std::string misses = R"("error":"NFS3ERR_NOENT")";
  const std::string finds = R"("handle":"n1")";
  EXPECT_EQ(said("nfs3", {looked_up("c2 1 2", "n", finds), removed, looked_up("c2 5 6", "n", misses)}),
            "holds");
  EXPECT_EQ(said("nfs3", {looked_up("c2 1 2", "n", finds), removed, looked_up("c2 5 6", "n", finds)}),
            "violated\n"
            "the name handle:d/n: c2's LOOKUP (line 3)\n"
            "  handle:d/n is no file: the reply says that handle:d/n is /n (handle n1); accepts that there "
            "is no such file");
  EXPECT_EQ(said("nfs3", {removed, message("nfs3 c1 5 6 REMOVE /n", R"("handle":"d","name":"n")")}),
            "violated\n"
            "the name handle:d/n: c1's REMOVE (line 2)\n"
            "  handle:d/n is no file: the reply says that handle:d/n was removed; accepts that there is no "
            "such file");
}

TEST(NfsSentences, FollowAFileThroughARename) {
  const std::string renamed =
      message("nfs3 c1 3 4 RENAME /a", R"("handle":"d","name":"a","to_handle":"d","to":"b")");
  const std::string finds_1 = R"("handle":"1")";
  const std::string finds_2 = R"("handle":"2")";
  EXPECT_EQ(said("nfs3", {looked_up("c2 1 2", "a", finds_1), renamed, looked_up("c2 5 6", "b", finds_1)}),
            "holds");
  EXPECT_EQ(said("nfs3", {looked_up("c2 1 2", "a", finds_1), looked_up("c2 1 2", "b", finds_2), renamed,
                          looked_up("c2 5 6", "b", finds_2)}),
            "violated\n"
            "the names that renames connect: c2's LOOKUP (line 4)\n"
            "  handle:d/a is no file, handle:d/b is /a (handle 1): the reply says that handle:d/b is /b "
            "(handle 2); "
            "accepts a reply with /a (handle 1)");
}

TEST(NfsSentences, AListingTellsOfAllNames) {
  const std::string made =
      message("nfs3 c1 1 2 CREATE /n", R"("handle":"d","name":"n","how":"GUARDED")", R"("handle":"1")");
  const auto listed = [](const std::string& names) {
    return message("nfs3 c2 3 4 READDIR /", R"("handle":"d","cookie":0)",
                   fmt::format(R"("names":[".","..",{}],"eof":true)", names));
  };
  EXPECT_EQ(said("nfs3", {made, listed(R"("m","n")")}), "holds");
  EXPECT_EQ(said("nfs3", {made, listed(R"("m")")}),
            "violated\n"
            "the name /n: c2's READDIR (line 2)\n"
            "  /n is /n (handle 1): the reply says that there is no /n; accepts a reply with /n (handle 1)");
}

TEST(NfsSentences, OfNfs2AShortReadIsTheEnd) {
  const auto read_2 = [](const std::string& when, const std::string& data, const std::string& size) {
    return message("nfs2 " + when + " READ /f", R"("handle":"f","offset":0,"length":8)",
                   fmt::format(R"("type":"file","size":{},"value":{},"data":"{}")", size, data.size(), data));
  };
  EXPECT_EQ(said("nfs2", {read_2("c1 1 2", "abcd", "4"), read_2("c1 3 4", "abcd", "4")}), "holds");
  EXPECT_EQ(
      said("nfs2", {read_2("c1 1 2", "abcd", "4"), read_2("c1 3 4", "ab", "4")}),
      "violated\n"
      "the size of /f: c1's READ (line 2)\n"
      "  it is 4 bytes long: the reply says that it ends at 2 or before; accepts an end at 4 or behind it");
}

TEST(NfsSentences, AreUnknownWhereTheRecordingLacksCalls) {
  const Events events = {wrote("c1 1 2", "old."), read("c2 5 6", "odd.")};
  EXPECT_EQ(checked("nfs3", events, {}, R"("TCP packets without data":9)").answer, history::Answer::violated);
  const ConformanceVerdict verdict = checked("nfs3", events, {}, R"("gaps in TCP connections":3)");
  EXPECT_EQ(verdict.answer, history::Answer::unknown);
  EXPECT_EQ(verdict.why_unknown,
            "calls that the recording lacks may explain what follows; it lacks 3 gaps in TCP connections");
  ASSERT_EQ(verdict.violations.size(), 1U);
}

TEST(NfsSentences, AreUnknownWhereTooManyStatesArePossible) {
  Events events = {wrote("c0 0 0.5", "0000")};
  for (int k = 1; k <= 12; ++k)
    events.push_back(wrote(fmt::format("c{} 1 {}", k, 10 + k), fmt::format("{:04}", k)));
  events.insert(events.begin() + 1, read("c0 2 3", "0005"));
  ConformanceOptions few;
  few.most_states = 100;
  EXPECT_EQ(
      said("nfs3", events, few),
      "unknown: 1 of 3 objects had more than 100 states at once, the first the bytes from 0 to 4 of /f");
}

TEST(NfsSentences, RefuseWhatIsNoConversationOfTheProtocol) {
  const auto refusal = [](const std::string& protocol, const Events& events) {
    try {
      return said(protocol, events);
    } catch (const std::exception& error) {
      return std::string(error.what());
    }
  };
  const std::string of_2 = message("nfs2 c1 1 2 GETATTR /f", R"("handle":"f")", R"("size":4)");
  EXPECT_EQ(refusal("afs2", {of_2}), "the recording: the recording has no calls of afs2; it has 1 of nfs2");
  EXPECT_EQ(refusal("nfs3", {of_2, wrote("c1 3 4", "abcd")}),
            "the recording: beside calls of nfs3 the recording has 1 of nfs2, which change the same files; "
            "--against "
            "nfs looks at all of them");
  EXPECT_EQ(said("nfs", {of_2, wrote("c1 3 4", "abcde"),
                         message("nfs2 c1 5 6 GETATTR /f", R"("handle":"f")", R"("size":4)")}),
            "violated\n"
            "the size of /f: c1's GETATTR (line 3)\n"
            "  it is 5 bytes long: the reply says 4; accepts a reply with 5");
}

TEST(NfsSentences, AFileThatWasRenamedIsThereUnderItsNewName) {
  const std::string renamed =
      message("nfs3 c1 1 2 RENAME /d/x", R"("handle":"d","name":"x","to_handle":"d","to":"y")");
  const auto missed = [](const std::string& name) {
    return message("nfs3 c2 3 4 LOOKUP /d", R"("handle":"d","name":")" + name + '"',
                   R"("error":"NFS3ERR_NOENT")");
  };
  EXPECT_EQ(said("nfs3", {renamed, missed("x")}), "holds");
  // Nor if both were names of one file, which a rename leaves.
  EXPECT_EQ(checked("nfs3", {renamed, missed("y")}).answer, history::Answer::violated);
}

}  // namespace
}  // namespace braid::conformance
