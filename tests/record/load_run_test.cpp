#include "braid/tracer/record/load_run.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <csignal>
#include <map>
#include <set>
#include <sstream>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/recording/ndjson_reader.h"
#include "temporary_file.h"

namespace braid::record::test {
namespace {

using braid::test::contents;
using braid::test::TemporaryDirectory;
using recording::Record;

struct Recorded {
  LoadResult result;
  recording::Header header;
  std::vector<Record> records;
  bool whole = false;
};

Recorded recorded(const Load& load) {
  Recorded recorded;
  std::ostringstream out;
  recorded.result = run_load(load, out);
  recording::NdjsonReader reader(import::Input::from_memory("load", out.str()));
  recorded.header = reader.header();
  for (Record record; reader.next(record);) recorded.records.push_back(record);
  recorded.whole = reader.footer().has_value() && reader.footer()->events == recorded.records.size();
  return recorded;
}

Load load_of(const TemporaryDirectory& folder, WorkloadKind kind) {
  Load load;
  load.folders = {folder.path(), folder.path()};
  load.clients = 2;
  load.workload = {kind, 1, 2};
  load.operations = 60;
  return load;
}

/// What open gave is closed, once, by the same client.
void expect_balanced(const std::vector<Record>& records) {
  std::set<std::pair<std::string, std::int64_t>> open;
  for (const Record& record : records) {
    if (record.result.find("error") != nullptr) continue;
    if (record.operation == "open") {
      EXPECT_TRUE(open.insert({record.actor, *record.result.find("value")->integer()}).second);
    } else if (const auto* descriptor = record.arguments.find("descriptor")) {
      const std::pair<std::string, std::int64_t> key = {record.actor, *descriptor->integer()};
      EXPECT_TRUE(open.contains(key)) << record.operation;
      if (record.operation == "close") open.erase(key);
    }
  }
  EXPECT_TRUE(open.empty());
}

/// A client makes one call after the other; ends are in order.
void expect_times_in_order(const std::vector<Record>& records) {
  std::map<std::string, recording::Time> last_of;
  recording::Time last;
  for (const Record& record : records) {
    ASSERT_TRUE(record.start && record.end);
    EXPECT_LE(*record.start, *record.end);
    EXPECT_LE(last_of[record.actor], *record.start);
    EXPECT_LE(last, *record.end);
    last_of[record.actor] = last = *record.end;
    EXPECT_EQ(record.end->decimals, 9);
  }
}

TEST(LoadRun, RecordsAsManyCallsAsAskedForAndLeavesNothing) {
  for (const std::string_view name : workload_names()) {
    SCOPED_TRACE(name);
    const TemporaryDirectory folder;
    folder.write("other", "mine");
    const Recorded load = recorded(load_of(folder, *workload_called(name)));
    EXPECT_TRUE(load.whole);
    EXPECT_EQ(load.records.size(), 120U);
    EXPECT_EQ(load.result.events, 120U);
    EXPECT_EQ(load.result.unreturned, 0U);
    EXPECT_FALSE(load.result.interrupted);
    EXPECT_TRUE(load.result.complaints.empty());
    expect_balanced(load.records);
    expect_times_in_order(load.records);
    std::map<std::string, int> calls;
    for (const Record& record : load.records) ++calls[record.actor];
    EXPECT_EQ(calls, (std::map<std::string, int>{{"c1", 60}, {"c2", 60}}));
    EXPECT_EQ(folder.names(), std::vector<std::string>{"other"});
    EXPECT_EQ(contents(folder.path("other")), "mine");
  }
}

TEST(LoadRun, SaysWhatItIs) {
  const TemporaryDirectory folder;
  const Recorded load = recorded(load_of(folder, WorkloadKind::registers));
  EXPECT_EQ(load.header.kind, recording::Kind::operations);
  EXPECT_EQ(load.header.system, "posix");
  EXPECT_EQ(load.header.tool, "braid record");
  EXPECT_EQ(*load.header.facts.find("workload")->text(), "register");
  EXPECT_EQ(load.header.facts.find("seed")->natural(), 1U);
  EXPECT_EQ(load.header.facts.find("directories")->list()->size(), 2U);
}

// In one folder of a local file system a read sees the last write that was made under the lock.
TEST(LoadRun, ReadsUnderALockWhatWasWrittenLast) {
  const TemporaryDirectory folder;
  std::map<std::string, std::string> content = {{"/f0", "init------------"}, {"/f1", "init------------"}};
  for (const Record& record : recorded(load_of(folder, WorkloadKind::lock)).records) {
    if (record.operation == "write") content[record.object] = *record.arguments.find("data")->text();
    if (record.operation == "read") {
      EXPECT_EQ(*record.result.find("data")->text(), content[record.object]);
    }
  }
}

TEST(LoadRun, RecordsFailuresAsErrors) {
  const TemporaryDirectory folder;
  Load load = load_of(folder, WorkloadKind::mix);
  load.clients = 1;
  load.operations = 600;  // some of them on files that it has deleted
  const Recorded run = recorded(load);
  std::uint64_t failed = 0;
  for (const Record& record : run.records) {
    const auto* error = record.result.find("error");
    if (error == nullptr) continue;
    ++failed;
    EXPECT_EQ(*error->text(), "ENOENT");
    EXPECT_EQ(record.result.size(), 1U);
  }
  EXPECT_EQ(failed, run.result.failed);
  EXPECT_GT(failed, 0U);
  EXPECT_TRUE(folder.names().empty());
}

std::string refusal(const Load& load) {
  std::ostringstream out;
  try {
    static_cast<void>(run_load(load, out));
  } catch (const InputError& error) {
    EXPECT_EQ(out.str(), "");
    return error.what();
  }
  return {};
}

TEST(LoadRun, RefusesWhereItsFilesExist) {
  const TemporaryDirectory folder;
  const auto file = folder.write("f1", "mine");
  Load load = load_of(folder, WorkloadKind::session);
  EXPECT_EQ(refusal(load), file + ": it exists already; --force overwrites it, and removes it afterwards");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"f1"});
  EXPECT_EQ(contents(file), "mine");
  load.force = true;
  EXPECT_TRUE(recorded(load).whole);
  EXPECT_TRUE(folder.names().empty());
}

TEST(LoadRun, RefusesWhereATemporaryFileMayBeAnothers) {
  const TemporaryDirectory folder;
  const auto file = folder.write("tmp.c1.0", "mine");
  EXPECT_EQ(refusal(load_of(folder, WorkloadKind::mix)),
            file +
                ": it exists already, and may be a client's temporary file; it must be removed "
                "before, or --force be given");
  EXPECT_EQ(folder.names(), std::vector<std::string>{"tmp.c1.0"});
}

TEST(LoadRun, RefusesFoldersThatAreNotOneShare) {
  const TemporaryDirectory one;
  const TemporaryDirectory other;
  Load load = load_of(one, WorkloadKind::session);
  load.folders = {one.path(), other.path()};
  EXPECT_EQ(refusal(load), other.path("f0") + ": it is not the file that was just made as " + one.path("f0") +
                               "; all directories are one, or mounts of one share");
  EXPECT_TRUE(one.names().empty());
  other.write("f0", "init------------");  // as an earlier run may have left it
  EXPECT_NE(refusal(load), "");
  EXPECT_TRUE(one.names().empty());
  EXPECT_EQ(other.names(), std::vector<std::string>{"f0"});
}

TEST(LoadRun, SaysThatAFolderIsMissing) {
  const TemporaryDirectory folder;
  Load load = load_of(folder, WorkloadKind::session);
  load.folders = {folder.path("no")};
  EXPECT_EQ(refusal(load), folder.path("no/f0") + ": cannot make it: No such file or directory");
}

/// Makes signals wait for whoever takes them; restores the mask in the end.
class WaitingSignals {
 public:
  explicit WaitingSignals(std::initializer_list<int> signals) {
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int signal : signals) sigaddset(&blocked, signal);
    pthread_sigmask(SIG_BLOCK, &blocked, &before_);
    for (const int signal : signals) std::raise(signal);
  }
  ~WaitingSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  WaitingSignals(const WaitingSignals&) = delete;
  WaitingSignals& operator=(const WaitingSignals&) = delete;

 private:
  sigset_t before_ = {};
};

TEST(LoadRun, EndsEarlyByASignal) {
  const TemporaryDirectory folder;
  Load load = load_of(folder, WorkloadKind::mix);
  load.operations = kMostLoadOperations;
  const WaitingSignals signals({SIGTERM});
  const Recorded run = recorded(load);
  EXPECT_TRUE(run.result.interrupted);
  EXPECT_TRUE(run.whole);
  EXPECT_TRUE(run.result.complaints.empty());
  expect_balanced(run.records);
  EXPECT_TRUE(folder.names().empty());
}

TEST(LoadRun, KillsItsClientsByTheSecondSignal) {
  const TemporaryDirectory folder;
  Load load = load_of(folder, WorkloadKind::mix);
  load.operations = kMostLoadOperations;
  const WaitingSignals signals({SIGTERM, SIGINT});
  const Recorded run = recorded(load);
  EXPECT_TRUE(run.result.interrupted);
  EXPECT_TRUE(run.whole);
  EXPECT_TRUE(folder.names().empty());
}

}  // namespace
}  // namespace braid::record::test
