#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    "INFO  jepsen.util - 0\t:invoke\t:read\tnil\n"
    "INFO  jepsen.util - 1   :invoke :write  4\n"
    "INFO  jepsen.util - 0\t:ok\t:read\tnil\n"
    "INFO  jepsen.util - 2\t:invoke\t:cas\t[4 0]\n"
    "INFO  jepsen.util - 1\t:info\t:write\t:timed-out\n"
    "INFO  jepsen.util - 0\t:invoke\t:read\tnil\n"
    "INFO  jepsen.util - 2\t:fail\t:cas\t[4 0]\n"
    "INFO  jepsen.util - 0\t:fail\t:read\t:timed-out\n"
    "INFO  jepsen.util - 6\t:invoke\t:read\tnil\n";

TEST(Jepsen, JoinsInvocationsAndCompletions) {
  const Imported log = imported_text(kSample);
  EXPECT_EQ(log.text(),
            R"({"actor":"0","operation":"read","start":"1","end":"3","result":{"value":"nil"},"line":1}
{"actor":"2","operation":"cas","arguments":{"expected":4,"new":0},"start":"4","end":"7","result":{"error":"fail"},"line":4}
{"actor":"0","operation":"read","start":"6","end":"8","result":{"error":"fail","reason":"timed-out"},"line":6}
{"actor":"1","operation":"write","arguments":{"value":4},"start":"2","result":{"unknown":"timed-out"},"line":2}
{"actor":"6","operation":"read","start":"9","line":9}
)");
  EXPECT_EQ(log.header.clock, recording::Clock::position);
  EXPECT_EQ(log.header.system, "register");
}

TEST(Jepsen, ReadsLinesOfLaterVersions) {
  const Imported log = imported_text(
      "2023-05-09 13:05:21,455{GMT}\tINFO\t[jepsen test runner] jepsen.core: Running test\n"
      "2023-05-09 13:05:22,001{GMT}\tINFO\t[jepsen worker 0] jepsen.util: 0\t:invoke\t:read\tnil\n"
      "2023-05-09 13:05:22,011{GMT}\tINFO\t[jepsen nemesis] jepsen.util: :nemesis\t:info\t:start\tnil\n"
      "2023-05-09 13:05:22,017{GMT}\tINFO\t[jepsen worker 0] jepsen.util: 0\t:ok\t:read\t3\n"
      "INFO [2016-11-10 14:02:57,416] jepsen worker 1 - jepsen.util 1\t:invoke\t:txn\t[[:append 5 1] [:r 5 "
      "nil]]\n"
      "INFO [2016-11-10 14:02:57,420] jepsen worker 1 - jepsen.util 1\t:info\t:txn\t[[:append 5 1] [:r 5 "
      "nil]]\t:timeout\n");
  EXPECT_EQ(log.text(),
            R"({"actor":"0","operation":"read","start":"2","end":"4","result":{"value":3},"line":2}
{"actor":"1","operation":"txn","arguments":{"operations":[{"operation":"append","object":"5","value":1},{"operation":"read","object":"5"}]},"start":"5","result":{"unknown":"timeout"},"line":5}
)");
  EXPECT_EQ(log.skipped(), "lines of other loggers 1, operations of the nemesis 1");
}

TEST(Jepsen, LeavesOpenWhatANewInvocationOfTheProcessOvertakes) {
  const Imported log = imported_text(
      "INFO  jepsen.util - 0\t:invoke\t:write\t1\n"
      "INFO  jepsen.util - 0\t:invoke\t:write\t2\n"
      "INFO  jepsen.util - 0\t:ok\t:write\t2\n");
  EXPECT_EQ(log.text(),
            R"({"actor":"0","operation":"write","arguments":{"value":2},"start":"2","end":"3","line":2}
{"actor":"0","operation":"write","arguments":{"value":1},"start":"1","line":1}
)");
}

TEST(Jepsen, CountsWhatItDoesNotUnderstand) {
  const Imported log = imported_text(
      "INFO  jepsen.util - 0\t:invoke\t:write\t1\n"
      "INFO  jepsen.util - 0\t:ok\t:read\t1\n"
      "INFO  jepsen.util - 1\t:ok\t:read\t1\n"
      "INFO  jepsen.util - 1\t:was\t:read\t1\n"
      "INFO  jepsen.util - x\t:ok\t:read\t1\n"
      "INFO  jepsen.util - 1\t:invoke\t:write\t[1\n"
      "INFO  jepsen.util - 1\t:invoke\t:write\t1 2 3 4\n"
      "\n"
      "INFO  jepsen.util - \n");
  EXPECT_EQ(log.records.size(), 1U);
  EXPECT_EQ(
      log.skipped(),
      "completions of another operation than was invoked 1, completions without an invocation 1, "
      "lines of other loggers 1, lines that are no operation 2, operations with a value that is no EDN 2");
}

TEST(Jepsen, SurvivesDamage) {
  expect_survives_mutations(kSample, "jepsen");
}

TEST(Jepsen, ReadsTheLogs) {
  BRAID_NEEDS_RECORDINGS();
  std::size_t files = 0;
  std::map<std::string, std::size_t> events;
  for (const auto& entry : std::filesystem::directory_iterator(recordings() / "jepsen")) {
    if (entry.path().extension() != ".log") continue;
    ++files;
    const Imported log = imported_files({entry.path()});
    EXPECT_EQ(log.skipped(), "") << entry.path();
    for (const recording::Record& record : log.records) {
      ++events[record.operation];
      if (record.result.find("unknown") != nullptr) ++events["unknown"];
      if (record.result.find("error") != nullptr) ++events["fail"];
    }
  }
  EXPECT_EQ(files, 35U);
  // As many as the logs have lines :invoke, :info and :fail.
  EXPECT_EQ(events, (std::map<std::string, std::size_t>{
                        {"read", 1009}, {"write", 956}, {"cas", 966}, {"unknown", 442}, {"fail", 602}}));
}

}  // namespace
}  // namespace braid::import::test
