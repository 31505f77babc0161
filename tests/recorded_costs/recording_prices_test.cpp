// Recordings priced by file, in bounded memory, whatever is kept or forgotten on the way; and against what
// real clients sent.
#include "braid/checker/cost/recording_prices.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <sstream>

#include "random_workload_of_file.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::cost {
namespace {

using nlohmann::json;
using recording::Record;
using test::kBlockBytes;
using test::RandomWorkload;
using test::VerbRun;

const std::vector<std::string> kSystems = {"nfs2", "nfs3", "nfs4", "afs1", "afs2"};

/// As a recording has it: the workload on several files in turn, of which a stat tells the size first.
std::vector<Record> recorded(const RandomWorkload& workload, std::size_t files) {
  std::vector<Record> records;
  std::int64_t second = 0;
  const auto add = [&](const FileUse& use, std::size_t file) {
    Record record;
    record.actor = fmt::format("c{}", use.client);
    record.operation = name_of(use.operation);
    record.object = fmt::format("/f{}", file);
    record.arguments.add("descriptor", use.session * files + file);
    if (use.operation == Operation::open) record.arguments.add("flags", *use.writes ? "O_RDWR" : "O_RDONLY");
    if (use.offset) record.arguments.add("offset", *use.offset);
    record.result.add("value", use.length);
    if (use.size) record.result.add("size", *use.size);
    record.start = recording::seconds(++second);
    record.end = record.start;
    records.push_back(std::move(record));
  };
  FileUse stat;
  stat.operation = Operation::stat;
  stat.size = workload.blocks * kBlockBytes;
  for (std::size_t file = 0; file < files; ++file) add(stat, file);
  for (const FileUse& use : workload.uses)
    for (std::size_t file = 0; file < files; ++file) add(use, file);
  return records;
}

RecordingPrices priced(const std::vector<Record>& records, const RecordingPricer::Limits& limits,
                       std::uint64_t block = kBlockBytes) {
  RecordingPricer pricer(kSystems, Sizes{block, 160}, limits);
  for (const Record& record : records) pricer.add(record);
  return pricer.finish("recording");
}

std::string shown(const RecordingPrices& prices) {
  std::string text;
  for (const SizedPrices& system : prices.systems) {
    const PricedRun& run = system.runs.front();
    for (std::size_t client = 0; client < run.clients.size(); ++client) {
      const Price& price = run.prices[client];
      text += fmt::format("{} {}:", system.system, run.clients[client]);
      for (const MessageCount& of : price.messages)
        text += fmt::format(" {} {} {} {};", of.name, of.calls, of.bytes_to_server, of.bytes_to_client);
      text += fmt::format(" {} {} {} {} {}\n", price.empty_calls, price.blocks_to_client,
                          price.blocks_to_server, price.memory_accesses, price.disk_accesses);
    }
  }
  return text;
}

std::uint64_t reads_of_nfs3(const RecordingPrices& prices) {
  return Price(prices.systems[1].runs.front().total).message("READ").calls;
}

const std::vector<Operation> kOperations = {Operation::open,  Operation::close, Operation::read,
                                            Operation::write, Operation::stat,  Operation::fsync};

TEST(RecordingPrices, AreTheSameInPiecesOfAnyLength) {
  for (const std::uint32_t blocks : {1U, 2U}) {
    const std::vector<Record> records =
        recorded(test::random_workload_of_file(5, blocks, 20, kOperations), 2);
    const std::string whole = shown(priced(records, {}));
    EXPECT_EQ(shown(priced(records, {1, 100, 100})), whole);
    EXPECT_EQ(shown(priced(records, {7, 100, 100})), whole);
  }
}

/// An open that crosses another client's close is the later one if it returned later.
TEST(RecordingPrices, TakeOperationsInTheOrderOfTheRecording) {
  struct Call {
    const char* client;
    const char* operation;
    int start;
    int end;
  };
  constexpr Call kCalls[] = {
      {"c0", "open", 0, 1},  {"c0", "read", 2, 3},    {"c0", "close", 4, 5},  {"c1", "open", 6, 7},
      {"c1", "write", 8, 9}, {"c1", "close", 11, 12}, {"c0", "open", 10, 13}, {"c0", "read", 14, 15},
  };
  std::vector<Record> records;
  for (const Call& call : kCalls) {
    Record record;
    record.actor = call.client;
    record.operation = call.operation;
    record.object = "/f";
    record.arguments.add("descriptor", 3);
    record.result.add("value", kBlockBytes);
    record.start = recording::seconds(call.start);
    record.end = recording::seconds(call.end);
    records.push_back(std::move(record));
  }
  EXPECT_EQ(reads_of_nfs3(priced(records, {})), 2U);
  EXPECT_EQ(reads_of_nfs3(priced(records, {1, 100, 100})), 2U);
}

/// Sessions of one client, one after another, that read: on each of the files in turn.
std::vector<Record> sessions_in_turn(std::uint64_t sessions, std::uint64_t files) {
  std::vector<Record> records;
  for (std::uint64_t session = 0; session < sessions; ++session) {
    for (const char* operation : {"open", "read", "close"}) {
      Record record;
      record.actor = "c0";
      record.operation = operation;
      record.object = fmt::format("/f{}", session % files);
      record.arguments.add("descriptor", 3);
      record.arguments.add("flags", "O_RDONLY");
      record.result.add("value", kBlockBytes);
      record.start = recording::seconds(static_cast<std::int64_t>(records.size()));
      record.end = record.start;
      records.push_back(std::move(record));
    }
  }
  return records;
}

TEST(RecordingPrices, AreTheSameWhereNoStateIsRemembered) {
  const std::vector<Record> mixed = recorded(test::random_workload_of_file(6, 1, 20, kOperations), 1);
  EXPECT_EQ(shown(priced(mixed, {1, 100, 0})), shown(priced(mixed, {1, 100, 100})));
  const std::vector<Record> alike = sessions_in_turn(20, 1);
  const RecordingPrices remembered = priced(alike, {1, 100, 100});
  const RecordingPrices forgotten = priced(alike, {1, 100, 0});
  EXPECT_EQ(shown(forgotten), shown(remembered));
  EXPECT_LE(remembered.runs, 30U);
  EXPECT_EQ(forgotten.runs, 300U) << "each operation is run in each system";
}

TEST(RecordingPrices, SayWhichFilesWereForgotten) {
  const RecordingPrices both = priced(sessions_in_turn(6, 2), {256, 2, 100});
  EXPECT_EQ(reads_of_nfs3(both), 2U);
  EXPECT_TRUE(both.remarks.empty());
  const RecordingPrices one = priced(sessions_in_turn(6, 2), {256, 1, 100});
  EXPECT_EQ(reads_of_nfs3(one), 6U) << "with room for one file nothing cached is found again";
  EXPECT_EQ(one.remarks, (std::vector<std::string>{"5 times a file was forgotten with its cached copies, to "
                                                   "remember no more than 1"}));
}

TEST(RecordingPrices, CutLargeFilesIntoLargerBlocks) {
  RandomWorkload workload;
  const auto add = [&](Operation operation, std::uint64_t session, std::uint64_t offset,
                       std::uint64_t length) {
    FileUse use;
    use.operation = operation;
    use.session = session;
    use.writes = false;
    if (operation == Operation::read) use.offset = offset;
    use.length = length;
    workload.uses.push_back(use);
  };
  workload.blocks = 16;
  add(Operation::open, 0, 0, 0);
  add(Operation::read, 0, 0, 4 * kBlockBytes);
  add(Operation::close, 0, 0, 0);
  add(Operation::open, 1, 0, 0);
  add(Operation::read, 1, 0, 32 * kBlockBytes);  // the file has 32 blocks now: 16 of twice the size
  add(Operation::close, 1, 0, 0);
  const RecordingPrices prices = priced(recorded(workload, 1), {});
  const Price nfs3 = prices.systems[1].runs.front().total;
  // Four small blocks, then the 14 larger ones that these were not part of.
  EXPECT_EQ(Price(nfs3).message("READ").calls, 18U);
  EXPECT_EQ(Price(nfs3).message("READ").bytes_to_client, 18U * 160 + (4 + 28) * kBlockBytes);
  ASSERT_FALSE(prices.remarks.empty());
  EXPECT_NE(prices.remarks.back().find("1 files have larger blocks"), std::string::npos)
      << prices.remarks.back();
}

/// A recording, a call a line: `c1 open /f 3 O_RDWR`, `c1 write /f 3 16` (from the beginning), `c1 rename /f
/// /g`, `c1 stat /f ENOENT`. Calls follow each other.
std::vector<Record> calls(std::initializer_list<const char*> lines) {
  std::vector<Record> records;
  for (const char* line : lines) {
    std::istringstream in(line);
    Record record;
    std::string word;
    in >> record.actor >> record.operation >> record.object;
    const bool by_name = record.operation == "rename" || record.operation == "unlink" ||
                         record.operation == "stat" || record.operation == "mkdir";
    std::int64_t value = 0;
    if (!by_name && in >> value) record.arguments.add("descriptor", value);
    in >> word;
    if (record.operation == "rename") record.arguments.add("to", word);
    if (record.operation == "open") record.arguments.add("flags", word);
    if (record.operation == "truncate") record.arguments.add("length", 0);
    if (record.operation == "read" || record.operation == "write") {
      record.arguments.add("offset", 0);
      record.result.add("value", std::stoi(word));
    } else if (word == "ENOENT") {
      record.result.add("error", word);
    } else {
      record.result.add("value", 0);
    }
    record.start = recording::seconds(static_cast<std::int64_t>(records.size()));
    record.end = record.start;
    records.push_back(std::move(record));
  }
  return records;
}

/// How many calls of each kind the system would have sent, but those of which there are none.
std::string calls_in(const std::string& system, const RecordingPrices& prices) {
  const auto number = std::find(kSystems.begin(), kSystems.end(), system) - kSystems.begin();
  std::string text;
  for (const MessageCount& of : prices.systems[static_cast<std::size_t>(number)].runs.front().total.messages)
    if (of.calls > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", of.calls, of.name);
  return text;
}

std::string calls_in(const std::string& system, std::initializer_list<const char*> lines) {
  const std::vector<Record> records = calls(lines);
  const std::string text = calls_in(system, priced(records, {}));
  EXPECT_EQ(calls_in(system, priced(records, {1, 100, 0})), text) << "kept and remembered or not";
  return text;
}

TEST(RecordingPrices, CreateTruncateAndRemove) {
  const auto life = {"c1 open /f 3 O_RDWR|O_CREAT|O_EXCL",
                     "c1 write /f 3 16",
                     "c1 close /f 3",
                     "c1 open /f 3 O_RDWR|O_TRUNC",
                     "c1 write /f 3 16",
                     "c1 truncate /f 3",
                     "c1 close /f 3",
                     "c1 unlink /f"};
  EXPECT_EQ(calls_in("nfs2", life), "1 CREATE, 2 GETATTR, 1 REMOVE, 2 SETATTR, 2 WRITE");
  EXPECT_EQ(calls_in("nfs3", life), "2 COMMIT, 1 CREATE, 2 GETATTR, 1 REMOVE, 2 SETATTR, 2 WRITE");
  EXPECT_EQ(calls_in("nfs4", life), "2 CLOSE, 1 OPEN create, 2 SETATTR, 2 WRITE")
      << "a CLOSE for the creation, whose open comes after; the second session has a delegation for writing";
  EXPECT_EQ(calls_in("afs1", life), "1 CreateFile, 1 FetchStatus, 2 StoreData, 1 TestAuth");
  EXPECT_EQ(calls_in("afs2", life), "1 CreateFile, 2 StoreData");
  const RecordingPrices prices = priced(calls(life), {});
  EXPECT_EQ(prices.operations, 8U);
  EXPECT_EQ(prices.remarks,
            (std::vector<std::string>{"nfs4 does not have: 1 remove", "afs1 does not have: 1 remove",
                                      "afs2 does not have: 1 remove"}));
}

TEST(RecordingPrices, TruncateByName) {
  const auto by_name = {"c1 truncate /f"};
  EXPECT_EQ(calls_in("nfs3", by_name), "1 SETATTR");
  EXPECT_EQ(calls_in("afs2", by_name), "1 FetchStatus, 1 StoreData")
      << "as AFS clients open it, and close it";
}

TEST(RecordingPrices, KnowWhichOpensMakeFiles) {
  constexpr const char* kOpen = "c1 open /d/f 3 O_WRONLY|O_CREAT|O_TRUNC";
  EXPECT_EQ(calls_in("nfs3", {kOpen, "c1 close /d/f 3"}), "1 GETATTR, 1 SETATTR") << "it may be there";
  EXPECT_EQ(calls_in("nfs3", {"c2 stat /d/f ENOENT", kOpen, "c1 close /d/f 3"}), "1 CREATE, 1 GETATTR");
  EXPECT_EQ(calls_in("nfs3", {"c1 mkdir /d", kOpen, "c1 close /d/f 3"}), "1 CREATE, 1 GETATTR");
  EXPECT_EQ(calls_in("nfs3", {"c1 unlink /d/f", kOpen, "c1 close /d/f 3"}), "1 CREATE, 1 GETATTR, 1 REMOVE");
  EXPECT_EQ(calls_in("nfs3", {"c1 rename /d/f /d/g", kOpen, "c1 close /d/f 3"}), "1 CREATE, 1 GETATTR");
  EXPECT_EQ(calls_in("nfs3", {"c1 stat /d/f", "c2 stat /d/f ENOENT", kOpen, "c1 close /d/f 3"}),
            "2 GETATTR, 1 SETATTR")
      << "c2 merely believed so";
  EXPECT_EQ(calls_in("nfs3", {"c2 stat /d/f ENOENT", "c3 stat /d/f", kOpen, "c1 close /d/f 3"}),
            "2 GETATTR, 1 SETATTR")
      << "somebody made it";
}

TEST(RecordingPrices, KnowFilesByWhoTheyAreNotByTheirNames) {
  // c2 has the first /f; c1 puts another one in its place.
  const auto replaced = {"c2 open /f 3 O_RDONLY", "c2 read /f 3 16",
                         "c2 close /f 3",         "c1 open /t 3 O_WRONLY|O_CREAT|O_EXCL",
                         "c1 write /t 3 16",      "c1 close /t 3",
                         "c1 rename /t /f",       "c1 open /f 3 O_RDONLY",
                         "c1 read /f 3 16",       "c1 close /f 3",
                         "c2 open /f 3 O_RDONLY", "c2 read /f 3 16",
                         "c2 close /f 3"};
  EXPECT_EQ(calls_in("nfs3", replaced), "1 COMMIT, 1 CREATE, 4 GETATTR, 3 READ, 1 WRITE")
      << "its time of change is new, too, so that c1 reads what it has written";
  EXPECT_EQ(calls_in("afs2", replaced), "1 CallBack, 1 CreateFile, 2 FetchData, 1 Rename, 1 StoreData")
      << "c1 goes on with what it has stored";
  // What was removed stays for who has it open.
  EXPECT_EQ(calls_in("nfs3", {"c1 open /f 3 O_RDWR", "c1 read /f 3 16", "c1 unlink /f",
                              "c1 open /f 4 O_RDWR|O_CREAT|O_EXCL", "c1 write /f 4 16", "c1 close /f 4",
                              "c1 read /f 3 16", "c1 write /f 3 16", "c1 close /f 3"}),
            "2 COMMIT, 1 CREATE, 2 GETATTR, 1 READ, 1 REMOVE, 2 WRITE");
  // A name that was left is free, and the file goes on under the other.
  EXPECT_EQ(calls_in("afs2", {"c1 open /f 3 O_RDONLY", "c1 read /f 3 16", "c1 rename /f /g",
                              "c1 open /f 4 O_RDWR|O_CREAT", "c1 write /f 4 16", "c1 close /f 4",
                              "c1 close /f 3", "c1 open /g 3 O_RDONLY", "c1 close /g 3"}),
            "1 CreateFile, 1 FetchData, 1 Rename, 1 StoreData");
}

TEST(RecordingPrices, CountTheBytesOfAFileThatWasMadeEmpty) {
  const RecordingPrices prices =
      priced(calls({"c1 open /f 3 O_RDWR", "c1 read /f 3 250", "c1 write /f 3 250", "c1 close /f 3",
                    "c1 open /f 3 O_RDWR|O_TRUNC", "c1 write /f 3 30", "c1 close /f 3"}),
             {});
  const Price nfs3 = prices.systems[1].runs.front().total;
  EXPECT_EQ(nfs3.bytes_to_server() - 160 * nfs3.calls(), 3 * 84 + 30U) << "three blocks, rounded up";
  const Price afs2 = prices.systems[4].runs.front().total;
  EXPECT_EQ(afs2.bytes_to_server() - 160 * afs2.calls(), 250 + 30U);
}

/// Where the recordings of real clients are, that are not part of the project.
std::filesystem::path shared() {
  const char* named = std::getenv("BRAID_SHARED");
  const auto folder = std::filesystem::path(named != nullptr ? named : BRAID_SHARED_DIR) / "data/client";
  std::error_code error;
  return std::filesystem::is_directory(folder, error) ? folder : std::filesystem::path();
}

VerbRun cost(std::vector<std::string> words) {
  words.insert(words.begin(), "cost");
  return test::braid(words);
}

/// What a system would have sent, and what was sent.
struct Calls {
  std::uint64_t predicted = 0;
  std::uint64_t recorded = 0;
};

std::map<std::string, Calls> calls_of(const std::vector<std::string>& histories, const std::string& capture,
                                      const std::string& system) {
  std::vector<std::string> words = histories;
  words.insert(words.end(), {"--under", system, "--against", capture, "--json"});
  const VerbRun run = cost(words);
  EXPECT_EQ(run.code, 0) << run.err;
  const json document = json::parse(run.out);
  const json& workload = document.at("workloads").at(0);
  std::map<std::string, Calls> calls;
  for (const auto& [name, of] :
       workload.at("systems").at(0).at("runs").at(0).at("total").at("messages").items())
    calls[name].predicted = of.at("calls");
  for (const auto& [name, count] : workload.at("recorded").items()) calls[name].recorded = count;
  return calls;
}

void expect_calls(const std::string& recording, int clients, const std::string& system,
                  const std::map<std::string, Calls>& expected) {
  std::vector<std::string> histories;
  const std::string base = (shared() / recording).string();
  for (int client = 1; client <= clients; ++client)
    histories.push_back(fmt::format("{}.c{}.jsonl", base, client));
  if (clients == 0) histories.push_back(base + ".jsonl");
  const std::map<std::string, Calls> calls = calls_of(histories, base + ".pcap", system);
  for (const auto& [name, both] : expected) {
    ASSERT_TRUE(calls.contains(name)) << recording << ' ' << name;
    EXPECT_EQ(calls.at(name).predicted, both.predicted) << recording << ' ' << name;
    EXPECT_EQ(calls.at(name).recorded, both.recorded) << recording << ' ' << name;
  }
}

// Within 10 % for sessions and writers with default mounts; traces/recorded/costs.md says why the others
// differ.
TEST(RecordingPrices, PredictWhatLinuxSent) {
  if (shared().empty()) GTEST_SKIP() << "the recordings are not there";
  expect_calls("nfs/k3-session", 3, "nfs3", {{"READ", {24, 25}}, {"WRITE", {47, 47}}});
  expect_calls("nfs/k3-rw", 3, "nfs3", {{"READ", {65, 65}}, {"WRITE", {60, 60}}});
  expect_calls("nfs/k3-nocto", 3, "nfs3 cto=no", {{"READ", {4, 10}}, {"WRITE", {60, 60}}});
  expect_calls("nfs/libnfs3-register", 0, "nfs3", {{"READ", {57, 97}}, {"WRITE", {103, 103}}});
  expect_calls("nfs/k3-append", 3, "nfs3", {{"READ", {21, 27}}, {"WRITE", {45, 45}}});
  expect_calls("nfs/k3-mix", 3, "nfs3",
               {{"READ", {27, 38}}, {"WRITE", {74, 75}}, {"CREATE", {27, 32}}, {"REMOVE", {12, 15}}});
  expect_calls("nfs/k41-session", 3, "nfs4 delegations=read", {{"READ", {27, 26}}, {"WRITE", {49, 47}}});
  expect_calls("nfs/k41-session", 3, "nfs4 delegations=none", {{"READ", {26, 26}}, {"WRITE", {47, 47}}});
}

// One client reads the file twice, another writes it in between.
constexpr const char* kHistory =
    R"({"client":"c1","op":"open","path":"/f","fd":3,"flags":"O_RDONLY","t0":1000000000,"t1":1000000001,"ret":3}
{"client":"c1","op":"read","path":"/f","fd":3,"off":0,"len":16,"data":"0123456789abcdef","t0":1000000010,"t1":1000000011,"ret":16}
{"client":"c1","op":"close","path":"/f","fd":3,"t0":1000000020,"t1":1000000021,"ret":0}
{"client":"c2","op":"open","path":"/f","fd":3,"flags":"O_WRONLY","t0":1000000030,"t1":1000000031,"ret":3}
{"client":"c2","op":"write","path":"/f","fd":3,"off":0,"len":16,"data":"fedcba9876543210","t0":1000000040,"t1":1000000041,"ret":16}
{"client":"c2","op":"close","path":"/f","fd":3,"t0":1000000050,"t1":1000000051,"ret":0}
{"client":"c1","op":"open","path":"/f","fd":3,"flags":"O_RDONLY","t0":1000000060,"t1":1000000061,"ret":3}
{"client":"c1","op":"read","path":"/f","fd":3,"off":0,"len":16,"data":"fedcba9876543210","t0":1000000070,"t1":1000000071,"ret":16}
{"client":"c1","op":"close","path":"/f","fd":3,"t0":1000000080,"t1":1000000081,"ret":0}
)";

TEST(RecordingPrices, CountTheBytesThatAFileReallyHas) {
  const test::TemporaryDirectory directory;
  const VerbRun run = cost({directory.write("h.jsonl", kHistory), "--under", "nfs3", "--csv"});
  EXPECT_EQ(run.code, 0) << run.err;
  const auto value_of = [&](const std::string& client, const std::string& item) -> std::string {
    const std::string key = fmt::format(",nfs3,,{},{},", client, item);
    const std::size_t at = run.out.find(key);
    if (at == std::string::npos) return "";
    const std::size_t from = at + key.size();
    return run.out.substr(from, run.out.find('\r', from) - from);
  };
  EXPECT_EQ(value_of("c1", "calls READ"), "2");
  EXPECT_EQ(value_of("c1", "blocks to client"), "2");
  EXPECT_EQ(value_of("c2", "calls WRITE"), "1");
  EXPECT_EQ(value_of("c2", "calls READ"), "");
  EXPECT_EQ(value_of("all", "memory accesses"), "3");
  const VerbRun bare = cost({directory.path("h.jsonl"), "--under", "nfs3", "--csv", "--header", "0"});
  EXPECT_NE(bare.out.find(",nfs3,,all,bytes to client,32\r"), std::string::npos) << bare.out;
  EXPECT_NE(bare.out.find(",nfs3,,all,bytes to server,16\r"), std::string::npos) << bare.out;
}

TEST(RecordingPrices, StandBesideWhatWasSent) {
  const std::string recorded = std::string(BRAID_SOURCE_DIR) + "/traces/recorded/";
  const VerbRun run = cost({recorded + "kafs-session.c1.jsonl", recorded + "kafs-session.c2.jsonl",
                            recorded + "kafs-session.c3.jsonl", "--under", "nfs3", "--against",
                            recorded + "kafs-session.pcap.gz"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find("\ncalls          recorded  nfs3  ratio\n"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("\n  FetchData          30     -      -\n"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("\n  READ                0    21      -\n"), std::string::npos) << run.out;
  EXPECT_NE(run.err.find("427 operations on 2 files"), std::string::npos) << run.err;
}

TEST(RecordingPrices, RefuseWhatCannotBePriced) {
  const std::string recorded = std::string(BRAID_SOURCE_DIR) + "/traces/recorded/";
  const std::string history = recorded + "kafs-session.c1.jsonl";
  const std::string capture = recorded + "kafs-session.pcap.gz";
  const auto refuses = [](const std::vector<std::string>& words, int code, const std::string& part) {
    const VerbRun run = cost(words);
    EXPECT_EQ(run.code, code) << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_TRUE(test::is_one_message(run.err)) << run.err;
    EXPECT_NE(run.err.find(part), std::string::npos) << run.err;
  };
  refuses({capture}, 3, "it is a recording of messages");
  refuses({recorded + "two-machines.trace.gz"}, 3, "it is a recording of guest");
  refuses({history, "--schedule", "0"}, 2, "--under");
  refuses({history, "--under", "nfs3", "--schedule", "0"}, 2, "--schedule is for programs");
  refuses({history, "--range", "bytes"}, 2, "--range is for programs");
  refuses({history, "--under", "smb"}, 3, "no messages that could be priced");
  refuses({history, "--under", "nfs3", "--against", history}, 3, "it is a recording of operations");
  const std::string program = std::string(BRAID_SOURCE_DIR) + "/traces/cost/table/07-large-single-read.trace";
  refuses({program, history, "--under", "nfs3"}, 3, "it is a recording, but");
  refuses({program, "--against", capture}, 2, "--against belongs to a recording");
}

}  // namespace
}  // namespace braid::cost
