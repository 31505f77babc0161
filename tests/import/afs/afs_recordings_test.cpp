#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "imported.h"

namespace braid::import::test {
namespace {

Imported capture(const std::string& name) {
  return imported_files({recordings() / (name + ".pcap")});
}

using Values = std::set<std::string>;

const std::string kInitial = "init------------";

/// What a client wrote or read without failure.
Values values(const std::string& name, int client, std::string_view operation) {
  Values values;
  std::istringstream lines(contents(recordings() / (name + ".c" + std::to_string(client) + ".jsonl")));
  for (std::string line; std::getline(lines, line);) {
    const auto call = nlohmann::json::parse(line);
    if (call["op"] == operation && call["ret"].get<int>() > 0) values.insert(call["data"].get<std::string>());
  }
  return values;
}

/// What a client's calls stored or fetched.
Values carried(const Imported& imported, int client, std::string_view operation) {
  Values values;
  for (const recording::Record& record : imported.records) {
    if (record.operation != operation || record.actor != "10.9.1." + std::to_string(10 + client)) continue;
    const recording::Value* data = record.arguments.find("data");
    if (data == nullptr) data = record.result.find("data");
    if (data != nullptr) values.insert(*data->text());
  }
  return values;
}

Values without(const Values& all, const Values& some) {
  Values rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::inserter(rest, rest.end()));
  return rest;
}

struct Expected {
  friend void PrintTo(const Expected& expected, std::ostream* out) { *out << expected.name; }
  std::string name;
  int clients;
  std::size_t stores;  ///< different values
  std::string operations;
  std::string skipped;
};

class AfsRecordings : public testing::TestWithParam<Expected> {};

TEST_P(AfsRecordings, HasTheCalls) {
  BRAID_NEEDS_RECORDINGS();
  const Imported imported = capture(GetParam().name);
  EXPECT_EQ(imported.operations(), GetParam().operations);
  EXPECT_EQ(imported.skipped(), GetParam().skipped);
  EXPECT_TRUE(imported.ledger.notes().empty());
  EXPECT_EQ(imported.header.system, "afs");
  for (const recording::Record& record : imported.records) {
    EXPECT_TRUE(record.end) << record.line;
    EXPECT_EQ(record.result.find("error"), nullptr) << record.line;
    EXPECT_EQ(record.arguments.find("procedure")->integer() == 204, record.actor == "10.9.1.1");
  }
}

/// Every value is written once. A client stores what it wrote (not what it wrote over before), fetches what
/// was stored, and what it read it either wrote or fetched.
TEST_P(AfsRecordings, HasTheValues) {
  BRAID_NEEDS_RECORDINGS();
  const auto& [name, clients, stores, operations, skipped] = GetParam();
  const Imported imported = capture(name);
  Values stored{kInitial};
  for (int client = 1; client <= clients; ++client) {
    const Values own = carried(imported, client, "StoreData64");
    Values known = carried(imported, client, "FetchData64");
    known.merge(values(name, client, "write"));
    EXPECT_EQ(without(own, known), Values{});
    stored.insert(own.begin(), own.end());
  }
  EXPECT_EQ(stored.size(), stores + 1);
  for (int client = 1; client <= clients; ++client) {
    const Values fetched = carried(imported, client, "FetchData64");
    EXPECT_EQ(without(fetched, stored), Values{});
    Values known = values(name, client, "write");
    known.insert(fetched.begin(), fetched.end());
    known.insert(kInitial);  // perhaps fetched before the capture
    EXPECT_EQ(without(values(name, client, "read"), known), Values{});
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, AfsRecordings,
    testing::Values(
        Expected{"afs/afs-rw", 2, 60, "StoreData64 60, FetchStatus 34, CallBack 33, FetchData64 32",
                 "Rx ACK packets 159"},
        Expected{"afs/afs-session", 2, 29, "StoreData64 30, FetchStatus 25, CallBack 24, FetchData64 24",
                 "Rx ACK packets 103, Rx VERSION packets 2"},
        Expected{"afs/kafs-rw", 3, 50, "CallBack 70, FetchStatus 70, StoreData64 51, FetchData64 44",
                 "Rx ACK packets 229"},
        Expected{"afs/kafs-session", 3, 47, "CallBack 64, FetchStatus 60, StoreData64 47, FetchData64 30",
                 "Rx ACK packets 323"}),
    [](const auto& instance) {
      std::string name = instance.param.name.substr(instance.param.name.find('/') + 1);
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(AfsRecording, HasWhatAnEditorDoes) {
  BRAID_NEEDS_RECORDINGS();
  const Imported imported = capture("strace/afs-vim");
  // The recordings' own list says StoreData64 16: that is packets, of 6 calls.
  EXPECT_EQ(
      imported.operations(),
      "FetchStatus 10, CreateFile 8, FetchData64 8, CallBack 7, RemoveFile 6, StoreData64 6, StoreStatus 6");
  EXPECT_EQ(imported.skipped(), "Rx ACK packets 65, Rx VERSION packets 2");
  std::string text;
  for (const recording::Record& record : imported.records) {
    const recording::Value* name = record.arguments.find("name");
    const recording::Value* data = record.arguments.find("data");
    if (data == nullptr) data = record.result.find("data");
    if (name == nullptr || data == nullptr || data->text()->size() > 100) continue;
    text += record.actor + " " + record.operation + " " + *name->text() + " " + *data->text();
  }
  EXPECT_EQ(text, R"(10.9.1.11 StoreData64 v.txt line one
10.9.1.12 FetchData64 v.txt line one
10.9.1.11 StoreData64 v.txt~ line one
10.9.1.11 StoreData64 v.txt line two
10.9.1.12 FetchData64 v.txt line two
)");
}

TEST(AfsRecording, SaysWhatWasSentAgain) {
  BRAID_NEEDS_RECORDINGS();
  const Imported imported = capture("afs/kafs-rw");
  std::vector<std::uint64_t> lines;
  for (const recording::Record& record : imported.records) {
    if (record.arguments.find("attempt") != nullptr) lines.push_back(record.line);
  }
  EXPECT_EQ(lines, std::vector<std::uint64_t>{606});
}

}  // namespace
}  // namespace braid::import::test
