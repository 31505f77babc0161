// braid validate of recorded operations as a hostile user has them: cut off, with clocks that step back, with
// clients that never return, with values that are written twice.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

constexpr const char* kHeader =
    R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":"seconds"})"
    "\n";

std::string wrote(const std::string& actor, const std::string& value, const std::string& times,
                  const std::string& result = "{}") {
  return R"({"actor":")" + actor + R"(","operation":"write","object":"/a","arguments":{"value":")" + value +
         "\"}," + times + R"(,"result":)" + result + "}\n";
}

std::string read(const std::string& actor, const std::string& value, const std::string& times) {
  return R"({"actor":")" + actor + R"(","operation":"read","object":"/a","arguments":{},)" + times +
         R"(,"result":{"value":")" + value + "\"}}\n";
}

std::string times(const std::string& start, const std::string& end) {
  return R"("start":")" + start + R"(","end":")" + end + '"';
}

std::string recording(const std::vector<std::string>& records) {
  std::string text = kHeader;
  for (const std::string& record : records) text += record;
  return text + R"({"footer":{"events":)" + std::to_string(records.size()) + R"(,"skipped":{}}})" + "\n";
}

VerbRun validated(const std::string& text, std::vector<std::string> options) {
  const TemporaryDirectory directory;
  options.insert(options.begin(), {"validate", directory.write("recording.ndjson", text)});
  return braid(options);
}

TEST(ValidateHistories, NeverSaysMoreThanACutRecordingTells) {
  // A value is read whose write is on a later line: cut off, it would be from nowhere.
  const std::string whole = recording({wrote("c0", "x", times("1", "2")), read("c1", "y", times("3", "6")),
                                       wrote("c0", "y", times("4", "5")), read("c1", "y", times("7", "8"))});
  const std::vector<std::string> options = {"--against", "linearizable", "--initial", "0"};
  EXPECT_EQ(validated(whole, options).code, 0);
  int refused = 0, unknown = 0;
  for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
    const VerbRun run = validated(whole.substr(0, length), options);
    ASSERT_TRUE(run.code == 3 || run.code == 5) << length << ": " << run.code << run.out << run.err;
    EXPECT_TRUE(run.code == 5 || is_one_message(run.err)) << run.err;
    (run.code == 3 ? refused : unknown) += 1;
  }
  EXPECT_GT(refused, 100);
  EXPECT_GT(unknown, 3);
}

TEST(ValidateHistories, SayWhatACutRecordingMayExplain) {
  const std::string cut = std::string(kHeader) + wrote("c0", "x", times("1", "2")) +
                          wrote("c0", "y", times("3", "4")) + read("c1", "x", times("5", "6"));
  const VerbRun run = validated(cut, {"--against", "linearizable"});
  EXPECT_EQ(run.code, 5);
  EXPECT_NE(run.out.find("linearizable  unknown: the recording has no footer: it may be cut off; what it "
                         "lacks may explain this: c1's read of /a"),
            std::string::npos)
      << run.out;
  const VerbRun json = validated(cut, {"--against", "linearizable", "--json"});
  EXPECT_EQ(mismatch("validate", nlohmann::json::parse(json.out)), "");
}

TEST(ValidateHistories, RefuseAClockThatStepsBackWithinACall) {
  const VerbRun run = validated(recording({wrote("c0", "x", times("2", "1"))}), {"--all"});
  EXPECT_EQ(run.code, 3) << run.out;
  EXPECT_TRUE(is_one_message(run.err)) << run.err;
}

TEST(ValidateHistories, TakeAClockThatStepsBackBetweenCalls) {
  // The second call has an earlier time than the first: only the times count.
  const std::string text = recording({wrote("c0", "x", times("5", "6")), read("c0", "0", times("1", "2"))});
  EXPECT_EQ(validated(text, {"--against", "linearizable", "--initial", "0"}).code, 0);
}

TEST(ValidateHistories, AClientThatNeverReturnsMayHaveWritten) {
  const std::string never = R"("start":"1")";
  const std::string other = read("c1", "0", times("2", "3"));
  for (const char* const value : {"0", "x"}) {
    const std::string text = recording({wrote("c0", "x", never), other, read("c1", value, times("4", "5"))});
    EXPECT_EQ(validated(text, {"--against", "linearizable", "--initial", "0"}).code, 0) << value;
  }
  const std::string text = recording(
      {wrote("c0", "x", never), read("c1", "x", times("2", "3")), read("c1", "0", times("4", "5"))});
  EXPECT_EQ(validated(text, {"--against", "linearizable", "--initial", "0"}).code, 1);
}

TEST(ValidateHistories, OfTwoWritesOfOneValueOnlyLinearizabilityIsTold) {
  const std::string text = recording({wrote("c0", "x", times("1", "2")), wrote("c1", "y", times("3", "4")),
                                      wrote("c0", "x", times("5", "6")), read("c1", "x", times("7", "8"))});
  EXPECT_EQ(validated(text, {"--against", "linearizable"}).code, 0);
  const VerbRun run = validated(text, {"--against", "sequential"});
  EXPECT_EQ(run.code, 5);
  EXPECT_NE(run.out.find("no two write the same value"), std::string::npos) << run.out;
}

TEST(ValidateHistories, HelpSaysThatNoTimeLimitIsADefault) {
  const VerbRun run = braid({"validate", "--help"});
  EXPECT_EQ(run.code, 0);
  EXPECT_NE(run.out.find("--time DURATION        a search that takes longer ends as unknown: 90s, 2h"),
            std::string::npos);
}

}  // namespace
}  // namespace braid::test
