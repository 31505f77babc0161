// The homework's traces: their conditions hold, and the schedules that they speak of do what they say.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

std::string homework(const std::string& name) {
  return BRAID_SOURCE_DIR "/traces/homework/" + name + ".trace";
}

json replayed(const std::string& name, const std::string& schedule) {
  const VerbRun run = braid({"replay", homework(name), "-S", schedule, "--json"});
  EXPECT_EQ(run.code, 0) << run.err;
  return json::parse(run.out);
}

/// The value of an observable after the last step that changed it.
std::string last_value(const json& replay, const std::string& observable) {
  std::string value;
  for (const json& step : replay.at("steps")) {
    for (const json& change : step.at("changes")) {
      if (change.at("observable") == observable) value = change.at("after");
    }
  }
  return value;
}

TEST(HomeworkTraces, AllHold) {
  std::vector<std::string> words = {"check"};
  for (const auto& entry : std::filesystem::directory_iterator(BRAID_SOURCE_DIR "/traces/homework")) {
    words.push_back(entry.path().string());
  }
  EXPECT_GE(words.size(), 13U);
  const VerbRun run = braid(words);
  EXPECT_EQ(run.code, 0) << run.out << run.err;
}

TEST(HomeworkTraces, Question5ReadsOldValues) {
  for (const char* schedule : {"010101", "100011", "011100"}) {
    EXPECT_EQ(replayed("question-5", schedule).at("values").at("c1.read1"), "0") << schedule;
  }
}

TEST(HomeworkTraces, Question6IsDecidedByTheLastToClose) {
  const json first = replayed("question-6", "011100");
  EXPECT_EQ(first.at("values").at("server.a"), "2");
  EXPECT_EQ(last_value(first, "c0.cache.a.data"), "2");
  const json second = replayed("question-6", "010011");
  EXPECT_EQ(second.at("values").at("server.a"), "2");
  EXPECT_EQ(last_value(second, "c1.cache.a.data"), "2");
  const json counted = json::parse(braid({"count", homework("question-6"), "--json"}).out);
  EXPECT_EQ(counted.at("outcomes").at(0).at("schedules"), "14");
  EXPECT_EQ(counted.at("outcomes").at(1).at("schedules"), "6");
}

TEST(HomeworkTraces, TheReopenFlawLosesData) {
  const json clean = replayed("reopen-clean-replace", "0011100000");
  EXPECT_EQ(clean.at("values").at("c0.read1"), "0");
  EXPECT_EQ(clean.at("values").at("c0.read2"), "1");
  EXPECT_EQ(last_value(clean, "c0.cache.a.refs"), "-1");
  const json dirty = replayed("reopen-dirty-replace", "101100000");
  EXPECT_EQ(dirty.at("values").at("c0.read1"), "1");
  EXPECT_EQ(dirty.at("values").at("server.a"), "1");
  EXPECT_EQ(last_value(dirty, "c0.cache.a.refs"), "-1");
  const json writers = replayed("reopen-two-writers-replace", "101100000");
  EXPECT_EQ(writers.at("values").at("server.a"), "3");
  EXPECT_EQ(last_value(writers, "c0.cache.a.refs"), "-1");
}

TEST(HomeworkTraces, TheReopenFlawBreaksPropertiesThatOtherwiseHold) {
  for (const char* form : {"reopen-clean", "reopen-dirty", "reopen-two-writers"}) {
    EXPECT_EQ(braid({"check", homework(std::string(form) + "-replace"), "--property", "all"}).code, 1)
        << form;
    EXPECT_EQ(braid({"check", homework(std::string(form) + "-keep"), "--property", "all"}).code, 0) << form;
  }
}

TEST(HomeworkTraces, ClosingACleanDescriptorStoresTheFile) {
  const json shared = replayed("local-sharing", "000001110");
  EXPECT_EQ(shared.at("values").at("c1.read1"), "1");
}

TEST(HomeworkTraces, TheCallbackListIsStale) {
  const json stale = replayed("stale-callback-list", "000111111");
  EXPECT_EQ(last_value(stale, "callbacks.c0.a"), "true");
  EXPECT_EQ(last_value(stale, "c0.cache.a.valid"), "false");
}

}  // namespace
}  // namespace braid::test
