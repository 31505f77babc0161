// The real recordings: every line is accounted for, and calls are those that the program logged itself.
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "imported.h"

namespace braid::import::test {
namespace {

struct Recording {
  std::string file;
  ImportOptions options;
};

Recording recording_of(const std::string& run, const std::string& client) {
  Recording recording{"strace/" + run + '.' + client + ".strace", {}};
  std::ifstream mounts(recordings() / "mounts.tsv");
  std::string name;
  std::string who;
  std::string prefix;
  while (mounts >> name >> who >> prefix) {
    if (name == "strace/" + run && who == client) recording.options.clients = {{client, prefix}};
  }
  EXPECT_EQ(recording.options.clients.size(), 1U);
  return recording;
}

/// How many lines say `TEXT`.
std::uint64_t lines_with(const std::string& file, std::string_view text) {
  std::ifstream stream(recordings() / file);
  std::uint64_t count = 0;
  for (std::string line; std::getline(stream, line);) count += line.find(text) != std::string::npos ? 1U : 0U;
  return count;
}

/// Every line was found, except those that only continue a call; a copy is found twice.
void expect_all_lines(const Imported& trace, const std::vector<std::string>& files, std::uint64_t lines) {
  EXPECT_EQ(trace.ledger.units(), lines);
  std::uint64_t expected = lines;
  for (const std::string& file : files) {
    expected -= lines_with(file, " resumed>");
    expected += lines_with(file, " copy_file_range(");
  }
  EXPECT_EQ(trace.ledger.found_count(), expected);
  EXPECT_EQ(trace.skipped().find("not strace's"), std::string::npos);
  EXPECT_EQ(trace.skipped().find("missing"), std::string::npos);
  EXPECT_EQ(trace.skipped().find("cut"), std::string::npos);
}

TEST(StraceRecordings, EveryLineIsAccountedFor) {
  BRAID_NEEDS_RECORDINGS();
  const std::vector<std::tuple<std::string, std::string, std::uint64_t, std::string>> expected = {
      {"afs-vim", "c1", 684,
       "stat 36, open 19, close 15, write 11, seek 8, unlink 7, access 6, read 6, chdir 5, chmod 4, xattr 4, "
       "fsync 3, readlink 2, truncate 2, dup 1, utime 1"},
      {"afs-vim", "c2", 2448, "stat 36, open 12, read 12, readdir 12, close 11, chdir 1"},
      {"k3-make", "c1", 1082,
       "stat 68, close 25, open 25, write 21, read 20, dup 6, readdir 6, chdir 5, mkdir 1, utime 1"},
      {"k3-make", "c2", 941, "stat 17, open 6, chdir 1"},
      {"k41-fsload", "c1", 157, "read 76, close 25, open 25, write 18, fsync 4"},
      {"k41-fsload", "c2", 153, "read 55, write 35, close 25, open 25, fsync 4"},
  };
  for (const auto& [run, client, lines, operations] : expected) {
    SCOPED_TRACE(run + ' ' + client);
    const Recording recording = recording_of(run, client);
    const Imported trace = imported_files({recordings() / recording.file}, {}, recording.options);
    expect_all_lines(trace, {recording.file}, lines);
    EXPECT_EQ(trace.operations(), operations);
    EXPECT_TRUE(trace.ledger.notes().find("descriptors of another file than the calls before had opened") ==
                trace.ledger.notes().end());
    for (const recording::Record& record : trace.records) EXPECT_EQ(record.actor, client);
  }
}

TEST(StraceRecordings, TwoClientsShareFiles) {
  BRAID_NEEDS_RECORDINGS();
  for (const std::string run : {"k3-make", "afs-vim"}) {
    const Recording first = recording_of(run, "c1");
    const Recording second = recording_of(run, "c2");
    ImportOptions options = first.options;
    options.clients.push_back(second.options.clients.front());
    const Imported trace =
        imported_files({recordings() / first.file, recordings() / second.file}, {}, options);
    std::map<std::string, std::set<std::string>> actors;
    for (const recording::Record& record : trace.records) {
      actors[record.object].insert(record.actor);
      EXPECT_EQ(record.actor, record.source == 0 ? "c1" : "c2");
    }
    EXPECT_EQ(actors[run == "k3-make" ? "/mk/out.txt" : "/v.txt"], (std::set<std::string>{"c1", "c2"}));
    EXPECT_EQ(trace.records.size(), run == "k3-make" ? 202U : 214U);
  }
}

TEST(StraceRecordings, EveryShapeIsRead) {
  BRAID_NEEDS_RECORDINGS();
  const std::vector<std::tuple<std::string, std::uint64_t, std::string>> expected = {
      {"strace-P-decodepids.txt", 109,
       "stat 24, rdlock 21, unlock 21, wrlock 15, write 10, read 8, fsync 5, close 1, open 1"},
      {"strace-injected.txt", 453,
       "stat 105, open 56, map 47, write 45, close 41, read 34, rdlock 21, unlock 21, fsync 20, wrlock 15, "
       "access 5, chown 5, unlink 5, seek 4, exec 2, chdir 1, dup 1"},
      {"strace-killed.txt", 34,
       "map 5, read 4, open 3, close 2, stat 2, access 1, dup 1, exec 1, seek 1, unlink 1, write 1"},
      {"strace-ns-hex.txt", 682,
       "stat 140, open 136, map 114, close 89, read 47, seek 15, access 13, write 12, chdir 7, unlink 6, "
       "chmod 4, dup 4, fsync 4, readlink 4, statfs 4, xattr 4, exec 3, truncate 2"},
      {"strace-r-i-n.txt", 287, "open 136, close 86, read 39, write 11"},
      {"strace-stderr-pid.txt", 673,
       "stat 140, open 136, map 114, close 89, read 47, seek 15, access 13, write 12, chdir 7, unlink 6, "
       "chmod 4, dup 4, fsync 4, readlink 4, statfs 4, xattr 4, exec 3, truncate 2"},
  };
  for (const auto& [name, lines, operations] : expected) {
    SCOPED_TRACE(name);
    const std::string file = "formats/" + name;
    const Imported trace = imported_files({recordings() / file});
    expect_all_lines(trace, {file}, lines);
    EXPECT_EQ(trace.operations(), operations);
  }
}

TEST(StraceRecordings, FilesOfOneRunAreOneTrace) {
  BRAID_NEEDS_RECORDINGS();
  std::vector<std::filesystem::path> files;
  std::vector<std::string> names;
  for (int pid = 18340; pid <= 18346; ++pid) {
    names.push_back("formats/strace-ff/tar." + std::to_string(pid));
    files.push_back(recordings() / names.back());
  }
  const Imported trace = imported_files(files);
  expect_all_lines(trace, names, 1179);
  EXPECT_EQ(trace.operations(),
            "open 267, stat 247, close 191, map 170, read 70, access 19, dup 15, readdir 10, seek 9, statfs "
            "9, write 9, chown 7, exec 7, utime 7, chmod 6, mkdir 5, unlink 5, chdir 2, rmdir 2, symlink 2, "
            "readlink 1");
  for (const recording::Record& record : trace.records) {
    EXPECT_EQ(record.actor, "tar");
    EXPECT_EQ(record.process, 18340 + record.source);
    EXPECT_TRUE(record.object.starts_with('/') || record.object == "./prog.sh") << record.object;
  }
}

/// `pread /f0 0 16 DATA 16`.
std::string logged(const nlohmann::json& call) {
  const auto text = [&](const char* name) {
    return call.contains(name) ? (call[name].is_string() ? call[name].get<std::string>() : call[name].dump())
                               : "-";
  };
  return text("op") + ' ' + text("path") + ' ' + text("fd") + ' ' + text("off") + ' ' + text("len") + ' ' +
         text("data") + ' ' + text("flags") + ' ' + text("ret");
}

std::string traced(const recording::Record& record) {
  const auto text = [](const recording::Fields& fields, const char* name) -> std::string {
    const recording::Value* value = fields.find(name);
    if (value == nullptr) return "-";
    return value->text() != nullptr ? *value->text() : std::to_string(value->integer().value_or(-1));
  };
  const std::string data =
      record.operation == "read" ? text(record.result, "data") : text(record.arguments, "data");
  return record.operation + ' ' + record.object + ' ' + text(record.arguments, "descriptor") + ' ' +
         text(record.arguments, "offset") + ' ' + text(record.arguments, "length") + ' ' + data + ' ' +
         text(record.arguments, "flags") + ' ' + text(record.result, "value");
}

TEST(StraceRecordings, AreWhatTheProgramLogged) {
  BRAID_NEEDS_RECORDINGS();
  for (const std::string client : {"c1", "c2"}) {
    SCOPED_TRACE(client);
    const Recording recording = recording_of("k41-fsload", client);
    const Imported trace = imported_files({recordings() / recording.file}, {}, recording.options);
    std::ifstream log(recordings() / ("strace/k41-fsload." + client + ".jsonl"));
    std::size_t index = 0;
    for (std::string line; std::getline(log, line); ++index) {
      ASSERT_LT(index, trace.records.size());
      const nlohmann::json call = nlohmann::json::parse(line);
      const recording::Record& record = trace.records[index];
      EXPECT_EQ(traced(record), logged(call)) << line;
      // strace's interval is inside the program's; strace cuts to microseconds.
      EXPECT_GE(record.start->nanoseconds + 1000, call["t0"].get<std::int64_t>());
      EXPECT_LE(record.end->nanoseconds, call["t1"].get<std::int64_t>());
    }
    EXPECT_EQ(index, trace.records.size());
  }
}

}  // namespace
}  // namespace braid::import::test
