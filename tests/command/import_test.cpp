// braid import and braid summary, and what the exploring verbs do with a recording.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

constexpr const char* kIolog =
    "fio version 3 iolog\n1 /d/a add\n2 /d/a open\n3 /d/a write 0 16\n5 /d/a read 0 16\n6 /d/a close\nx\n";

/// Every line is as the schema of recordings says.
void expect_recording(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line))
    EXPECT_EQ(mismatch_with("tracer/recording/recording.schema.json", json::parse(line)), "") << line;
}

TEST(Import, WritesTheRecordingToStandardOutputAndTheReportBeside) {
  const TemporaryDirectory directory;
  const VerbRun run = braid({"import", directory.write("a.iolog", kIolog)});
  EXPECT_EQ(run.code, 0);
  expect_recording(run.out);
  EXPECT_EQ(run.err,
            "fio-iolog: 4 events of posix, from 7 lines or packets\n"
            "skipped 2:\n"
            "         1  lines add; first line 2: `1 /d/a add`\n"
            "         1  lines that are no action; first line 7: `x`\n");
}

TEST(Import, WritesAFileThatAppearsWhenItIsWhole) {
  const TemporaryDirectory directory;
  const std::string out = directory.path("a.ndjson");
  const VerbRun run = braid({"import", directory.write("a.iolog", kIolog), "-o", out, "--json"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  const json document = json::parse(run.out);
  EXPECT_EQ(mismatch("import", document), "");
  EXPECT_EQ(document.at("events"), 4);
  EXPECT_EQ(document.at("found"), 6);
  expect_recording(contents(out));
  EXPECT_FALSE(std::filesystem::exists(out + ".partial"));
}

TEST(Import, LeavesNoFileWhereItFails) {
  const TemporaryDirectory directory;
  const std::string out = directory.path("a.ndjson");
  const std::string bad = directory.write("a.iolog", "fio version 9 iolog\n");
  const VerbRun run = braid({"import", bad, "-o", out});
  EXPECT_EQ(run.code, 3);
  EXPECT_EQ(run.err,
            "braid import: " + bad +
                ":1:1: an iolog of an unknown version: fio version 9 iolog; versions 2 and 3 are read\n");
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_FALSE(std::filesystem::exists(out + ".partial"));
}

TEST(Import, FailsWhereNothingIsAnEvent) {
  const TemporaryDirectory directory;
  const std::string out = directory.path("a.ndjson");
  const std::string none = directory.write("a.iolog", "fio version 3 iolog\nx\n");
  const VerbRun run = braid({"import", none, "-o", out});
  EXPECT_EQ(run.code, 3);
  EXPECT_NE(run.out.find("1  lines that are no action; first line 2: `x`"), std::string::npos) << run.out;
  EXPECT_EQ(run.err, "braid import: " + none + ": there is no event in it that the format fio-iolog knows\n");
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(Import, SaysWhatItCannotRead) {
  const TemporaryDirectory directory;
  const std::string log = directory.write("a.iolog", kIolog);
  const std::string text = directory.write("b.txt", "nothing known\n");
  const std::string empty = directory.write("c.txt", "");
  EXPECT_EQ(braid({"import", directory.path("none")}).code, 3);
  const VerbRun unknown = braid({"import", text});
  EXPECT_EQ(unknown.code, 3);
  EXPECT_NE(unknown.err.find("its format is not recognised; --format names one of "), std::string::npos);
  EXPECT_NE(braid({"import", empty}).err.find("it is empty"), std::string::npos);
  const VerbRun recording = braid({"import", directory.write("r.ndjson", braid({"import", log}).out)});
  EXPECT_NE(recording.err.find("it is a recording of braid's own already"), std::string::npos);
}

TEST(Import, ChecksItsCommandLine) {
  const auto message = [](const std::vector<std::string>& words) {
    const VerbRun run = braid(words);
    EXPECT_EQ(run.code, 2) << run.err;
    return run.err;
  };
  EXPECT_EQ(message({"import"}), "braid import: no file is given; name one, or - for standard input\n");
  EXPECT_EQ(message({"import", "x", "--format", "fio-iologs"}),
            "braid import: there is no format `fio-iologs`; did you mean `fio-iolog`?\n");
  EXPECT_EQ(message({"import", "x", "--client", "c1"}),
            "braid import: --client is `c1`; NAME=PREFIX is needed\n");
  EXPECT_EQ(message({"import", "x", "--json"}),
            "braid import: --json needs -o FILE: the recording itself goes to standard output\n");
}

/// A recording of two clients' sessions.
std::string recording_in(const TemporaryDirectory& directory) {
  return directory.write(
      "r.ndjson",
      R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":"seconds"}
{"actor":"c0","operation":"open","object":"/a","arguments":{"descriptor":3},"start":"1","end":"2","result":{"value":3}}
{"actor":"c0","operation":"write","object":"/a","arguments":{"descriptor":3,"offset":0,"data":"new"},"start":"3","end":"4","result":{"value":3}}
{"actor":"c0","operation":"close","object":"/a","arguments":{"descriptor":3},"start":"5","end":"6","result":{"value":0}}
{"actor":"c1","operation":"open","object":"/a","arguments":{"descriptor":3},"start":"7","end":"8","result":{"value":3}}
{"actor":"c1","operation":"read","object":"/a","arguments":{"descriptor":3,"offset":0},"start":"9","end":"10","result":{"data":"new"}}
{"actor":"c1","operation":"close","object":"/a","arguments":{"descriptor":3},"start":"11","end":"12","result":{"value":0}}
{"footer":{"events":6,"skipped":{}}}
)");
}

TEST(Recordings, AreExploredAsProgramsAre) {
  const TemporaryDirectory directory;
  const std::string recording = recording_in(directory);
  const VerbRun run = braid({"count", recording, "--by", "c1.read1"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out,
            "afs2: 2 clients, 1 file, 6 steps; 20 states, 26 transitions\n"
            "Histogram (2 outcomes, 20 schedules)\n"
            "     19  95.00 %  random scheduler 7/8   c1.read1=initial   via 111000\n"
            "      1   5.00 %  random scheduler 1/8   c1.read1=c0#1      via 000111\n");
  EXPECT_EQ(run.err,
            "braid: " + recording + ": a program of 6 recorded operations, that began from 1 to 11\n");
}

TEST(Recordings, AreExploredInPartAndUnderAnyModel) {
  const TemporaryDirectory directory;
  const std::string recording = recording_in(directory);
  const VerbRun run = braid({"check", recording, "--window", "4@+6.5", "--under", "afs1", "--json"});
  EXPECT_EQ(run.code, 0) << run.err << run.out;
  const json document = json::parse(run.out);
  EXPECT_EQ(document.at("traces").at(0).at("model"), "afs1");
  EXPECT_NE(run.err.find("a program of 4 recorded operations, that began from 3 to 9"), std::string::npos)
      << run.err;
  EXPECT_NE(run.err.find("1 opens are added"), std::string::npos) << run.err;
}

TEST(Recordings, RefuseWhatIsNoWindow) {
  const TemporaryDirectory directory;
  const std::string recording = recording_in(directory);
  const VerbRun run = braid({"count", recording, "--window", "many"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err,
            "braid count: --window is `many`; N@SECONDS is needed, or N@+SECONDS from the recording's start: "
            "12@+3.5\n");
  EXPECT_EQ(braid({"count", "-A", "oa1:w1:c1,oa1:r1:c1", "--window", "4@0"}).code, 2);
  const VerbRun notation =
      braid({"count", directory.write("t.trace", "system afs2\nfile a = 0\nclient c0: open a\n"), "--window",
             "4@0"});
  EXPECT_EQ(notation.code, 3);
  EXPECT_NE(notation.err.find("it is no recording"), std::string::npos);
}

TEST(Summary, TellsWhatAWorkloadDid) {
  const TemporaryDirectory directory;
  const std::string recording = recording_in(directory);
  const VerbRun run = braid({"summary", recording});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out,
            recording +
                ": operations of posix; 6 events by 2 actors in 11 s, from 1\n"
                "operations\n"
                "                                     all         c0         c1\n"
                "  close                                2          1          1\n"
                "  open                                 2          1          1\n"
                "  read                                 1          0          1\n"
                "  write                                1          1          0\n"
                "  bytes read                           3          0          3\n"
                "  bytes written                        3          3          0\n"
                "runs: 2 with 6 bytes\n"
                "  read only    whole file          1   50.0 %  mean length 3 bytes\n"
                "  written only whole file          1   50.0 %  mean length 3 bytes\n"
                "open for: median 3 s, 90 % 3 s, 99 % 3 s, longest 3 s\n"
                "files: 1; 0 of one client, 1 of several, of which 1 written and 0 open for writing while "
                "another had them open\n");
}

TEST(Summary, GivesJsonThatFitsItsSchema) {
  const TemporaryDirectory directory;
  const VerbRun run = braid({"summary", recording_in(directory), "--json"});
  EXPECT_EQ(run.code, 0) << run.err;
  const json document = json::parse(run.out);
  EXPECT_EQ(mismatch("summary", document), "");
  EXPECT_EQ(document.at("events"), 6);
  EXPECT_EQ(document.at("first"), "1");
}

TEST(Summary, ImportsOtherFormatsOnTheWay) {
  const TemporaryDirectory directory;
  const VerbRun run = braid({"summary", directory.write("a.iolog", kIolog)});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_NE(run.out.find("operations of posix (from fio-iolog); 4 events by 1 actor"), std::string::npos)
      << run.out;
  EXPECT_EQ(run.err, "braid summary: 4 events were imported, 2 things skipped (braid import tells which)\n");
}

TEST(Summary, SaysWhatItCannotRead) {
  const TemporaryDirectory directory;
  EXPECT_EQ(braid({"summary"}).code, 2);
  const VerbRun run = braid({"summary", directory.write("x", "nothing known\n")});
  EXPECT_EQ(run.code, 3);
  EXPECT_NE(run.err.find("its format is not recognised"), std::string::npos);
}

}  // namespace
}  // namespace braid::test
