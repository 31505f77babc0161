// Recordings of real clients and servers: they hold, and no longer where a reply is changed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "braid/tracer/recording/ndjson_writer.h"
#include "written_messages.h"

namespace braid::conformance {
namespace {

namespace fs = std::filesystem;
using recording::Fields;
using recording::Record;
using recording::Value;

fs::path recordings() {
  const char* shared = std::getenv("BRAID_SHARED");
  const fs::path folder = fs::path(shared != nullptr ? shared : BRAID_SHARED_DIR) / "data/client";
  std::error_code error;
  return fs::is_directory(folder, error) ? folder : fs::path();
}

struct Recording {
  recording::Header header;
  std::vector<Record> records;
};

Recording recording_in(const std::string& name) {
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::open(recordings() / name));
  import::RecordingReader reader(std::move(inputs));
  Recording recording;
  Record record;
  while (reader.next(record)) recording.records.push_back(record);
  recording.header = reader.header();
  return recording;
}

ConformanceVerdict verdict_of(const Recording& recording, const std::string& protocol, bool others = false) {
  std::ostringstream text;
  recording::NdjsonWriter writer(text);
  writer.header(recording.header);
  for (const Record& record : recording.records) writer.event(record);
  writer.footer({recording.records.size(), {}});
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::from_memory("recording", text.str()));
  import::RecordingReader reader(std::move(inputs));
  ConformanceOptions options;
  options.protocol = protocol;
  options.others = others;
  return check_conformance(reader, options);
}

/// The fields with another value of a name.
Fields with(const Fields& fields, std::string_view name, const Value& value) {
  Fields changed;
  for (const recording::Field& field : fields)
    changed.add(field.name, field.name == name ? value : field.value);
  return changed;
}

/// The n-th record of an operation that succeeded and has such a result.
Record& nth(Recording& recording, std::string_view operation, std::string_view result, int n) {
  for (Record& record : recording.records) {
    if (record.operation == operation && record.result.find(result) != nullptr && n-- == 0) return record;
  }
  throw std::runtime_error("there is no such record");
}

TEST(RecordedMessages, Hold) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  struct Expected {
    const char* name;
    const char* protocol;
    const char* counts;  ///< calls, of which constrained, files, objects, most states
  };
  constexpr Expected kAll[] = {
      {"nfs/k3-append.pcap", "nfs3", "194 194 3 47 2"},
      {"nfs/k3-mix.pcap", "nfs3", "515 503 31 110 2"},
      {"nfs/k3-nocto.pcap", "nfs3", "103 102 3 9 1"},
      {"nfs/k3-rw.pcap", "nfs3", "376 375 3 9 1"},
      {"nfs/k3-session.pcap", "nfs3", "189 189 3 9 2"},
      {"nfs/k3-soft-session.pcap", "nfs3", "107 102 3 9 8"},
      {"nfs/k41-lock.pcap", "nfs4", "631 317 3 16 2"},
      {"nfs/k41-session.pcap", "nfs4", "240 223 3 16 2"},
      {"nfs/libnfs3-register.pcap", "nfs", "715 710 3 9 2"},
      {"nfs/libnfs4-register.pcap", "nfs", "375 307 3 15 2"},
      {"strace/k3-make.pcap", "nfs3", "70 69 8 26 1"},
      {"afs/afs-rw.pcap", "afs2", "159 124 2 2 1"},
      {"afs/afs-session.pcap", "afs2", "103 77 2 2 1"},
      {"afs/kafs-rw.pcap", "afs2", "234 162 2 2 1"},
      {"afs/kafs-session.pcap", "afs2", "201 135 2 2 1"},
      {"strace/afs-vim.pcap", "afs2", "51 43 9 9 1"},
  };
  for (const Expected& expected : kAll) {
    SCOPED_TRACE(expected.name);
    const Recording recording = recording_in(expected.name);
    const ConformanceVerdict verdict = verdict_of(recording, expected.protocol);
    EXPECT_EQ(said(verdict), "holds");
    EXPECT_EQ(fmt::format("{} {} {} {} {}", verdict.calls, verdict.constrained, verdict.files,
                          verdict.objects, verdict.most_states),
              expected.counts);
    EXPECT_EQ(said(verdict_of(recording, expected.protocol, true)), "holds");
  }
}

/// Changes some of the replies that can be changed, each in turn, and counts what becomes a violation.
template <class Change>
std::string violations_by(const std::string& name, const std::string& protocol, int every,
                          const Change& change) {
  Recording recording = recording_in(name);
  int candidates = 0;
  int changed = 0;
  int violated = 0;
  for (std::size_t k = 0; k < recording.records.size(); ++k) {
    const Record before = recording.records[k];
    if (!change(recording, k)) continue;
    if (candidates++ % every == 0) {
      ++changed;
      violated += verdict_of(recording, protocol).answer == history::Answer::violated ? 1 : 0;
    }
    recording.records[k] = before;
  }
  return fmt::format("{} of {}", violated, changed);
}

TEST(RecordedMessages, AReadOfAnOlderValueIsFound) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  const auto older = [](Recording& recording, std::size_t k) {
    Record& record = recording.records[k];
    const std::string data = record.result.find("data") == nullptr ? "" : *record.result.find("data")->text();
    if (record.operation != "READ" || data.size() != 16) return false;
    for (std::size_t before = k; before-- > 0;) {
      const Value* other = recording.records[before].result.find("data");
      const bool older_one =
          other != nullptr && *other->text() != data && recording.records[before].object == record.object;
      if (!older_one) continue;
      record.result = with(record.result, "data", *other);
      return true;
    }
    return false;
  };
  EXPECT_EQ(violations_by("nfs/k3-session.pcap", "nfs3", 2, older), "11 of 11");
  EXPECT_EQ(violations_by("nfs/k41-session.pcap", "nfs4", 3, older), "8 of 8");
}

TEST(RecordedMessages, AVersionThatGoesBackIsFound) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  const auto back = [](Recording& recording, std::size_t k) {
    Record& record = recording.records[k];
    const Value* version = record.result.find("version");
    if (version == nullptr) return false;
    record.result = with(record.result, "version", *version->natural() - 1);
    return true;
  };
  EXPECT_EQ(violations_by("afs/kafs-session.pcap", "afs2", 9, back), "16 of 16");
}

TEST(RecordedMessages, ACallBackThatIsMissingIsFound) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  const auto removed = [](Recording& recording, std::size_t k) {
    if (recording.records[k].operation != "CallBack") return false;
    recording.records[k].operation = "Probe";
    return true;
  };
  // The first is of a promise from before the recording.
  EXPECT_EQ(violations_by("afs/kafs-session.pcap", "afs2", 4, removed), "15 of 16");
}

TEST(RecordedMessages, ALockThatWasDeniedMustNotBeGranted) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  const auto granted = [](Recording& recording, std::size_t k) {
    Record& record = recording.records[k];
    const Value* error = record.result.find("error");
    if (record.operation != "LOCK" || error == nullptr || *error->text() != "NFS4ERR_DENIED") return false;
    record.result.clear();
    record.result.add("stateid", "1.0123");
    return true;
  };
  // One may have been granted: the unlock of what it conflicts with was outstanding.
  EXPECT_EQ(violations_by("nfs/k41-lock.pcap", "nfs4", 1, granted), "8 of 9");
}

TEST(RecordedMessages, AnotherFileUnderANameIsFound) {
  if (recordings().empty()) GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there";
  Recording recording = recording_in("nfs/k3-mix.pcap");
  Record& lookup = nth(recording, "LOOKUP", "handle", 40);
  lookup.result = with(lookup.result, "handle", "0100010100000000ffffffffff00000000000000");
  EXPECT_EQ(
      said(verdict_of(recording, "nfs3")),
      "violated\n"
      "the names that renames connect: 10.9.0.12's LOOKUP (line 471)\n"
      "  /f0 is /tmp.c3.28 (handle ..4d369f1819), /tmp.c1.0 is no file, /tmp.c1.1 is no file, /tmp.c3.9 is "
      "no file, "
      "/tmp.c3.28 is no file: the reply says that /f0 is /tmp.c3.28 (handle ..ffffffffff); accepts a reply "
      "with /tmp.c3.28 (handle ..4d369f1819)");
}

}  // namespace
}  // namespace braid::conformance
