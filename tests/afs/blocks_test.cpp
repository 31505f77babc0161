// Files of several blocks: what reads and writes of one block do, that files move as a whole, what makes a
// file empty, what fsync stores; and which messages that takes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "refusal.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

constexpr const char* kAfs2 = "system afs2 granularity=message\n";
constexpr const char* kSystems[] = {"system afs1\n", kAfs2};

class Blocks : public testing::Test {
 protected:
  /// The verb's document about a trace.
  json computed(const std::string& verb, const std::string& text, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {verb, directory_.write("blocks.trace", text), "--json"});
    const VerbRun run = braid(more);
    EXPECT_EQ(run.code, 0) << run.out << run.err;
    return json::parse(run.out);
  }
  /// `server.a.0=c0#1; ... x10`, a line an outcome, in the order of their schedules.
  std::string outcomes(const std::string& text) {
    std::string lines;
    const json counted = computed("count", text);
    for (const json& outcome : counted.at("outcomes")) {
      for (const auto& [name, value] : outcome.at("values").items())
        lines += name + "=" + value.get<std::string>() + "; ";
      lines += "x" + outcome.at("schedules").get<std::string>() + "\n";
    }
    return lines;
  }
  /// How often each event of the first outcome's schedule happens, of those that are messages.
  std::string messages(const std::string& text) {
    return messages_of(text, computed("count", text).at("outcomes").at(0).at("witness"));
  }
  std::string messages_of(const std::string& text, const std::string& schedule) {
    const std::string path = directory_.write("messages.trace", text);
    const VerbRun run = braid({"replay", path, "--schedule", schedule, "--counts", "--json"});
    EXPECT_EQ(run.code, 0) << run.err;
    std::string lines;
    const json replayed = json::parse(run.out);
    for (const auto& [name, number] : replayed.at("events").items()) {
      const bool message = std::string(kNoMessages).find(" " + name + " ") == std::string::npos;
      if (!message || number == 0) continue;
      lines += name + " " + number.dump() + "\n";
    }
    return lines;
  }

 private:
  static constexpr const char* kNoMessages =
      " open read write close call_open call_close fetch store serve reply refused crash change administer ";
  TemporaryDirectory directory_;
};

TEST_F(Blocks, AreReadAndWrittenByThemselves) {
  for (const std::string system : kSystems) {
    EXPECT_EQ(outcomes(system +
                       "file a = 0 blocks 3\nclient c0: open a, write at 1, read at 2, read, fsync, close, "
                       "open a truncate, read at 1, write at 0, close\n"),
              "c0.read1=0; c0.read2.0=0; c0.read2.1=c0#1; c0.read2.2=0; c0.read3=none; "
              "server.a.0=c0#2; server.a.1=none; server.a.2=none; x1\n");
    EXPECT_EQ(outcomes(system +
                       "values counter\nfile a = 7 blocks 2, b = 5\n"
                       "client c0: open a, write, open b, write b, write a at 1, read a, close a, close b\n"),
              "c0.read1.0=2; c0.read1.1=4; server.a.0=2; server.a.1=4; server.b=3; x1\n");
  }
}

/// Who reads and writes whole files, for him blocks make no difference.
TEST_F(Blocks, AreMovedTogether) {
  for (const std::string system : kSystems) {
    const std::string clients =
        "client c0: open a, write, close, open a, read, close\nclient c1: open a, write, close\n";
    const json one = computed("count", system + "file a = 0\n" + clients);
    const json three = computed("count", system + "file a = 0 blocks 3\n" + clients);
    for (const char* number : {"states", "transitions", "schedules"})
      EXPECT_EQ(one.at(number), three.at(number));
  }
}

TEST_F(Blocks, OfTwoWhoOverwriteThemAreNeverAMix) {
  const std::string clients =
      "file a = 0 blocks 2\nclient c0: open a, write, close\nclient c1: open a, write, close\n";
  EXPECT_EQ(outcomes(kAfs2 + clients),
            "server.a.0=c0#1; server.a.1=c0#1; x18474\n"
            "server.a.0=c1#1; server.a.1=c1#1; x18474\n");
  EXPECT_EQ(outcomes("system nfs3\n" + clients),
            "server.a.0=c0#1; server.a.1=c0#1; x3779650\n"
            "server.a.0=c1#1; server.a.1=c1#1; x3779650\n"
            "server.a.0=c0#1; server.a.1=c1#1; x1420650\n"
            "server.a.0=c1#1; server.a.1=c0#1; x1420650\n");
}

/// What is written into one block goes on top of what the other client had stored, or over it.
TEST_F(Blocks, ThatWereNotWrittenAreStoredAsTheyWereFetched) {
  EXPECT_EQ(outcomes("system afs1\nfile a = 0 blocks 2\nclient c0: open a, write at 0, close\n"
                     "client c1: open a, write at 1, close\n"),
            "server.a.0=0; server.a.1=c1#1; x3444\n"
            "server.a.0=c0#1; server.a.1=0; x3444\n"
            "server.a.0=c0#1; server.a.1=c1#1; x438\n");
}

/// Versions that hold the same are not the same version.
TEST_F(Blocks, ThatAreEmptyAgainAreOfAnotherVersion) {
  for (const std::string system : kSystems) {
    const std::string trace =
        system +
        "file a = 0 blocks 2\nclient c0: open a truncate, close, open a, read, close\n"
        "client c1: open a truncate, close\nexpect close-to-open holds\nexpect version-content holds\n"
        "expect applied-once holds\nexpect last-closer-wins holds\nexpect no-lost-write holds\n"
        "forall: c0.read1.0 = none and server.a.1 = none\n";
    EXPECT_EQ(computed("check", trace).at("traces").size(), 1U);
  }
}

/// A copy whose store was refused is dirty while it is open, and no version of the file afterwards.
TEST_F(Blocks, ThatMayNotBeStoredAreForgotten) {
  for (const std::string system : kSystems) {
    const std::string trace =
        system +
        "file a = 0 blocks 2\ndirectory d: a\nacl d: c0 rw, c1 r\nclient c0: open a truncate, close\n"
        "client c1: open a truncate, write, close, open a, write at 1, fsync, read at 1, close, open a, "
        "read, close\n"
        "expect access-control holds\nexpect reference-count holds\nexpect version-content holds\n"
        "forall: c1.read1 = c1#2 and c1.read2.1 != c1#2 and c1.read2.0 = c1.read2.1\nforall: server.a.0 = "
        "none\n";
    EXPECT_EQ(computed("check", trace).at("traces").size(), 1U);
  }
}

TEST_F(Blocks, CostMessages) {
  const std::string file = "file a = 0 blocks 2\n";
  EXPECT_EQ(
      messages(kAfs2 + file + "client c0: open a, read, close, open a, write at 0, fsync, write, close\n"),
      "fetch_data 1\nstore_data 2\n");
  EXPECT_EQ(messages(kAfs2 + file + "client c0: open a, write at 0 unaligned, close\n"),
            "fetch_data 1\nstore_data 1\n");
  EXPECT_EQ(
      messages("system afs1\n" + file + "client c0: open a, read, close, open a, write, close, stat a\n"),
      "fetch_data 1\nfetch_status 1\nstore_data 1\ntest 1\n");
  EXPECT_EQ(messages(kAfs2 + file + "client c0: open a truncate, write, close, stat a, flush a, stat a\n"),
            "fetch_status 2\ngive_up 1\nstore_data 1\n");
  EXPECT_EQ(messages("system afs1\n" + file + "client c0: open a, close, open a truncate, close\n"),
            "fetch_data 1\nfetch_status 1\nstore_data 1\n");
}

/// With fetch=read data come when they are needed: to be read, or to store what is left of a file.
TEST_F(Blocks, CostMessagesWhenTheyAreRead) {
  const std::string start = "system afs2 granularity=message fetch=read\nfile a = 0 blocks 2\nclient c0: ";
  const auto sent = [&](const std::string& program) { return messages(start + program + "\n"); };
  EXPECT_EQ(sent("open a, close"), "fetch_status 1\n");
  EXPECT_EQ(sent("open a, write, close"), "fetch_status 1\nstore_data 1\n");
  EXPECT_EQ(sent("open a, write, read, close, open a, read, close"), "fetch_status 1\nstore_data 1\n");
  EXPECT_EQ(sent("open a, write at 0, write at 1, close"), "fetch_data 1\nfetch_status 1\nstore_data 1\n");
  EXPECT_EQ(sent("open a, read at 1, read, close, open a, read, close"), "fetch_data 1\nfetch_status 1\n");
  EXPECT_EQ(sent("stat a, open a, read, close"), "fetch_data 1\nfetch_status 1\n");
  EXPECT_EQ(sent("open a, close, flush a, open a, read, close"), "fetch_data 1\nfetch_status 2\ngive_up 1\n");
  EXPECT_EQ(sent("open a truncate, write at 0, close"), "fetch_status 1\nstore_data 1\n");
}

/// By hand: an open and a read are two calls of three steps each, where they were one call and a step. Two
/// readers do not wait for each other, so that their steps interleave in (12 over 6) ways, and in (8 over 4).
TEST_F(Blocks, TakeMoreStepsWhenTheyAreFetchedToBeRead) {
  const std::string readers = "file a = 0 blocks 2\nclient c0: open a, read\nclient c1: open a, read at 1\n";
  EXPECT_EQ(computed("count", "system afs2 granularity=message fetch=read\n" + readers).at("schedules"),
            "924");
  EXPECT_EQ(computed("count", "system afs2 granularity=message\n" + readers).at("schedules"), "70");
}

/// What is written into one block goes on top of what the server has when it is written.
TEST_F(Blocks, AreFetchedToBeWrittenInPart) {
  EXPECT_EQ(outcomes("system afs2 granularity=message fetch=read\nvalues counter\nfile a = 7 blocks 2\n"
                     "client c0: open a, write at 1, read, close\n"),
            "c0.read1.0=7; c0.read1.1=1; server.a.0=7; server.a.1=1; x1\n");
  const std::string trace =
      "system afs2 granularity=message fetch=read\nfile a = 0 blocks 2\nclient c0: open a, write at 0, "
      "close\n"
      "client c1: open a, write at 1, close\nexpect whole-file holds\nexpect close-to-open holds\n"
      "expect no-lost-write holds\nexpect last-closer-wins holds\nexpect version-content holds\n"
      "forall: server.a.0 = c0#1 or server.a.1 = c1#1\nexists: server.a.0 = 0\n";
  EXPECT_EQ(computed("check", trace).at("traces").size(), 1U);
}

/// A callback is a message, its answer another; of what else there is, one each.
TEST_F(Blocks, CostMessagesOfTheServerToo) {
  EXPECT_EQ(messages_of(kAfs2 + std::string("file a = 0 blocks 2\nclient c0: open a\n"
                                            "client c1: open a, write, close\n"),
                        "0,6,1,2,8,3,2,2,8,4,10,9,9,3"),
            "break 1\nbreak_acknowledged 1\nfetch_data 2\nstore_data 1\n");
  EXPECT_EQ(messages(kAfs2 +
                     std::string("file a = 0 blocks 2, b = 0 blocks 2, d = 0, e absent, r = 0\nvolume v: r\n"
                                 "directory f: a, b\nacl f: c0 rwa\n"
                                 "client c0: makedir d, create e, rename a b, release v, setacl f c0 rwa\n")),
            "create 1\nmakedir 1\nrelease 1\nrename 1\nsetacl 1\n");
}

/// What is sent again is another message.
TEST_F(Blocks, CostMessagesThatAreSentAgain) {
  const std::string text = "file a = 0 blocks 2\nclient c0: open a\nfaults loss<=1 retransmit<=1\n";
  EXPECT_EQ(messages_of(kAfs2 + text, "06231"), "fetch_data 2\n");
}

}  // namespace
}  // namespace braid::test
