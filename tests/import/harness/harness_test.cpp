#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    R"({"client":"c1","seq":0,"op":"open","path":"/f0","fd":4,"flags":"O_RDWR","t0":1795354228000000001,"t1":1795354228000000002,"ret":4}
{"client":"c1","seq":1,"op":"write","path":"/f0","fd":4,"off":16,"len":16,"data":"c01-000000------","t0":1795354228000000003,"t1":1795354228000000004,"ret":16}
{"client":"c1","seq":2,"op":"read","path":"/f0","fd":4,"off":0,"len":16,"data":"c02-000000------","t0":1795354228000000005,"t1":1795354228000000006,"ret":16}
{"client":"c1","seq":3,"op":"append","path":"/f0","fd":4,"len":2,"data":"\u00e4","t0":1795354228000000007,"t1":1795354228000000008,"ret":2}
{"client":"c1","seq":4,"op":"stat","path":"/f0","size":16,"mtime":1795354228.096000000,"ino":16,"t0":1795354228000000009,"t1":1795354228000000010,"ret":0}
{"client":"c1","seq":5,"op":"rename","path":"/t","to":"/f0","t0":1795354228000000011,"t1":1795354228000000012,"ret":0}
{"client":"c1","seq":6,"op":"read","path":"/f0","fd":4,"off":0,"len":16,"data":"","t0":1795354228000000013,"t1":1795354228000000014,"ret":-1,"err":"ESTALE"}
)";

TEST(Harness, GivesCallsWithTheirTimesInNanoseconds) {
  EXPECT_EQ(
      imported_text(kSample).text(),
      R"({"actor":"c1","operation":"open","object":"/f0","arguments":{"descriptor":4,"flags":"O_RDWR"},"start":"1795354228.000000001","end":"1795354228.000000002","result":{"value":4},"line":1}
{"actor":"c1","operation":"write","object":"/f0","arguments":{"descriptor":4,"offset":16,"length":16,"data":"c01-000000------"},"start":"1795354228.000000003","end":"1795354228.000000004","result":{"value":16},"line":2}
{"actor":"c1","operation":"read","object":"/f0","arguments":{"descriptor":4,"offset":0,"length":16},"start":"1795354228.000000005","end":"1795354228.000000006","result":{"value":16,"data":"c02-000000------"},"line":3}
{"actor":"c1","operation":"append","object":"/f0","arguments":{"descriptor":4,"length":2,"data":"ä"},"start":"1795354228.000000007","end":"1795354228.000000008","result":{"value":2},"line":4}
{"actor":"c1","operation":"stat","object":"/f0","start":"1795354228.000000009","end":"1795354228.000000010","result":{"size":16,"mtime":"1795354228.096000000","inode":16,"value":0},"line":5}
{"actor":"c1","operation":"rename","object":"/t","arguments":{"to":"/f0"},"start":"1795354228.000000011","end":"1795354228.000000012","result":{"value":0},"line":6}
{"actor":"c1","operation":"read","object":"/f0","arguments":{"descriptor":4,"offset":0,"length":16},"start":"1795354228.000000013","end":"1795354228.000000014","result":{"error":"ESTALE"},"line":7}
)");
}

TEST(Harness, KeepsSoMuchOfAValueAsIsAskedFor) {
  ImportOptions options;
  options.most_data = 3;
  const Imported history = imported_text(
      R"({"client":"c1","op":"write","path":"/f0","data":"abcdef","t0":1,"t1":2,"ret":6})", {}, options);
  EXPECT_EQ(
      history.text(),
      R"({"actor":"c1","operation":"write","object":"/f0","arguments":{"data":"abc","cut":true,"digest":"fa8afd82c423144d"},"start":"0.000000001","end":"0.000000002","result":{"value":6},"line":1}
)");
}

TEST(Harness, CallsThatDidNotReturnComeLast) {
  const Imported history = imported_text(
      R"({"client":"c1","op":"fsync","path":"/f0","t0":1}
{"client":"c2","op":"fsync","path":"/f0","t0":2,"t1":3,"ret":0}
)");
  EXPECT_EQ(
      history.text(),
      R"({"actor":"c2","operation":"fsync","object":"/f0","start":"0.000000002","end":"0.000000003","result":{"value":0},"line":2}
{"actor":"c1","operation":"fsync","object":"/f0","start":"0.000000001","line":1}
)");
}

TEST(Harness, CountsLinesThatAreNoCall) {
  const Imported history = imported_text(
      R"({"client":"c1","op":"fsync","path":"/f0","t0":1,"t1":3,"ret":0}
nonsense
{"client":"c1","op":"fsync","path":"/f0","t1":3,"ret":0}
{"client":"c1","op":"fsync","path":"/f0","t0":4,"t1":3,"ret":0}
{"client":"c1","op":"fsync","path":["/f0"],"t0":4,"t1":5,"ret":0}
{"client":"c1","op":"fsync","path":"/f0","t0":1,"t1":3,"ret":0} x

{"client":"c1","op":"fs)",
      "harness");
  EXPECT_EQ(history.records.size(), 1U);
  EXPECT_EQ(history.skipped(), "lines that are cut off 1, lines that are no call 5");
}

TEST(Harness, SurvivesDamage) {
  expect_survives_mutations(kSample, "harness");
}

struct Counted {
  std::string_view name;
  std::string_view operations;
  int clients = 3;
};

class HarnessRecordings : public testing::TestWithParam<Counted> {};

// The counts are those of the recordings' own description.
TEST_P(HarnessRecordings, HaveTheirOperations) {
  BRAID_NEEDS_RECORDINGS();
  const auto& [name, operations, clients] = GetParam();
  std::vector<std::filesystem::path> files;
  for (int client = 1; client <= clients; ++client)
    files.push_back(recordings() / (std::string(name) + ".c" + std::to_string(client) + ".jsonl"));
  if (clients == 0) files.push_back(recordings() / (std::string(name) + ".jsonl"));
  const Imported history = imported_files(files);
  EXPECT_EQ(history.operations(), operations);
  EXPECT_EQ(history.skipped(), "");
  EXPECT_TRUE(history.ledger.notes().empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, HarnessRecordings,
    testing::Values(
        Counted{"nfs/k3-append", "close 75, open 75, append 67, read 30"},
        Counted{"nfs/k3-mix",
                "read 184, open 134, close 121, write 75, stat 30, rename 22, fsync 19, unlink 16"},
        Counted{"nfs/k3-nocto", "read 303, close 180, open 180, write 88, stat 34"},
        Counted{"nfs/k3-rw", "read 303, close 180, open 180, write 88, stat 34"},
        Counted{"nfs/k3-session", "read 158, write 98, close 75, open 75, fsync 21"},
        Counted{"nfs/k3-soft-session", "read 63, write 48, open 36, close 32, fsync 7"},
        Counted{"nfs/k41-lock", "close 90, open 90, unlock 90, write 53, wrlock 53, rdlock 37, read 37"},
        Counted{"nfs/k41-session", "read 158, write 98, close 75, open 75, fsync 21"},
        Counted{"nfs/libnfs3-register", "close 200, open 200, write 103, read 97", 0},
        Counted{"nfs/libnfs4-register", "close 120, open 120, write 66, read 54", 0},
        Counted{"afs/afs-rw", "read 149, close 120, open 120, write 88, stat 16", 2},
        Counted{"afs/afs-session", "read 107, write 64, close 50, open 50, fsync 14", 2},
        Counted{"afs/kafs-rw", "read 254, close 150, open 150, write 77, stat 29"},
        Counted{"afs/kafs-session", "read 158, write 98, close 75, open 75, fsync 21"},
        Counted{"strace/k41-fsload", "read 131, write 53, close 50, open 50, fsync 8", 2}));

TEST(Harness, HasTheFailuresOfTheRecordings) {
  BRAID_NEEDS_RECORDINGS();
  const auto failed = [](std::string_view name) {
    std::size_t count = 0;
    for (const char* client : {"c1", "c2", "c3"}) {
      const Imported history =
          imported_files({recordings() / "nfs" / (std::string(name) + "." + client + ".jsonl")});
      for (const recording::Record& record : history.records)
        count += record.result.find("error") != nullptr ? 1U : 0U;
    }
    return count;
  };
  EXPECT_EQ(failed("k3-mix"), 26U);
  EXPECT_EQ(failed("k3-soft-session"), 10U);
}

}  // namespace
}  // namespace braid::import::test
