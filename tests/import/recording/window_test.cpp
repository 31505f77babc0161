#include "braid/tracer/recording/window.h"

#include <gtest/gtest.h>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/notation.h"

namespace braid::recording {
namespace {

constexpr const char* kHeader =
    R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":"seconds"})"
    "\n";

WindowProgram window_of(const std::string& events, const char* place, const char* system = "afs2") {
  NdjsonReader reader(import::Input::from_memory("r.ndjson", kHeader + events));
  std::optional<WindowPlace> chosen;
  if (place != nullptr) {
    chosen = parse_window_place(place);
    EXPECT_TRUE(chosen.has_value());
  }
  return read_window(reader, "r.ndjson", chosen, system);
}

std::string event(const char* actor, const char* operation, const char* file, int descriptor,
                  const char* start, const char* end, const char* more = "") {
  return std::string(R"({"actor":")") + actor + "\"" + more + R"(,"operation":")" + operation +
         R"(","object":")" + file + R"(","arguments":{"descriptor":)" + std::to_string(descriptor) +
         R"(},"start":")" + start + R"(","end":")" + end + R"(","result":{"value":1}})" + "\n";
}

/// Two sessions, one after the other.
std::string two_sessions() {
  return event("c1", "open", "/f0", 4, "1", "2") + event("c1", "write", "/f0", 4, "3", "4") +
         event("c1", "close", "/f0", 4, "5", "6") + event("c2", "open", "/f0", 4, "7", "8") +
         event("c2", "read", "/f0", 4, "9", "10") + event("c2", "close", "/f0", 4, "11", "12");
}

TEST(WindowPlace, IsANumberAndATime) {
  const auto place = parse_window_place("12@1795354136.2");
  ASSERT_TRUE(place.has_value());
  EXPECT_EQ(place->operations, 12U);
  EXPECT_EQ(to_string(place->time), "1795354136.2");
  EXPECT_FALSE(place->from_first);
  EXPECT_TRUE(parse_window_place("1@+0")->from_first);
  for (const char* text : {"", "12", "@1", "0@1", "1.5@1", "-1@1", "12@", "12@x", "12@1@2", "1000001@1"})
    EXPECT_FALSE(parse_window_place(text).has_value()) << text;
}

TEST(Window, TakesTheWholeRecordingWithoutAPlace) {
  const WindowProgram program = window_of(two_sessions(), nullptr);
  EXPECT_EQ(to_notation(program.trace),
            "system afs2\nvalues writer\nfile f0 = initial\nclient c1: open f0 as d4, write, close\n"
            "client c2: open f0 as d4, read, close\n");
  EXPECT_EQ(program.remarks,
            std::vector<std::string>{"a program of 6 recorded operations, that began from 1 to 11"});
}

TEST(Window, TakesHalfBeforeAndHalfAfter) {
  const WindowProgram program = window_of(two_sessions(), "3@+6");
  EXPECT_EQ(to_notation(program.trace),
            "system afs2\nvalues writer\nfile f0 = initial\nclient c1: open f0 as d4, write, close\n"
            "client c2: open f0 as d4\n");
  ASSERT_EQ(program.remarks.size(), 2U);
  EXPECT_EQ(program.remarks[1], "1 opens are added, of files opened before");
}

TEST(Window, TakesMoreOfOneSideWhereTheOtherEnds) {
  EXPECT_EQ(window_of(two_sessions(), "4@+1000").trace.event_count(), 5U);  // one open added
  EXPECT_EQ(window_of(two_sessions(), "4@0").trace.event_count(), 4U);
  EXPECT_EQ(window_of(two_sessions(), "100@+6").trace.event_count(), 6U);
}

TEST(Window, OrdersEachProcessByItsCalls) {
  // The stat ends first but is called last.
  const WindowProgram program =
      window_of(event("c1", "stat", "/a", 0, "3", "3.5") + event("c1", "open", "/a", 4, "1", "4"), nullptr);
  EXPECT_EQ(to_notation(program.trace),
            "system afs2\nvalues writer\nfile a = initial\nclient c1: open a as d4, stat a\n");
}

TEST(Window, KeepsProcessesApart) {
  const std::string events = event("c1", "open", "/a", 4, "1", "2", R"(,"process":7)") +
                             event("c1", "open", "/a", 4, "1", "2", R"(,"process":9)");
  EXPECT_EQ(to_notation(window_of(events, nullptr, "afs2 granularity=message").trace),
            "system afs2 granularity=message\nvalues writer\nfile a = initial\nclient c1.p7: open a as d4\n"
            "client c1.p9: open a as d4\n");
}

TEST(Window, LeavesOutWhatDidNothingAndSaysSo) {
  const std::string events =
      two_sessions() + event("c1", "fsync", "/f0", 4, "13", "14") +
      R"({"actor":"c2","operation":"write","object":"/f0","start":"15","end":"16","result":{"error":"EIO"}})";
  const WindowProgram program = window_of(events, nullptr);
  EXPECT_EQ(program.trace.event_count(), 6U);
  ASSERT_EQ(program.remarks.size(), 2U);
  EXPECT_EQ(program.remarks[1], "left out, since the models have no such operation: 1 failed write, 1 fsync");
}

TEST(Window, GivesNamesThatTheNotationHas) {
  const std::string events = event("10.9.0.11", "open", "/srv/file.txt", 4, "1", "2") +
                             event("read", "open", "/srv/file_txt", 4, "1", "2") +
                             event("f0", "open", "/f0", 4, "1", "2");
  const Trace trace = window_of(events, nullptr).trace;
  EXPECT_EQ(to_notation(trace),
            "system afs2\nvalues writer\nfile srv_file_txt = initial\nfile srv_file_txt_2 = initial\n"
            "file f0 = initial\nclient c10_9_0_11: open srv_file_txt as d4\n"
            "client cread: open srv_file_txt_2 as d4\nclient f0_2: open f0 as d4\n");
}

TEST(Window, RefusesWhatHasNoOperations) {
  const auto refusal = [](const std::string& text) {
    try {
      NdjsonReader reader(import::Input::from_memory("r.ndjson", text));
      static_cast<void>(read_window(reader, "r.ndjson", std::nullopt, "afs2"));
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  EXPECT_EQ(
      refusal(
          R"({"format":"braid-recording","version":1,"kind":"messages","system":"nfs3","clock":"seconds"})"),
      "r.ndjson: it is a recording of messages; programs are made of recorded operations: of a strace or a "
      "history");
  EXPECT_EQ(refusal(kHeader),
            "r.ndjson: there is no open, read, write, close or stat in it that could be explored");
}

}  // namespace
}  // namespace braid::recording
