// What is said of violations of AFS, each beside a recording that differs little and holds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "written_messages.h"

namespace braid::conformance {
namespace {

using Events = std::vector<std::string>;

constexpr const char* kPromise = R"("callback":{"type":"shared","expires":100})";

std::string fetched(const std::string& when, int version, const std::string& data,
                    const std::string& more = "") {
  return message("afs " + when + " FetchData64 1.2.3", R"("fid":"1.2.3","offset":0,"length":65536)",
                 fmt::format(R"("value":{0},"data":"{1}","size":{0},"version":{2}{3}{4})", data.size(), data,
                             version, more.empty() ? "" : ",", more));
}

std::string stored(const std::string& when, int version, const std::string& data) {
  return message("afs " + when + " StoreData64 1.2.3",
                 fmt::format(R"("fid":"1.2.3","offset":0,"length":{0},"file_length":{0},"data":"{1}")",
                             data.size(), data),
                 fmt::format(R"("size":{},"version":{})", data.size(), version));
}

std::string called_back(const std::string& when, const std::string& client) {
  return message("afs-callback " + when + " CallBack 1.2.3",
                 fmt::format(R"("server":"{}","fids":["1.2.3"])", client));
}

TEST(AfsSentences, TellOfAVersionThatGoesBack) {
  EXPECT_EQ(said("afs2", {stored("c1 1 2", 8, "ab"), fetched("c2 3 4", 7, "ab")}),
            "violated\n"
            "1.2.3: c2's FetchData64 (line 2)\n"
            "  it is of version 8, 2 bytes, \"ab\" at 0: the reply is of version 7; accepts version 8 with 2 "
            "bytes");
  EXPECT_EQ(said("afs2", {stored("c1 1 4", 8, "ab"), fetched("c2 2 3", 7, "xy")}), "holds");
}

TEST(AfsSentences, TellOfAStoreThatIsNotCountedByOne) {
  EXPECT_EQ(said("afs2", {stored("c1 1 2", 8, "ab"), stored("c2 3 4", 10, "cd")}),
            "violated\n"
            "1.2.3: c2's StoreData64 (line 2)\n"
            "  it is of version 8, 2 bytes: the reply makes it version 10; accepts version 9");
  EXPECT_EQ(said("afs2", {stored("c1 1 2", 8, "ab"), stored("c2 3 4", 9, "cd")}), "holds");
  ConformanceOptions others;
  others.others = true;
  EXPECT_EQ(said("afs2", {stored("c1 1 2", 8, "ab"), stored("c2 3 4", 10, "cd")}, others), "holds");
  // At the same time: either may come first, and one does.
  EXPECT_EQ(said("afs2", {stored("c1 1 5", 9, "ab"), stored("c2 2 6", 8, "cd"), fetched("c3 7 8", 9, "ab")}),
            "holds");
}

TEST(AfsSentences, TellOfOtherDataInTheSameVersion) {
  EXPECT_EQ(said("afs2", {stored("c1 1 2", 8, "ab"), fetched("c2 3 4", 8, "xy")}),
            "violated\n"
            "1.2.3: c2's FetchData64 (line 2)\n"
            "  it is of version 8, 2 bytes, \"ab\" at 0: the reply has \"xy\" at 0 in the same version; "
            "accepts version "
            "8 with 2 bytes and \"ab\" at 0");
  ConformanceOptions others;
  others.others = true;
  EXPECT_EQ(checked("afs2", {stored("c1 1 2", 8, "ab"), fetched("c2 3 4", 8, "xy")}, others).answer,
            history::Answer::violated);
  EXPECT_EQ(said("afs2", {stored("c1 1 2", 8, "ab"), fetched("c2 3 4", 9, "xy")}, others), "holds");
}

TEST(AfsSentences, TellOfAPromiseThatWasNotKept) {
  const Events kept = {fetched("c2 1 2", 7, "xy", kPromise), called_back("s 3.1 3.2", "c2"),
                       stored("c1 3 4", 8, "ab")};
  EXPECT_EQ(said("afs2", kept), "holds");
  EXPECT_EQ(said("afs2", {kept[0], kept[2]}),
            "violated\n"
            "the callback promises on 1.2.3: c1's StoreData64 (line 2)\n"
            "  c2 holds a promise on version 7, by c2's FetchData64 (line 1): the reply tells that it is of "
            "version 8, "
            "although c2 was not told; accepts a CallBack to c2 before the reply");
}

TEST(AfsSentences, APromiseMayBeOverOtherwise) {
  const std::string given = fetched("c2 1 2", 7, "xy", kPromise);
  const auto ends_with = [&](const std::string& event, const std::string& store) {
    return said("afs2", {given, event, store});
  };
  const std::string store = stored("c1 5 6", 8, "ab");
  EXPECT_EQ(ends_with(message("afs c2 3 4 GiveUpCallBacks 1.2.3", R"("fids":["1.2.3"])"), store), "holds");
  EXPECT_EQ(ends_with(message("afs c2 3 4 GiveUpAllCallBacks", ""), store), "holds");
  EXPECT_EQ(ends_with(message("afs-callback s 3 4 InitCallBackState3", R"("server":"c2")"), store), "holds");
  EXPECT_EQ(ends_with(message("afs-callback s 3 - Probe", R"("server":"c2")"), store), "holds");
  EXPECT_EQ(ends_with(called_back("s 3 4", "c3"), stored("c1 105 106", 8, "ab")), "holds");
  EXPECT_EQ(ends_with(called_back("s 3 4", "c3"), store).substr(0, 8), "violated");
  EXPECT_EQ(ends_with(called_back("s 7 8", "c2"), store).substr(0, 8), "violated");
  // The client that stores knows.
  EXPECT_EQ(said("afs2", {given, stored("c2 5 6", 8, "ab")}), "holds");
}

TEST(AfsSentences, DirectoriesCountTheirChanges) {
  const auto made = [](const std::string& when, int version) {
    return message(
        "afs " + when + " CreateFile 1.1.1", R"("fid":"1.1.1","name":"n")",
        fmt::format(R"("fid":"1.4.9","size":0,"version":0,"directory":{{"size":2048,"version":{}}})",
                    version));
  };
  EXPECT_EQ(said("afs2", {made("c1 1 2", 5), made("c2 3 4", 6)}), "holds");
  EXPECT_EQ(said("afs2", {made("c1 1 2", 5), made("c2 3 4", 5)}),
            "violated\n"
            "1.1.1: c2's CreateFile (line 2)\n"
            "  it is of version 5, 2048 bytes: the reply makes it version 5; accepts a version from 6");
}

TEST(AfsSentences, AStoreThatFailedMayHaveChangedTheFile) {
  const std::string failed =
      message("afs c1 3 4 StoreData64 1.2.3", R"("fid":"1.2.3","offset":0,"length":1,"data":"z")",
              R"("error":"VDISKFULL")");
  EXPECT_EQ(said("afs2", {stored("c1 1 2", 8, "ab"), failed, fetched("c2 5 6", 9, "zb")}), "holds");
  EXPECT_EQ(checked("afs2", {stored("c1 1 2", 8, "ab"), fetched("c2 5 6", 9, "zb")}).answer,
            history::Answer::violated);
}

TEST(AfsSentences, AStoreThatWasNotAnsweredDoesNotTakeTheVersionBack) {
  const std::string unanswered =
      message("afs c1 3 - StoreData64 1.2.3", R"("fid":"1.2.3","offset":0,"length":1,"data":"z")");
  EXPECT_EQ(said("afs2", {stored("c1 1 2", 8, "ab"), unanswered, fetched("c2 5 6", 9, "zb")}), "holds");
  EXPECT_EQ(checked("afs2", {stored("c1 1 2", 8, "ab"), unanswered, fetched("c2 5 6", 7, "zb")}).answer,
            history::Answer::violated);
}

}  // namespace
}  // namespace braid::conformance
