// Writes of parts of blocks: which blocks are read first, what is sent for that, what the blocks hold then,
// and how many schedules end so, counted here a second time.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

constexpr const char* kFile = "file a = 0 blocks 2\n";

class Unaligned : public testing::Test {
 protected:
  json computed(std::vector<std::string> words, const std::string& text) {
    words.insert(words.begin() + 1, {directory_.write("unaligned.trace", text), "--json"});
    const VerbRun run = braid(words);
    EXPECT_EQ(run.code, 0) << text << run.err;
    return run.code == 0 ? json::parse(run.out) : json();
  }
  /// How many READs the clients' operations take, one client's after the other's, under both versions.
  int reads(const std::string& files, const std::string& clients) {
    std::vector<int> reads;
    for (const char* system : {"nfs2", "nfs3"}) {
      const json priced =
          computed({"cost", "--under", system}, fmt::format("system {}\n{}{}", system, files, clients));
      const json& run = priced.at("workloads").at(0).at("systems").at(0).at("runs").at(0);
      const json& messages = run.at("total").at("messages");
      reads.push_back(messages.contains("READ") ? messages.at("READ").at("calls").get<int>() : 0);
    }
    EXPECT_EQ(reads[0], reads[1]) << clients;
    return reads[0];
  }
  TemporaryDirectory directory_;
};

TEST_F(Unaligned, ReadsTheBlockThatTheClientDoesNotHave) {
  EXPECT_EQ(reads(kFile, "client c0: open a, write at 0, close\n"), 0);
  EXPECT_EQ(reads(kFile, "client c0: open a, write at 0 unaligned, close\n"), 1);
  EXPECT_EQ(reads(kFile, "client c0: open a, write at 0 unaligned, write at 1 unaligned, close\n"), 2);
}

TEST_F(Unaligned, DoesNotReadTheBlockThatTheClientHas) {
  EXPECT_EQ(reads(kFile, "client c0: open a, read at 0, write at 0 unaligned, close\n"), 1);
  EXPECT_EQ(reads(kFile, "client c0: open a, write at 0, write at 0 unaligned, close\n"), 0);
  EXPECT_EQ(
      reads(kFile,
            "client c0: open a, write at 0 unaligned, fsync, write at 0 unaligned, close, open a, write "
            "at 0 unaligned, read at 0, close\n"),
      1);
  EXPECT_EQ(reads(kFile,
                  "client c0.p: open a, read at 1, close\n"
                  "client c0.q: open a, write at 1 unaligned, close\n"),
            1);
}

TEST_F(Unaligned, ReadsAgainWhatHasChangedOrIsGone) {
  EXPECT_EQ(reads(kFile,
                  "client c0.p: open a, read, close\nclient c1: open a, write at 0, close\n"
                  "client c0.q: open a, write at 0 unaligned, close\n"),
            3);
  EXPECT_EQ(reads("capacity memory=1\n" + std::string(kFile),
                  "client c0: open a, read at 0, read at 1, write at 0 unaligned, close\n"),
            3);
}

/// What lies behind the end of a file need not be read; a hole before it is.
TEST_F(Unaligned, DoesNotReadBehindTheEnd) {
  EXPECT_EQ(reads(kFile, "client c0: open a truncate, write at 0 unaligned, write at 1 unaligned, close\n"),
            0);
  EXPECT_EQ(reads(kFile, "client c0: open a truncate, write at 1, write at 0 unaligned, close\n"), 1);
  EXPECT_EQ(
      reads(kFile, "client c0: truncate a, open a, write at 1 unaligned, fsync, write at 0 unaligned\n"), 1);
  EXPECT_EQ(reads("file a absent blocks 2\n",
                  "client c0: create a, open a, write at 0 unaligned, fsync, write at 1 unaligned, close\n"),
            0);
  EXPECT_EQ(reads("values counter\nfile a = 0\n",
                  "client c0: open a, write at 0 unaligned, close\nclient c1: remove a\n"),
            1);
  const std::string of_another = "client c0: open a truncate, write at 0, close\n";
  EXPECT_EQ(reads(kFile, of_another + "client c1: open a, write at 1 unaligned, close\n"), 0);
  EXPECT_EQ(reads(kFile, of_another + "client c1: open a, write at 0 unaligned, close\n"), 1);
}

/// Of all orders of c0's steps and c1's, those in which c0's step `later` comes after c1's step `earlier`.
std::uint64_t orders(std::size_t steps_0, std::size_t later, std::size_t steps_1, std::size_t earlier) {
  std::vector<std::vector<std::uint64_t>> ways(steps_0 + 1, std::vector<std::uint64_t>(steps_1 + 1, 0));
  for (std::size_t c0 = 0; c0 <= steps_0; ++c0) {
    for (std::size_t c1 = 0; c1 <= steps_1; ++c1) {
      if (c0 == 0 && c1 == 0) ways[0][0] = 1;
      const bool too_early = c0 == later && c1 < earlier;
      if (c0 > 0 && !too_early) ways[c0][c1] += ways[c0 - 1][c1];
      if (c1 > 0) ways[c0][c1] += ways[c0][c1 - 1];
    }
  }
  return ways[steps_0][steps_1];
}

// Steps of nfs2: GETATTR's call, service and reply, 1 to 3; the READ's, of which the last writes, 4 to 6; the
// WRITE's, 7 to 9; the close, 10. Without a READ there are two fewer.
constexpr std::size_t kSteps = 10;
constexpr std::size_t kStores = 8;

TEST_F(Unaligned, TheBlockHoldsWhatWasStoredLast) {
  const std::string c0 = "system nfs2\nfile a = 0\nclient c0: open a, write at 0 unaligned, close\n";
  const auto schedules = [&](const std::string& c1, const std::string& value) -> std::string {
    const json counted = computed({"count"}, c0 + c1);
    EXPECT_EQ(counted.at("outcomes").size(), 2U);
    for (const json& outcome : counted.at("outcomes"))
      if (outcome.at("values").at("server.a") == value) return outcome.at("schedules");
    return "";
  };
  const std::string aligned = "client c1: open a, write, close\n";
  const std::string unaligned = "client c1: open a, write at 0 unaligned, close\n";
  EXPECT_EQ(orders(kSteps, kStores, kSteps - 2, kStores - 2), 27027U);
  EXPECT_EQ(schedules(aligned, "c0#1"), "27027");
  EXPECT_EQ(schedules(aligned, "c1#1"), std::to_string(43758 - 27027));
  EXPECT_EQ(orders(kSteps, kStores, kSteps, kStores), 92378U);
  EXPECT_EQ(schedules(unaligned, "c0#1"), "92378");
  EXPECT_EQ(schedules(unaligned, "c1#1"), "92378");
}

/// c1 stores between c0's READ and c0's WRITE, and what it stores is lost.
TEST_F(Unaligned, TellsItsSteps) {
  const std::string trace = directory_.write("lost.trace",
                                             "system nfs2\nfile a = 0 blocks 2\n"
                                             "client c0: open a, write at 1 unaligned, close\n"
                                             "client c1: open a, write at 1, close\n");
  const VerbRun run = braid({"replay", trace, "--columns", "--schedule", "041042732291061032"});
  EXPECT_EQ(run.code, 0) << run.err;
  const std::size_t write = run.out.find("   4  ");
  const std::size_t close = run.out.find("  13  ");
  EXPECT_EQ(run.out.substr(write, close - write),
            "   4  write a.1: calls\n"
            "   5                                                                  READ for c0\n"
            "   6                                  open a: calls\n"
            "   7                                                                  GETATTR for c1\n"
            "   8                                  takes the reply; open a\n"
            "   9                                  write a.1\n"
            "  10                                  close a: calls\n"
            "  11                                                                  WRITE of a.1 for c1\n"
            "  12  takes the reply; write a.1\n");
  EXPECT_NE(run.out.find("final: server.a.0=0; server.a.1=c0#1\n"), std::string::npos) << run.out;
}

/// Who may not read the file cannot change a part of a block.
TEST_F(Unaligned, FailsWhereTheReadIsRefused) {
  const std::string head = "system nfs2\nfile a = 0\ndirectory d: a\nacl d: c0 w\nclient c0: open a, ";
  const auto outcome = [&](const std::string& write) -> std::string {
    const json counted = computed({"count"}, head + write + ", close\n");
    EXPECT_EQ(counted.at("outcomes").size(), 1U);
    return counted.at("outcomes").at(0).at("values").at("server.a");
  };
  EXPECT_EQ(outcome("write at 0"), "c0#1");
  EXPECT_EQ(outcome("write at 0 unaligned"), "0");
}

/// The client itself has removed the file meanwhile, and knows no size of it.
TEST_F(Unaligned, FailsWhereTheFileIsGone) {
  const json replayed = computed({"replay", "--counts", "--schedule", "0412630410"},
                                 "system nfs2 silly=remove\nfile a = 0\n"
                                 "client c0.p: open a, write at 0 unaligned, close\nclient c0.q: remove a\n");
  EXPECT_EQ(replayed.at("ending"), "final");
  EXPECT_EQ(replayed.at("events").at("gone"), 1);
  EXPECT_EQ(replayed.at("events").at("write"), 0);
}

}  // namespace
}  // namespace braid::test
