// braid validate on recordings of guests: its text, its JSON, its exit codes, and what it refuses.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

constexpr const char* kTrace = BRAID_SOURCE_DIR "/traces/recorded/two-machines.trace.gz";
constexpr const char* kMap = BRAID_SOURCE_DIR "/traces/recorded/two-machines.map";

std::string guests(const std::string& events, const std::string& footer) {
  return R"({"format":"braid-recording","version":1,"kind":"guest","system":"kvm","clock":"seconds"})"
         "\n" +
         events + footer;
}

std::string mapped(const std::string& actor, int line) {
  return R"({"actor":")" + actor +
         R"(","process":1,"operation":"map","arguments":{"guest_frame":1,"machine_frame":7,)" +
         R"("writable":true,"level":1,"entry_address":"0x1008"},"start":"1","line":)" + std::to_string(line) +
         "}\n";
}

TEST(ValidateGuests, TellsOfEachRule) {
  const VerbRun run = braid({"validate", kTrace, kMap, "--against", "isolation"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(run.out.substr(run.out.find('\n') + 1),
            R"(isolation  holds
  writable-once          holds: frames mapped 55, frames shared read-only 1, frames writable in two machines 0
  released-before-reuse  holds: frames reused after release 0, entries unmapped 20, entries replaced 4, entries zapped 52, entries cleared 0
  zeroed-before-reuse    nothing to check: allocations of frames are not recorded
  nothing-after-end      holds: machines ended 2, entries left after an end 0, entries of machines that go on 0
  exits-before-entries   holds: entries 30, exits 30, CPUs inside at first 0, CPUs inside at the end 0
  misses-handled         nothing to check: no misses of a guest's own TLB are recorded
  translations-steady    nothing to check: no page of a guest's own TLB is looked up twice between two traps
  stops-answered         nothing to check: no stops of processes are recorded
  resumed-after-stops    nothing to check: no resumptions of processes are recorded
)");
}

TEST(ValidateGuests, TakesIsolationForAll) {
  const VerbRun run = braid({"validate", kTrace, kMap, "--all", "--json"});
  EXPECT_EQ(run.code, 0) << run.err;
  const json document = json::parse(run.out);
  EXPECT_EQ(mismatch("validate", document), "");
  EXPECT_EQ(document.at("events"), 472);
  EXPECT_EQ(document.at("verdicts").at(0).at("verdict"), "holds");
  EXPECT_EQ(document.at("verdicts").at(0).at("parts").size(), 9U);
}

TEST(ValidateGuests, TellsWhatBreaksARule) {
  const TemporaryDirectory directory;
  const std::string file = directory.write(
      "guests.ndjson",
      guests(mapped("A", 4) + mapped("B", 6), "{\"footer\":{\"events\":2,\"skipped\":{}}}\n"));
  const VerbRun text = braid({"validate", file, "--against", "isolation"});
  EXPECT_EQ(text.code, 1) << text.err;
  EXPECT_NE(text.out.find(
                "isolation  violated\n  writable-once          violated: frames mapped 1, frames shared "
                "read-only 0, frames writable in two machines 1\n    machine frame 0x7 became writable in "
                "B (line 6) while it was writable in A (line 4).\n"),
            std::string::npos)
      << text.out;
  const json document = json::parse(braid({"validate", file, "--against", "isolation", "--json"}).out);
  EXPECT_EQ(mismatch("validate", document), "");
  const json breach = document.at("verdicts").at(0).at("parts").at(0).at("first_breaches").at(0);
  EXPECT_EQ(breach.at("line"), 6);
  EXPECT_EQ(breach.at("source"), 0);
  EXPECT_EQ(breach.at("sentence"),
            "machine frame 0x7 became writable in B (line 6) while it was writable in A (line 4)");
}

TEST(ValidateGuests, IsUnknownWithoutAFooter) {
  const TemporaryDirectory directory;
  const std::string file = directory.write("guests.ndjson", guests(mapped("A", 4), ""));
  const VerbRun run = braid({"validate", file, "--all"});
  EXPECT_EQ(run.code, 5);
  EXPECT_NE(run.out.find("isolation  unknown: the recording has no footer: it may be cut off\n"),
            std::string::npos)
      << run.out;
}

TEST(ValidateGuests, RefusesModelsAndOptionsOfHistories) {
  const VerbRun model = braid({"validate", kTrace, "--against", "isolation,linearizable"});
  EXPECT_EQ(model.code, 3);
  EXPECT_NE(
      model.err.find("it is a recording of guests; --against isolation checks it; linearizable is checked of "
                     "recorded operations"),
      std::string::npos)
      << model.err;
  const VerbRun history = braid(
      {"validate", BRAID_SOURCE_DIR "/traces/recorded/kafs-session.c1.jsonl", "--against", "isolation"});
  EXPECT_EQ(history.code, 3);
  EXPECT_NE(history.err.find("it is a recording of operations; isolation is checked of recordings of guests"),
            std::string::npos)
      << history.err;
  const VerbRun option = braid({"validate", kTrace, "--all", "--initial", "0"});
  EXPECT_EQ(option.code, 2);
  EXPECT_NE(option.err.find("--initial is about histories"), std::string::npos) << option.err;
}

}  // namespace
}  // namespace braid::test
