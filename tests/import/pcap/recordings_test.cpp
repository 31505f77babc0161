// Captures of real clients and servers: calls to the unit, and data against what the programs themselves
// wrote down.
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "imported.h"

namespace braid::import::test {
namespace {

Imported capture(const std::string& name) {
  return imported_files({recordings() / (name + ".pcap")});
}

struct Recorded {
  const char* name;
  const char* operations;
};

class Recordings : public testing::TestWithParam<Recorded> {};

TEST_P(Recordings, HaveTheirCalls) {
  BRAID_NEEDS_RECORDINGS();
  const Imported imported = capture(GetParam().name);
  EXPECT_EQ(imported.operations(), GetParam().operations);
  EXPECT_TRUE(imported.ledger.notes().empty());
  // Everything else in these captures is acknowledgements and handshakes.
  EXPECT_EQ(imported.ledger.skipped_count(), imported.ledger.skipped().at("TCP packets without data").count);
}

// As the recordings' own description has them, and besides: NFSACL (GETACL), MOUNT (MNT, EXPORT, UMNT, eight
// NULL), NFS 4's NULL, CB_NOTIFY_LOCK.
INSTANTIATE_TEST_SUITE_P(
    Nfs, Recordings,
    testing::Values(
        Recorded{"nfs/k3-append", "GETATTR 69, ACCESS 47, WRITE 45, READ 27, LOOKUP 6"},
        Recorded{
            "nfs/k3-mix",
            "ACCESS 142, LOOKUP 112, WRITE 75, GETATTR 57, READ 38, CREATE 32, RENAME 22, SETATTR 22, REMOVE "
            "15, GETACL 3"},
        Recorded{"nfs/k3-nocto", "WRITE 60, ACCESS 15, GETATTR 12, READ 10, LOOKUP 6"},
        Recorded{"nfs/k3-rw", "GETATTR 174, ACCESS 71, READ 65, WRITE 60, LOOKUP 6"},
        Recorded{"nfs/k3-session", "GETATTR 69, WRITE 47, ACCESS 42, READ 25, LOOKUP 6"},
        Recorded{"nfs/k3-soft-session", "GETATTR 28, ACCESS 27, WRITE 26, READ 17, LOOKUP 6, COMMIT 3"},
        Recorded{
            "nfs/k41-lock",
            "LOCK 117, OPEN 93, CLOSE 90, FREE_STATEID 90, LOCKU 90, WRITE 53, GETATTR 37, READ 37, "
            "CB_NOTIFY_LOCK 9, DELEGRETURN 4, ACCESS 3, DESTROY_CLIENTID 3, DESTROY_SESSION 3, CB_RECALL 2"},
        Recorded{"nfs/k41-session",
                 "OPEN 77, CLOSE 75, WRITE 47, READ 26, DELEGRETURN 4, ACCESS 3, DESTROY_CLIENTID 3, "
                 "DESTROY_SESSION 3, CB_RECALL 2"},
        Recorded{
            "nfs/libnfs3-register",
            "ACCESS 200, LOOKUP 200, COMMIT 103, WRITE 103, READ 97, NULL 12, EXPORT 4, FSINFO 4, GETATTR 4, "
            "MNT 4, UMNT 4"},
        Recorded{"nfs/libnfs4-register",
                 "OPEN 120, COMMIT+CLOSE 66, WRITE 66, CLOSE 54, READ 54, LOOKUP 3, NULL 3, OPEN_CONFIRM 3, "
                 "SETCLIENTID 3, SETCLIENTID_CONFIRM 3"},
        Recorded{"strace/k3-make",
                 "GETATTR 18, ACCESS 14, LOOKUP 14, WRITE 8, CREATE 6, SETATTR 5, GETACL 2, READ 2, "
                 "READDIRPLUS 2, "
                 "MKDIR 1"}),
    [](const auto& test) {
      std::string name(test.param.name);
      std::replace_if(
          name.begin(), name.end(), [](char c) { return c == '/' || c == '-'; }, '_');
      return name;
    });

/// What the programs of a run wrote and read, per path.
struct History {
  std::map<std::string, std::set<std::string>> written;
  std::set<std::string> values;  ///< of every write, and what the files held at first
};

History history(const std::vector<std::string>& files) {
  History history;
  history.values.insert("init------------");
  for (const std::string& file : files) {
    std::ifstream lines(recordings() / file);
    EXPECT_TRUE(lines.is_open()) << file;
    for (std::string line; std::getline(lines, line);) {
      const auto call = nlohmann::json::parse(line);
      if (call["op"] != "write" && call["op"] != "append") continue;
      history.written[call["path"]].insert(call["data"]);
      history.values.insert(call["data"]);
    }
  }
  return history;
}

std::vector<std::string> clients(const std::string& name) {
  return {name + ".c1.jsonl", name + ".c2.jsonl", name + ".c3.jsonl"};
}

/// The values of 16 bytes that data is made of: clients write back whole pages.
std::vector<std::string> values_in(std::string_view data) {
  std::vector<std::string> values;
  for (; data.size() >= 16; data.remove_prefix(16)) values.emplace_back(data.substr(0, 16));
  return values;
}

/// Data of an event's arguments or result.
std::string_view data_of(const recording::Fields& fields) {
  const recording::Value* data = fields.find("data");
  return data != nullptr ? std::string_view(*data->text()) : std::string_view();
}

struct Run {
  std::string capture;
  std::vector<std::string> histories;
  std::string prefix;  ///< of paths on the server
};

void expect_data_of(const Run& run) {
  const Imported imported = capture(run.capture);
  const History history = test::history(run.histories);
  std::map<std::string, recording::Time> sent = {{"init------------", recording::Time{}}};
  for (const recording::Record& record : imported.records) {
    for (const std::string& value : values_in(data_of(record.arguments))) {
      EXPECT_TRUE(history.values.contains(value)) << record.line << ' ' << value;
      const auto first = sent.try_emplace(value, *record.start).first;
      first->second = std::min(first->second, *record.start);
    }
  }
  std::size_t reads = 0;
  for (const recording::Record& record : imported.records) {
    for (const std::string& value : values_in(data_of(record.result))) {
      ++reads;
      const auto write = sent.find(value);
      ASSERT_NE(write, sent.end()) << record.line << ' ' << value;
      EXPECT_LT(write->second, *record.end) << record.line << ' ' << value;
    }
  }
  EXPECT_GT(sent.size(), 20U);
  EXPECT_GT(reads, 5U);
}

/// Files that are never renamed: each value is written under the path under which the program wrote it.
void expect_paths_of(const Run& run) {
  const History history = test::history(run.histories);
  for (const recording::Record& record : capture(run.capture).records) {
    if (record.operation != "WRITE") continue;
    ASSERT_TRUE(record.object.starts_with(run.prefix)) << record.object;
    const auto written = history.written.find(record.object.substr(run.prefix.size()));
    ASSERT_NE(written, history.written.end()) << record.object;
    const std::string data(data_of(record.arguments));
    EXPECT_TRUE(written->second.contains(data)) << record.object << ' ' << data;
  }
}

TEST(RecordedData, IsWhatTheProgramsWrote) {
  BRAID_NEEDS_RECORDINGS();
  for (const std::string name :
       {"k3-append", "k3-nocto", "k3-rw", "k3-session", "k3-soft-session", "k41-lock", "k41-session"}) {
    SCOPED_TRACE(name);
    expect_data_of({"nfs/" + name, clients("nfs/" + name), ""});
  }
  for (const std::string name : {"libnfs3-register", "libnfs4-register"}) {
    SCOPED_TRACE(name);
    expect_data_of({"nfs/" + name, {"nfs/" + name + ".jsonl"}, ""});
  }
}

TEST(RecordedData, IsWrittenToTheFilesThatTheProgramsNamed) {
  BRAID_NEEDS_RECORDINGS();
  for (const std::string name :
       {"k3-nocto", "k3-rw", "k3-session", "k3-soft-session", "k41-lock", "k41-session"}) {
    SCOPED_TRACE(name);
    expect_paths_of({"nfs/" + name, clients("nfs/" + name), ""});
  }
  expect_paths_of({"nfs/libnfs3-register", {"nfs/libnfs3-register.jsonl"}, ""});
  expect_paths_of({"nfs/libnfs4-register", {"nfs/libnfs4-register.jsonl"}, "/export"});
}

TEST(RecordedCalls, OfAStoppedServerAreSentAgainAndMayHaveNoEnd) {
  BRAID_NEEDS_RECORDINGS();
  const Imported imported = capture("nfs/k3-soft-session");
  std::size_t attempts = 0;
  std::size_t without_end = 0;
  for (const recording::Record& record : imported.records) {
    attempts += record.arguments.find("attempt") != nullptr ? 1 : 0;
    without_end += record.end ? 0 : 1;
    EXPECT_TRUE(record.end || record.result.empty());
  }
  EXPECT_EQ(attempts, 1U);
  EXPECT_EQ(without_end, 4U);
}

TEST(RecordedCalls, OfSeveralCapturesAreOneRecording) {
  BRAID_NEEDS_RECORDINGS();
  const Imported both =
      imported_files({recordings() / "nfs/k3-session.pcap", recordings() / "nfs/k41-session.pcap"});
  EXPECT_EQ(both.records.size(),
            capture("nfs/k3-session").records.size() + capture("nfs/k41-session").records.size());
  EXPECT_EQ(both.records.back().source, 1U);
}

}  // namespace
}  // namespace braid::import::test
