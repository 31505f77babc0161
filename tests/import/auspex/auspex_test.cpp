#include <set>

#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

// Made up, in the format's words.
constexpr std::string_view kSample =
    "748339266.000001 Open READ FID: 01ab OFF: 0 SIZE: 1024 HOST: 12\n"
    "748339266.000002 Block READ FID: 01ab OFF: 512 SIZE: 256 HOST: 12\n"
    "748339266.000003 Dir RW FID: 02cd OFF: 0 SIZE: 64 HOST: 13\n";

TEST(Auspex, GivesRequestsWithoutReturns) {
  EXPECT_EQ(
      imported_text(kSample).text(),
      R"({"actor":"12","operation":"open","object":"01ab","arguments":{"action":"Open READ","size":1024},"start":"748339266.000001","line":1}
{"actor":"12","operation":"read","object":"01ab","arguments":{"action":"Block READ","offset":512,"length":256},"start":"748339266.000002","line":2}
{"actor":"13","operation":"change-directory","object":"02cd","arguments":{"action":"Dir RW","size":64},"start":"748339266.000003","line":3}
)");
}

TEST(Auspex, CountsLinesThatAreNoRequest) {
  const Imported trace = imported_text(
      "748339266.0 Open READ FID: 01ab OFF: 0 SIZE: 1024 HOST: 12\n"
      "748339266.0 Open READ FID: 01ab OFF: x SIZE: 1024 HOST: 12\n"
      "748339266.0 Opened READ FID: 01ab OFF: 0 SIZE: 1024 HOST: 12\n"
      "748339266.0 Open READ FID: 01ab OFF: 0 SIZE: 1024 HOST: 12 13\n\n"
      "748339266.0 Open READ FID: 01ab OF");
  EXPECT_EQ(trace.records.size(), 1U);
  EXPECT_EQ(trace.skipped(), "lines that are no request 4");
}

TEST(Auspex, SurvivesDamage) {
  expect_survives_mutations(kSample, "auspex");
}

TEST(Auspex, ReadsTheTrace) {
  BRAID_NEEDS_RECORDINGS();
  const Imported trace = imported_files({recordings() / "auspex/sampleTrace.csv"});
  std::map<std::string, int> actions;
  std::set<std::string> clients;
  for (const recording::Record& record : trace.records) {
    ++actions[*record.arguments.find("action")->text()];
    clients.insert(record.actor);
  }
  EXPECT_EQ(actions, (std::map<std::string, int>{{"Attr READ", 512},
                                                 {"Block READ", 389},
                                                 {"Open READ", 63},
                                                 {"Dir READ", 19},
                                                 {"Close READ", 10},
                                                 {"Dir RW", 6},
                                                 {"Open RW", 1}}));
  EXPECT_EQ(clients.size(), 52U);
  EXPECT_EQ(trace.skipped(), "");
}

}  // namespace
}  // namespace braid::import::test
